import { isoDay, type Day } from '../../base/day.ts'
import type { Tx } from '../../platform/postgres.ts'
import type { Reason } from '../../spine/open-execution.ts'

/** An execution that the rules ended for somebody. */
export type EndedForYou = {
  readonly userId: string
  readonly customer: string
  readonly workflowId: string
  readonly kind: 'close' | 'withdraw'
  readonly because: readonly Reason[]
}

/** What the rules closed or took back for these people since an instant, the customers by name. */
export function endedByRules(tx: Tx, userIds: readonly string[], since: Date): Promise<EndedForYou[]> {
  return tx.rows<EndedForYou>(
    `select e.assigned_to as "userId", c.name as customer, e.workflow_id as "workflowId",
            case when e.closed_because = 'withdrawn' then 'withdraw' else 'close' end as kind, e.outcome->'because' as because
       from workflow_executions e join customers c on c.id = e.customer_id
      where e.assigned_to = any($1::uuid[]) and e.closed_at is not null and e.closed_at >= $2 and e.outcome->'because' is not null
      order by c.name, e.workflow_id, e.id`,
    [userIds, since],
  )
}

export type DayOf = { readonly customers: number; readonly byRule: Readonly<Record<string, number>> }

/** For each of these people: customers with nothing open and no gate, and how many executions each rule opened on the day. */
export async function monitoredBy(tx: Tx, userIds: readonly string[], day: Day): Promise<ReadonlyMap<string, DayOf>> {
  const rows = await tx.rows<DayOf & { userId: string }>(
    `select person.id as "userId",
            (select count(*)::int from customers c left join customer_standings s on s.customer_id = c.id
              where c.owner_id = person.id and c.archived_at is null and s.gate is null
                and not exists (select from workflow_executions e where e.customer_id = c.id
                                 and e.status in ('pending', 'in_progress', 'snoozed', 'escalated'))) as customers,
            coalesce((select json_object_agg(rule, opened) from (
               select e.rule, count(*) as opened from workflow_executions e
                where e.assigned_to = person.id and e.opened_on = $2::date group by e.rule order by e.rule) rules), '{}') as "byRule"
       from unnest($1::uuid[]) person(id)`,
    [userIds, isoDay(day)],
  )
  return new Map(rows.map(({ userId, ...rest }) => [userId, rest]))
}
