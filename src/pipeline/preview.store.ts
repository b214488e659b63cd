import { isoDay, type Day } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'
import { OPEN } from '../spine/execution.store.ts'

/** Customers with something open first, those with the highest scores before others; then the rest. */
export async function mostUrgentCustomers(tx: Tx, limit: number): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select c.id from customers c
       left join (select customer_id, max(coalesce(priority_score, 0)) as score from workflow_executions
                   where ${OPEN} group by customer_id) e on e.customer_id = c.id
      where c.archived_at is null order by e.score desc nulls last, c.id limit $1`,
    [limit],
  )
  return rows.map(({ id }) => id)
}

/** The executions of these customers that were begun and of which nothing can be done before a snoozed step returns on a later day. */
export async function waitingOf(tx: Tx, customerIds: readonly string[], day: Day): Promise<ReadonlySet<string>> {
  const rows = await tx.rows<{ id: string }>(
    `select e.id from workflow_executions e join companies co on co.id = e.company_id
      where e.customer_id = any($1::uuid[]) and e.status = 'in_progress' and (e.next_due_step_date at time zone co.time_zone)::date > $2::date
        and not exists (select from workflow_step_states st where st.company_id = e.company_id and st.execution_id = e.id
                         and st.status in ('not_started', 'in_progress', 'escalated'))`,
    [customerIds, isoDay(day)],
  )
  return new Set(rows.map(({ id }) => id))
}
