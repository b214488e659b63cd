import type { Actor } from '../base/actor.ts'
import { ok } from '../base/result.ts'
import type { Result } from '../base/result.ts'
import { unreachable } from '../base/unreachable.ts'
import type { Tx } from '../platform/postgres.ts'
import { stepsOf, workflow } from './catalogue.ts'
import { transition } from './execution.ts'
import type { Effect, Execution, ExecutionEvent, ExecutionState, Outcome, Refusal } from './execution.ts'
import { stepTransition } from './step.ts'
import type { StepEvent, StepState, StepStatus } from './step.ts'
import type { ExecutionStatus } from './words.ts'

type Row = {
  readonly workflowId: string
  readonly leadingSteps: readonly string[]
  readonly status: ExecutionStatus
  readonly startedAt: Date | null
  readonly snoozedUntil: Date | null
  readonly escalatedTo: string | null
  readonly completedAt: Date | null
  readonly closedAt: Date | null
  readonly supersededBy: string | null
  readonly outcome: Outcome | null
}

export type ActRefusal = Refusal | { readonly code: 'unknown'; readonly reason: string }

/** Does to an execution what somebody asked for: stores the next state and one row of history. Refusals change nothing. */
export async function actOnExecution(
  tx: Tx,
  executionId: string,
  { event, actor }: { readonly event: ExecutionEvent; readonly actor: Actor },
): Promise<Result<{ readonly next: Execution; readonly effects: readonly Effect[] }, ActRefusal>> {
  const row = await lockedRow(tx, executionId)
  if (!row) return { ok: false, refusal: { code: 'unknown', reason: 'There is no such workflow.' } }
  const steps = await stepsOfExecution(tx, executionId)
  const answer = transition({ state: stateOf(row), steps }, event)
  if (!answer.ok) return answer
  const { next, effects } = answer.value
  await storeState(tx, executionId, next.state)
  for (const effect of effects) await perform(tx, { executionId, row, effect, event, actor })
  return ok(answer.value)
}

const lockedRow = (tx: Tx, executionId: string): Promise<Row | undefined> =>
  tx.row<Row>(
    `select workflow_id as "workflowId", leading_steps as "leadingSteps", status, started_at as "startedAt", snoozed_until as "snoozedUntil",
            escalated_to as "escalatedTo", completed_at as "completedAt", closed_at as "closedAt", superseded_by as "supersededBy", outcome
       from workflow_executions where id = $1 for update`,
    [executionId],
  )

/** The steps of a run in their order; empty before it is begun. */
export const stepsOfExecution = (tx: Tx, executionId: string): Promise<StepState[]> =>
  tx.rows<StepState>(
    `select step_id as id, required, status, snoozed_until as "snoozedUntil" from workflow_step_states
      where execution_id = $1 order by step_index`,
    [executionId],
  )

function stateOf(row: Row): ExecutionState {
  const { startedAt } = row
  const closedAt = row.closedAt ?? new Date(0)
  switch (row.status) {
    case 'pending':
      return { status: 'pending', startedAt: null }
    case 'in_progress':
      return { status: 'in_progress', startedAt: startedAt ?? new Date(0) }
    case 'snoozed':
      return { status: 'snoozed', startedAt, until: row.snoozedUntil ?? new Date(0) }
    case 'escalated':
      return { status: 'escalated', startedAt, to: row.escalatedTo }
    case 'completed':
      return {
        status: 'completed',
        startedAt,
        completedAt: row.completedAt ?? closedAt,
        outcome: row.outcome ?? { status: 'unknown' },
      }
    case 'cancelled':
      return { status: 'cancelled', startedAt, closedAt, reason: 'other' }
    case 'superseded':
      return { status: 'superseded', startedAt: null, closedAt, by: row.supersededBy ?? '' }
    default:
      return unreachable(row.status)
  }
}

async function storeState(tx: Tx, executionId: string, state: ExecutionState): Promise<void> {
  const closedAt = state.status === 'completed' ? state.completedAt : 'closedAt' in state ? state.closedAt : null
  const outcome =
    state.status === 'completed' ? state.outcome : state.status === 'cancelled' ? { status: state.reason } : null
  await tx.run(
    `update workflow_executions set status = $2, started_at = $3, snoozed_until = $4, escalated_to = $5, completed_at = $6, closed_at = $7,
            closed_because = $8, outcome = coalesce($9::json, outcome), version = version + 1, updated_at = app.now()
      where id = $1`,
    [
      executionId,
      state.status,
      state.startedAt,
      state.status === 'snoozed' ? state.until : null,
      state.status === 'escalated' ? state.to : null,
      state.status === 'completed' ? state.completedAt : null,
      closedAt,
      outcome?.status ?? null,
      outcome === null ? null : JSON.stringify(outcome),
    ],
  )
}

type Performance = {
  readonly executionId: string
  readonly row: Row
  readonly effect: Effect
  readonly event: ExecutionEvent
  readonly actor: Actor
}

async function perform(tx: Tx, { executionId, row, effect, event, actor }: Performance): Promise<void> {
  switch (effect.kind) {
    case 'record':
      return recordAction(tx, {
        executionId,
        stepIndex: null,
        action: effect.action,
        reason: effect.reason,
        actor,
        at: event.at,
      })
    case 'prepare-steps':
      return prepareSteps(
        tx,
        executionId,
        stepsOf(workflow(row.workflowId), row.leadingSteps).map((step) => step.id),
      )
    case 'reassign':
      await tx.run('update workflow_executions set assigned_to = $2, assigned_because = $3 where id = $1', [
        executionId,
        effect.to,
        `by ${actor.name}`,
      ])
      return
    // What rests and what is left is for the caller, who knows the rules and the person.
    case 'rest':
    case 'left':
      return
    default:
      return unreachable(effect)
  }
}

async function prepareSteps(tx: Tx, executionId: string, stepIds: readonly string[]): Promise<void> {
  await tx.run(
    `insert into workflow_step_states (company_id, execution_id, step_index, step_id)
     select app.company_id(), $1, s.position - 1, s.id from unnest($2::text[]) with ordinality as s(id, position)
     on conflict do nothing`,
    [executionId, stepIds],
  )
}

type Action = {
  readonly executionId: string
  readonly stepIndex: number | null
  readonly action: string
  readonly reason: string | null
  readonly actor: Actor
  readonly at: Date
}

const recordAction = async (tx: Tx, { executionId, stepIndex, action, reason, actor, at }: Action): Promise<void> => {
  await tx.run(
    `insert into workflow_step_actions (company_id, execution_id, step_index, action, reason, performed_by, performed_by_name, performed_at)
     values (app.company_id(), $1, $2, $3, $4, $5, $6, $7)`,
    [executionId, stepIndex, action, reason, actor.kind === 'person' ? actor.id : null, actor.name, at],
  )
}

/** Does to one step what somebody asked for; the execution's flags follow by themselves. */
export async function actOnStep(
  tx: Tx,
  executionId: string,
  {
    stepId,
    event,
    actor,
    at,
  }: { readonly stepId: string; readonly event: StepEvent; readonly actor: Actor; readonly at: Date },
): Promise<Result<StepStatus, ActRefusal>> {
  const row = await lockedRow(tx, executionId)
  const steps = await stepsOfExecution(tx, executionId)
  const index = steps.findIndex((step) => step.id === stepId)
  const step = steps[index]
  if (!row || !step) return { ok: false, refusal: { code: 'unknown', reason: 'There is no such step.' } }
  const answer = stepTransition(step, event, row.status)
  if (!answer.ok) return answer
  await tx.run(
    `update workflow_step_states set status = $3, snoozed_until = $4, updated_at = app.now() where execution_id = $1 and step_index = $2`,
    [executionId, index, answer.value.status, answer.value.snoozedUntil],
  )
  const reason = 'reason' in event ? event.reason : null
  await recordAction(tx, { executionId, stepIndex: index, action: event.action, reason, actor, at })
  return ok(answer.value.status)
}
