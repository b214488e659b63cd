import type { Tx } from '../platform/postgres.ts'

/** Customers with something open first, those with the highest scores before others; then the rest. */
export async function mostUrgentCustomers(tx: Tx, limit: number): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select c.id from customers c
       left join (select customer_id, max(coalesce(priority_score, 0)) as score from workflow_executions
                   where status in ('pending', 'in_progress', 'snoozed', 'escalated') group by customer_id) e on e.customer_id = c.id
      where c.archived_at is null order by e.score desc nulls last, c.id limit $1`,
    [limit],
  )
  return rows.map(({ id }) => id)
}
