import { z } from 'zod'
import type { Done } from './today.contract.ts'

const Stored = z.object({ customer: z.string(), says: z.string() })

/** What was closed or opened for a person without his doing. */
export function doneForYou(stored: unknown): readonly Done[] {
  if (!Array.isArray(stored)) return []
  return stored.flatMap((line) => {
    const parsed = Stored.safeParse(line)
    return parsed.success ? [parsed.data] : []
  })
}
