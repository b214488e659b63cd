import { z } from 'zod'

const Moved = z.object({ from: z.int(), to: z.int(), because: z.string(), by: z.number() })

/** What the day's summary keeps of one card. Read with leniency: a summary of last month must still open. */
const StoredCard = z.object({
  executionId: z.string(),
  folded: z.array(z.string()).catch([]),
  isNew: z.boolean().catch(false),
  moved: Moved.nullish().catch(null),
})
export type StoredCard = z.output<typeof StoredCard>

/** The cards of a day in their order; what cannot be read is left out. */
export function orderOf(stored: unknown): readonly StoredCard[] {
  if (!Array.isArray(stored)) return []
  return stored.flatMap((card) => {
    const parsed = StoredCard.safeParse(card)
    return parsed.success ? [parsed.data] : []
  })
}
