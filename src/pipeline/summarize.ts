import { isoDay, type Day } from '../base/day.ts'
import { instantOfDay } from '../base/zone.ts'
import type { Tx } from '../platform/postgres.ts'
import { cardsOf } from '../stages/queue/card.ts'
import { cardsBefore, morningOrders, saveSummaries } from '../stages/queue/daily-summary.store.ts'
import { dailySummary, doneLine, type DailySummary, type SummaryCard } from '../stages/queue/daily-summary.ts'
import { endedByRules, monitoredBy, type DayOf, type EndedForYou } from '../stages/queue/day-behind.store.ts'
import { holdOrder, keptOf } from '../stages/queue/order-of-day.ts'
import { completedSince, openByPeople, type OwnedEntry } from '../stages/queue/queue.store.ts'
import type { Cycle } from './cycle.ts'

const NOBODY = { customers: 0, byRule: {} }

/**
 * Writes everybody's day: their cards in order, what moved since their last day, what was done for them. The order holds for the day: a
 * later run of the same day places what is new and moves nothing else.
 */
export async function summarizeAll(tx: Tx, cycle: Cycle): Promise<void> {
  const userIds = [...cycle.people.keys()]
  let behind: DayBehind | undefined
  for await (const { people, entries } of openByPeople(tx, userIds, cycle.day)) {
    // After what is open, so that nothing which somebody ends just now is in neither.
    behind ??= await dayBehind(tx, cycle, userIds)
    const known = behind
    const before = await cardsBefore(tx, people, cycle.day)
    const mornings = await morningOrders(tx, people, cycle.day)
    const summaries = people.map((userId) =>
      summaryOf(cycle, {
        userId,
        entries: entries.get(userId) ?? [],
        morning: mornings.get(userId) ?? [],
        yesterday: before.get(userId) ?? [],
        behind: known,
      }),
    )
    await saveSummaries(tx, summaries, cycle.runId)
  }
}

/** What lies behind everybody on a day. */
type DayBehind = {
  readonly endOfDay: Date
  readonly completed: ReadonlyMap<string, number>
  readonly ended: ReadonlyMap<string, readonly EndedForYou[]>
  readonly monitored: ReadonlyMap<string, DayOf>
}

async function dayBehind(tx: Tx, cycle: Cycle, userIds: readonly string[]): Promise<DayBehind> {
  const { day } = cycle
  const from = startOf(cycle, day)
  return {
    endOfDay: startOf(cycle, day + 1),
    completed: await completedSince(tx, userIds, from),
    ended: Map.groupBy(await endedByRules(tx, userIds, from), ({ userId }) => userId),
    monitored: await monitoredBy(tx, { userIds, day, from }),
  }
}

type Own = {
  readonly userId: string
  readonly entries: readonly OwnedEntry[]
  readonly morning: readonly string[]
  readonly yesterday: readonly SummaryCard[]
  readonly behind: DayBehind
}

function summaryOf(cycle: Cycle, { userId, entries, morning, yesterday, behind }: Own): DailySummary {
  const order = cycle.configuration.prioritize
  const cards = cardsOf(entries, order)
  return dailySummary({
    userId,
    day: cycle.day,
    endOfDay: behind.endOfDay,
    cards:
      morning.length === 0
        ? cards
        : holdOrder(cards, { morning, kept: keptOf(cards, morning) }, order).map(({ card }) => card),
    entries,
    completedToday: behind.completed.get(userId) ?? 0,
    yesterday,
    doneForYou: (behind.ended.get(userId) ?? []).map(doneLine),
    monitored: behind.monitored.get(userId) ?? NOBODY,
  })
}

/** The instant at which a day begins in the company's zone. */
const startOf = ({ knowledge }: Cycle, day: Day): Date => new Date(instantOfDay(knowledge.timeZone, isoDay(day)))
