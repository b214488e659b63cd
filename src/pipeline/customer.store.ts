import type { Tx } from '../platform/postgres.ts'
import type { Reason } from '../spine/open-execution.ts'

export type NamedRun = {
  readonly id: string
  readonly workflowId: string
  readonly status: string
  readonly because: readonly Reason[]
  readonly closedBecause: string | null
  /** The name of who has it. */
  readonly assignedTo: string | null
}

/** Executions by their ids, open or over, the weightiest first. */
export const runsNamed = (tx: Tx, ids: readonly string[]): Promise<NamedRun[]> =>
  tx.rows<NamedRun>(
    `select e.id, e.workflow_id as "workflowId", e.status, e.because, e.closed_because as "closedBecause", u.name as "assignedTo"
       from workflow_executions e left join users u on u.id = e.assigned_to where e.id = any($1::uuid[]) order by e.priority_score desc nulls last, e.workflow_id, e.id`,
    [ids],
  )
