import { recordAudit } from '../access/audit.store.ts'
import { isActiveMember } from '../access/users.store.ts'
import type { Actor } from '../base/actor.ts'
import { ok } from '../base/result.ts'
import type { Result } from '../base/result.ts'
import { unreachable } from '../base/unreachable.ts'
import type { Tx } from '../platform/postgres.ts'
import { stepIdsOf } from './catalogue.ts'
import { stepIdsOfVersion } from './definition.store.ts'
import { transition } from './execution.ts'
import type { Effect, Execution, ExecutionEvent, ExecutionState, Outcome, Refusal } from './execution.ts'
import { stepTransition } from './step.ts'
import type { StepEvent, StepState, StepStatus } from './step.ts'
import type { ExecutionStatus } from './words.ts'

type ExecutionRow = {
  readonly workflowId: string
  readonly workflowVersion: number
  readonly version: number
  readonly leadingSteps: readonly string[]
  readonly assignedTo: string | null
  readonly status: ExecutionStatus
  readonly startedAt: Date | null
  readonly snoozedUntil: Date | null
  readonly escalatedTo: string | null
  readonly completedAt: Date | null
  readonly closedAt: Date | null
  readonly supersededBy: string | null
  readonly outcome: Outcome | null
}

export type ActRefusal =
  Refusal | { readonly code: 'unknown' | 'changed-meanwhile' | 'no-such-person'; readonly reason: string }

export type Act<Event> = {
  readonly event: Event
  readonly actor: Actor
  /** The execution's version that was looked at; another one in the database refuses the act. Left out: whatever it is. */
  readonly version?: number
}

/**
 * Does to an execution what somebody asked for: stores the next state, one row of history and one of the audit trail.
 * Refusals change nothing, and so does completing with steps left, whose answer says which.
 */
export async function actOnExecution(
  tx: Tx,
  executionId: string,
  { event, actor, version }: Act<ExecutionEvent>,
): Promise<Result<{ readonly next: Execution; readonly effects: readonly Effect[] }, ActRefusal>> {
  const row = await lockedRow(tx, executionId)
  if (!row) return { ok: false, refusal: { code: 'unknown', reason: 'There is no such workflow.' } }
  if (version !== undefined && version !== row.version) return CHANGED
  if (!(await isGivenTo(tx, event))) return NOBODY
  const steps = await stepsOfExecution(tx, executionId)
  const answer = transition({ state: stateOf(row), steps }, event)
  if (!answer.ok) return answer
  const { next, effects } = answer.value
  if (effects.some((effect) => effect.kind === 'left')) return answer
  await storeState(tx, executionId, next.state)
  for (const effect of effects) await perform(tx, { executionId, row, effect, event, actor })
  await recordAudit(tx, {
    actor,
    action: event.action,
    object: 'execution',
    objectId: executionId,
    detail: detailOf(event),
  })
  return ok(answer.value)
}

const CHANGED = {
  ok: false,
  refusal: { code: 'changed-meanwhile', reason: 'Somebody changed this workflow meanwhile. Look at it again.' },
} as const

export const NOBODY = {
  ok: false,
  refusal: { code: 'no-such-person', reason: 'There is nobody of this id here who could take it.' },
} as const

const PASSED = {
  ok: false,
  refusal: { code: 'not-allowed-now', reason: 'The time to come back to it has already passed.' },
} as const

/** Whether the person whom an act names is there: to work on it a member who is active and no viewer, to be told of it anybody active. */
export async function isGivenTo(tx: Tx, event: ExecutionEvent | StepEvent): Promise<boolean> {
  if (!('to' in event) || event.to === null) return true
  return isActiveMember(tx, event.to, event.action === 'escalate' ? 'anybody' : 'who works')
}

/** What an act says beyond its name, its time and its reason: until when, to whom, with which outcome. */
function detailOf(event: ExecutionEvent | StepEvent): Readonly<Record<string, unknown>> {
  const { action: _action, at: _at, reason: _reason, ...detail } = { at: null, reason: null, ...event }
  return detail
}

/** An execution as it stands, to see what may happen to it. Undefined: there is none of this id. */
export async function executionAsItStands(tx: Tx, executionId: string): Promise<Execution | undefined> {
  const row = await tx.row<ExecutionRow>(`${SELECT} where id = $1`, [executionId])
  return row && { state: stateOf(row), steps: await stepsOfExecution(tx, executionId) }
}

const SELECT = `select id, workflow_id as "workflowId", workflow_version as "workflowVersion", version, leading_steps as "leadingSteps", assigned_to as "assignedTo", status, started_at as "startedAt", snoozed_until as "snoozedUntil",
            escalated_to as "escalatedTo", completed_at as "completedAt", closed_at as "closedAt", superseded_by as "supersededBy", outcome
       from workflow_executions`

/** Executions as they stand, locked in the order of their ids, so that two who act on many at once do not wait for each other in a ring. */
export async function lockedExecutions(
  tx: Tx,
  ids: readonly string[],
): Promise<readonly { readonly id: string; readonly assignedTo: string | null; readonly state: ExecutionState }[]> {
  const rows = await tx.rows<ExecutionRow & { readonly id: string }>(
    `${SELECT} where id = any($1::uuid[]) order by id for update`,
    [ids],
  )
  return rows.map((row) => ({ id: row.id, assignedTo: row.assignedTo, state: stateOf(row) }))
}

const lockedRow = (tx: Tx, executionId: string): Promise<ExecutionRow | undefined> =>
  tx.row<ExecutionRow>(`${SELECT} where id = $1 for update`, [executionId])

/** The steps of a run in their order; empty before it is begun. */
export const stepsOfExecution = (tx: Tx, executionId: string): Promise<StepState[]> =>
  tx.rows<StepState>(
    `select step_id as id, required, status, snoozed_until as "snoozedUntil" from workflow_step_states
      where execution_id = $1 order by step_index`,
    [executionId],
  )

function stateOf(row: ExecutionRow): ExecutionState {
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
  const outcome: Outcome | null =
    state.status === 'completed' ? state.outcome : state.status === 'cancelled' ? { status: state.reason } : null
  const because = state.status === 'superseded' ? 'superseded' : (outcome?.reason ?? outcome?.status ?? null)
  await tx.run(
    `update workflow_executions set status = $2, started_at = $3, snoozed_until = $4, escalated_to = $5, completed_at = $6, closed_at = $7,
            closed_because = $8, outcome = coalesce($9::json, outcome), superseded_by = $10, version = version + 1, updated_at = app.now()
      where id = $1`,
    [
      executionId,
      state.status,
      state.startedAt,
      state.status === 'snoozed' ? state.until : null,
      state.status === 'escalated' ? state.to : null,
      state.status === 'completed' ? state.completedAt : null,
      closedAt,
      because,
      outcome === null ? null : JSON.stringify(outcome),
      state.status === 'superseded' ? state.by : null,
    ],
  )
}

type Performance = {
  readonly executionId: string
  readonly row: ExecutionRow
  readonly effect: Effect
  readonly event: ExecutionEvent
  readonly actor: Actor
}

async function perform(tx: Tx, { executionId, row, effect, event, actor }: Performance): Promise<void> {
  switch (effect.kind) {
    case 'record':
      await recordAction(tx, {
        executionId,
        stepIndex: null,
        action: effect.action,
        reason: effect.reason,
        detail: detailOf(event),
        actor,
        at: event.at,
      })
      return
    case 'prepare-steps':
      return prepareSteps(
        tx,
        executionId,
        stepIdsOf(await stepIdsOfVersion(tx, row.workflowId, row.workflowVersion), row.leadingSteps),
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

/** The steps of a run that begins. What was done in the older one that folds under it counts for a step of the same id. */
async function prepareSteps(tx: Tx, executionId: string, stepIds: readonly string[]): Promise<void> {
  await tx.run(
    `insert into workflow_step_states (company_id, execution_id, step_index, step_id, status, result)
     select app.company_id(), $1, s.position - 1, s.id, case when done.status is null then 'not_started' else done.status end, done.result
       from unnest($2::text[]) with ordinality as s(id, position)
       left join lateral (
         select step.status, step.result from workflow_executions older
           join workflow_step_states step on step.company_id = older.company_id and step.execution_id = older.id
          where older.folded_under = $1 and step.step_id = s.id and step.status = 'completed'
          order by step.updated_at desc limit 1
       ) done on true
     on conflict do nothing`,
    [executionId, stepIds],
  )
}

export type Action = {
  readonly executionId: string
  readonly stepIndex: number | null
  readonly action: string
  readonly reason: string | null
  readonly detail: Readonly<Record<string, unknown>>
  readonly actor: Actor
  readonly at: Date
}

/** Writes one row of an execution's history; answers its id. */
export async function recordAction(
  tx: Tx,
  { executionId, stepIndex, action, reason, detail, actor, at }: Action,
): Promise<string> {
  const person = actor.kind === 'person' ? actor.id : null
  const written = await tx.row<{ id: string }>(
    `insert into workflow_step_actions
       (company_id, execution_id, step_index, action, reason, detail, performed_by, performed_by_name, performed_at)
     values (app.company_id(), $1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [executionId, stepIndex, action, reason, JSON.stringify(detail), person, actor.name, at],
  )
  if (!written) throw new Error('The act was not written to the history')
  return written.id
}

/** Does to one step what somebody asked for, with one row of history and one of the audit trail; the execution's flags follow by themselves. */
export async function actOnStep(
  tx: Tx,
  executionId: string,
  { stepId, event, actor, at, version }: Act<StepEvent> & { readonly stepId: string; readonly at: Date },
): Promise<Result<StepStatus, ActRefusal>> {
  const row = await lockedRow(tx, executionId)
  const steps = await stepsOfExecution(tx, executionId)
  const index = steps.findIndex((each) => each.id === stepId)
  // Before it is begun an execution has no steps yet; that they stand still is the answer then.
  const step = steps.length === 0 ? notBegun(stepId) : steps[index]
  if (!row || !step) return { ok: false, refusal: { code: 'unknown', reason: 'There is no such step.' } }
  if (version !== undefined && version !== row.version) return CHANGED
  if (event.action === 'snooze' && event.until <= at) return PASSED
  if (!(await isGivenTo(tx, event))) return NOBODY
  const answer = stepTransition(step, event, row.status)
  if (!answer.ok) return answer
  const result = event.action === 'complete' && event.result ? JSON.stringify(event.result) : null
  await tx.run(
    `update workflow_step_states set status = $3, snoozed_until = $4, result = coalesce($5::json, result), updated_at = app.now()
      where execution_id = $1 and step_index = $2`,
    [executionId, index, answer.value.status, answer.value.snoozedUntil, result],
  )
  await tx.run(
    `update workflow_executions run set version = version + 1, updated_at = app.now(),
            current_step = coalesce((select min(step_index) from workflow_step_states where execution_id = $1
                                        and status in ('not_started', 'in_progress')), total_steps)
      where id = $1`,
    [executionId],
  )
  const { action } = event
  const detail = detailOf(event)
  const reason = 'reason' in event ? event.reason : null
  await recordAction(tx, { executionId, stepIndex: index, action, reason, detail, actor, at })
  await recordAudit(tx, { actor, action, object: 'step', objectId: executionId, detail: { step: stepId, ...detail } })
  return ok(answer.value.status)
}

const notBegun = (id: string): StepState => ({ id, required: true, status: 'not_started', snoozedUntil: null })
