import type { Day } from '../../base/day.ts'
import type { Tx } from '../../platform/postgres.ts'
import { OPEN } from '../../spine/execution.store.ts'
import type { Family } from '../../spine/words.ts'

/** An open execution that nobody has. */
export type Unowned = {
  readonly executionId: string
  readonly customerId: string
  readonly ownerId: string | null
  readonly family: Family
  readonly dueOn: Day
}

/**
 * Open executions, of customers that are not archived, that nobody has, or that wait for somebody who is not with the company any more (`members`: who is).
 * What is due first comes first, then by the customer's external id: the same order whoever asks.
 */
export function unownedExecutions(tx: Tx, members: readonly string[]): Promise<Unowned[]> {
  return tx.rows<Unowned>(
    `select e.id as "executionId", e.customer_id as "customerId", c.owner_id as "ownerId", e.family, coalesce(e.due_at, e.opened_on) as "dueOn"
       from workflow_executions e join customers c on c.id = e.customer_id
      where e.${OPEN} and c.archived_at is null
        and (e.assigned_to is null or e.started_at is null and e.assigned_to <> all($1::uuid[]))
      order by coalesce(e.due_at, e.opened_on), c.external_id, c.id, e.workflow_id, e.opened_on, e.id`,
    [members],
  )
}

type Unscored = { readonly after: string | null; readonly limit: number }

/** The next customers by id with an open execution that somebody has and that has no score yet. */
export async function unscoredCustomers(tx: Tx, { after, limit }: Unscored): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select distinct customer_id as id from workflow_executions
      where ${OPEN} and assigned_to is not null and priority_score is null
        and customer_id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
      order by customer_id limit $2`,
    [after, limit],
  )
  return rows.map(({ id }) => id)
}
