import type { PrioritySettings } from '../stages/prioritize/settings.ts'
import { cardsOf } from '../stages/queue/card.ts'
import type { Card, QueueEntry } from '../stages/queue/card.ts'
import { holdOrder, keptOf } from '../stages/queue/order-of-day.ts'
import type { Move } from '../stages/queue/order-of-day.ts'
import type { StoredCard } from './daily-order.ts'

/** A card in its place on a person's day. */
export type DayCard = {
  readonly lead: QueueEntry
  readonly folded: readonly QueueEntry[]
  readonly isNew: boolean
  readonly moved: Move | null
}

type Day = {
  /** Everything that is open for the person. */
  readonly entries: readonly QueueEntry[]
  /** The cards that the newest daily run gave the person, in their order; null: there was none yet, so nothing is new. */
  readonly morning: readonly StoredCard[] | null
  /** Whether that run was today's: what was new or moved yesterday is no news today. */
  readonly isOfToday: boolean
  readonly settings: Pick<PrioritySettings, 'families' | 'renewalLeadsDays'>
}

/**
 * A person's cards as they stand now, in the order that the day began with: what is done, snoozed or somebody else's by now leaves,
 * what came since goes where it belongs, behind what was seen or begun.
 */
export function dayOrder({ entries, morning: given, isOfToday, settings }: Day): readonly DayCard[] {
  const cards = cardsOf(entries, settings)
  const leadOf = leadsByRun(cards)
  // Where another of a customer's workflows leads than this morning, the card keeps its place.
  const morning = (given ?? []).map((card) => ({
    ...card,
    executionId: leadOf.get(card.executionId) ?? card.executionId,
  }))
  const stored = new Map(morning.map((card) => [card.executionId, card]))
  // Who folded under another card this morning is no news when it leads now.
  const seen = new Set((given ?? []).flatMap(({ executionId, folded }) => [executionId, ...folded]))
  const places = [...stored.keys()]
  const holding = { morning: places, kept: keptOf(cards, places) }
  return holdOrder(cards, holding, settings).map(({ card }): DayCard => {
    const kept = stored.get(card.lead.executionId)
    const came = given !== null && !seen.has(card.lead.executionId)
    return {
      ...card,
      isNew: came || (isOfToday && kept?.isNew === true),
      moved: isOfToday ? (kept?.moved ?? null) : null,
    }
  })
}

/** For each execution that could lead its card, the one that does. What is put off or held by now has no place to hand on. */
function leadsByRun(cards: readonly Card[]): ReadonlyMap<string, string> {
  return new Map(
    cards.flatMap(({ lead, folded }) =>
      [lead, ...folded]
        .filter(({ status, held }) => !held && (status === 'pending' || status === 'in_progress'))
        .map(({ executionId }) => [executionId, lead.executionId] as const),
    ),
  )
}
