import { recordAudit } from '../access/audit.store.ts'
import type { Tx } from '../platform/postgres.ts'
import { recordAction, type Action } from './execution-acts.store.ts'

/** Something said or done about an execution that moves it nowhere: one row of history, whose id is the answer, one of the audit trail. */
export async function noteOnExecution(tx: Tx, note: Action): Promise<string> {
  const id = await recordAction(tx, note)
  const { actor, action, executionId, stepIndex, detail } = note
  await recordAudit(tx, {
    actor,
    action,
    object: stepIndex === null ? 'execution' : 'step',
    objectId: executionId,
    detail,
  })
  return id
}

/** Gives one step to somebody, or (null) back to whoever has the execution. False: it has no such step yet. */
export async function assignStep(
  tx: Tx,
  { executionId, stepIndex, to }: { executionId: string; stepIndex: number; to: string | null },
): Promise<boolean> {
  const given = await tx.run(
    'update workflow_step_states set assigned_to = $3, updated_at = app.now() where execution_id = $1 and step_index = $2',
    [executionId, stepIndex, to],
  )
  if (given > 0)
    await tx.run('update workflow_executions set version = version + 1, updated_at = app.now() where id = $1', [
      executionId,
    ])
  return given > 0
}

/** Keeps what an execution is begun with: the facts that all its artifacts read, and what its screens say and show. */
export async function keepBeginning(
  tx: Tx,
  executionId: string,
  { context, composition }: { readonly context: unknown; readonly composition: unknown },
): Promise<void> {
  await tx.run('update workflow_executions set context_data = $2::json, composition = $3::json where id = $1', [
    executionId,
    JSON.stringify(context),
    JSON.stringify(composition),
  ])
}
