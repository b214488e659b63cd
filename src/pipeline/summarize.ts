import type { Day } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'
import { cardsOf } from '../stages/queue/card.ts'
import { cardsBefore, morningOrders, saveSummaries } from '../stages/queue/daily-summary.store.ts'
import { dailySummary, doneLine, type DailySummary } from '../stages/queue/daily-summary.ts'
import { endedByRules, monitoredBy } from '../stages/queue/day-behind.store.ts'
import { holdOrder, keptOf } from '../stages/queue/order-of-day.ts'
import { completedSince, openEntries } from '../stages/queue/queue.store.ts'
import type { Cycle } from './cycle.ts'

const NOBODY = { customers: 0, byRule: {} }

/**
 * Writes the day of some people: their cards in order, what moved since their last day, what was done for them. The order holds for
 * the day: a later run of the same day places what is new and moves nothing else.
 */
export async function summarizeFor(tx: Tx, cycle: Cycle, userIds: readonly string[]): Promise<void> {
  const order = cycle.configuration.prioritize
  const entries = Map.groupBy(await openEntries(tx, userIds, cycle.day), ({ ownerId }) => ownerId)
  const before = await cardsBefore(tx, userIds, cycle.day)
  const [from, to] = [await startOf(tx, cycle, cycle.day), await startOf(tx, cycle, cycle.day + 1)]
  const completed = await completedSince(tx, userIds, from)
  const ended = Map.groupBy(await endedByRules(tx, userIds, from), ({ userId }) => userId)
  const monitored = await monitoredBy(tx, { userIds, day: cycle.day, from })
  const mornings = await morningOrders(tx, userIds, cycle.day)
  const summaries: DailySummary[] = []
  for (const userId of userIds) {
    const own = entries.get(userId) ?? []
    const morning = mornings.get(userId) ?? []
    const cards = cardsOf(own, order)
    summaries.push(
      dailySummary({
        userId,
        day: cycle.day,
        endOfDay: to,
        cards:
          morning.length === 0
            ? cards
            : holdOrder(cards, { morning, kept: keptOf(cards, morning) }, order).map(({ card }) => card),
        entries: own,
        completedToday: completed.get(userId) ?? 0,
        yesterday: before.get(userId) ?? [],
        doneForYou: (ended.get(userId) ?? []).map(doneLine),
        monitored: monitored.get(userId) ?? NOBODY,
      }),
    )
  }
  await saveSummaries(tx, summaries, cycle.runId)
}

/** The instant at which a day begins in the company's zone. */
async function startOf(tx: Tx, { knowledge }: Cycle, day: Day): Promise<Date> {
  const row = await tx.row<{ at: Date }>(`select (date '1970-01-01' + $1::int)::timestamp at time zone $2 as at`, [
    day,
    knowledge.timeZone,
  ])
  return row?.at ?? new Date(0)
}
