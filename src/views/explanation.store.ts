import type { Day } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'
import type { Factor, KeptFactors } from '../spine/factor.ts'
import type { Reason } from '../spine/open-execution.ts'
import type { ExecutionStatus, Stage } from '../spine/words.ts'
import { readOn } from '../stages/prioritize/read-on.ts'

/** An execution, open or over, with what its explanation speaks of. */
export type ExplainedRun = {
  readonly id: string
  readonly customerName: string
  /** What scores are counted in. */
  readonly currency: string
  readonly workflowId: string
  readonly stage: Stage | null
  readonly status: ExecutionStatus
  readonly trigger: string
  readonly rule: string
  readonly because: readonly Reason[]
  readonly held: boolean
  readonly foldedUnder: string | null
  readonly assignedTo: string | null
  readonly assignedName: string | null
  readonly assignedBecause: string | null
  readonly openedOn: Day
  readonly dueOn: Day | null
  readonly score: number | null
  readonly factors: readonly Factor[]
  readonly closedBecause: string | null
}

/** With its days left as of `today`. Undefined: this company has no such execution. */
export async function executionToExplain(tx: Tx, id: string, today: Day): Promise<ExplainedRun | undefined> {
  const run = await tx.row<Omit<ExplainedRun, 'factors'> & { readonly factors: KeptFactors }>(
    `select e.id, c.name as "customerName", co.currency, e.workflow_id as "workflowId", e.stage, e.status,
            e.trigger, e.rule, e.because, e.held, e.folded_under as "foldedUnder", e.assigned_to as "assignedTo", u.name as "assignedName",
            e.assigned_because as "assignedBecause", e.opened_on as "openedOn", e.due_at as "dueOn", e.priority_score as score,
            coalesce(e.priority_factors, '[]') as factors, e.closed_because as "closedBecause"
       from workflow_executions e
       join companies co on co.id = e.company_id
       join customers c on c.company_id = e.company_id and c.id = e.customer_id
       left join users u on u.company_id = e.company_id and u.id = e.assigned_to
      where e.id = $1`,
    [id],
  )
  return run && { ...run, factors: readOn(run.factors, today) }
}
