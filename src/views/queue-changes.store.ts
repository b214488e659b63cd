import { isoDay, type Day } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'
import type { Fate, KeptOrder } from './queue-changes.ts'

/** The last order up to a day of each of these people; null: of everybody. */
export async function ordersOn(
  tx: Tx,
  userIds: readonly string[] | null,
  on: Day,
): Promise<ReadonlyMap<string, KeptOrder>> {
  const rows = await tx.rows<KeptOrder & { userId: string }>(
    `select u.id as "userId", last.day, last.cards
       from users u
       cross join lateral (select d.day, d.cards from daily_summaries d
                            where d.company_id = u.company_id and d.user_id = u.id and d.day <= $2::date order by d.day desc limit 1) last
      where $1::uuid[] is null or u.id = any($1::uuid[])
      order by u.id limit 1000`,
    [userIds, isoDay(on)],
  )
  return new Map(rows.map(({ userId, ...order }) => [userId, order]))
}

/** Names of people, in their order. */
export const peopleNamed = (tx: Tx, userIds: readonly string[]): Promise<{ id: string; name: string }[]> =>
  tx.rows('select id, name from users where id = any($1::uuid[]) order by lower(name), id', [userIds])

/** What became of executions, by id. */
export async function fatesOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Fate>> {
  const rows = await tx.rows<Fate>(
    `select e.id, c.name as customer, e.because, e.status, e.closed_because as "closedBecause", e.held,
            e.folded_under as "foldedUnder", e.assigned_to as "assignedTo"
       from workflow_executions e join customers c on c.company_id = e.company_id and c.id = e.customer_id
      where e.id = any($1::uuid[])`,
    [ids],
  )
  return new Map(rows.map((row) => [row.id, row]))
}
