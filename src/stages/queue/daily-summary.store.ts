import { isoDay } from '../../base/day.ts'
import type { Day } from '../../base/day.ts'
import type { Tx } from '../../platform/postgres.ts'
import type { DailySummary, SummaryCard } from './daily-summary.ts'

const TOLD = ['cards', 'counts', 'done_for_you', 'monitored'] as const
const told = (row: string): string => TOLD.map((column) => `${row}.${column}::text`).join(', ')

/** Keeps what people are told on a day; a second run of the day replaces what it would tell otherwise. All in one statement. */
export async function saveSummaries(tx: Tx, summaries: readonly DailySummary[], runId: string): Promise<number> {
  if (summaries.length === 0) return 0
  const rows = summaries.map(({ day, cards, counts, backToday, doneForYou, monitored, userId }) => ({
    userId,
    day: isoDay(day),
    cards,
    counts: { ...counts, backToday },
    doneForYou,
    monitored,
  }))
  return tx.run(
    `insert into daily_summaries (company_id, user_id, day, run_id, cards, counts, done_for_you, monitored)
     select app.company_id(), s."userId", s.day, $2, s.cards, s.counts, s."doneForYou", s.monitored
       from json_to_recordset($1::json) as s("userId" uuid, day date, cards json, counts json, "doneForYou" json, monitored json)
     on conflict (company_id, user_id, day) do update set run_id = excluded.run_id, cards = excluded.cards, counts = excluded.counts,
       done_for_you = excluded.done_for_you, monitored = excluded.monitored, updated_at = app.now()
      where (${told('daily_summaries')}) is distinct from (${told('excluded')})`,
    [JSON.stringify(rows), runId],
  )
}

/** These people's cards of their last day before this one, for telling what moved. */
export async function cardsBefore(
  tx: Tx,
  userIds: readonly string[],
  day: Day,
): Promise<ReadonlyMap<string, readonly SummaryCard[]>> {
  const rows = await tx.rows<{ userId: string; cards: readonly SummaryCard[] }>(
    `select person.id as "userId", last.cards from unnest($1::uuid[]) person(id)
      cross join lateral (select cards from daily_summaries where user_id = person.id and day < $2::date order by day desc limit 1) last`,
    [userIds, isoDay(day)],
  )
  return new Map(rows.map((row) => [row.userId, row.cards]))
}

/** The order that these people's day began with; nobody is in it who had no run yet. */
export async function morningOrders(
  tx: Tx,
  userIds: readonly string[],
  day: Day,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await tx.rows<{ userId: string; cards: readonly SummaryCard[] }>(
    'select user_id as "userId", cards from daily_summaries where user_id = any($1::uuid[]) and day = $2::date',
    [userIds, isoDay(day)],
  )
  return new Map(rows.map(({ userId, cards }) => [userId, cards.map((card) => card.executionId)]))
}
