import { isoDay } from '../base/day.ts'
import type { Day } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'
import { OPEN } from './execution.store.ts'
import type { Reason } from './open-execution.ts'
import type { Stage } from './words.ts'

/** Fields that are left out stay as they are. */
export type ExecutionMark = {
  readonly executionId: string
  readonly stage?: Stage | null
  readonly because?: readonly Reason[]
  readonly input?: string
  readonly dueOn?: Day
  readonly triggerOffSince?: Day | null
}

const UNTOUCHED = `run.started_at is null and run.status in ('pending', 'snoozed')`

/**
 * A change of the rules with one row of history for each execution that it changed: what somebody began or ended meanwhile is left alone,
 * and nothing is said to have happened to it. `change` returns `id` and `detail`.
 */
const recorded = (action: string, change: string): string =>
  `with changed as (${change})
   insert into workflow_step_actions (company_id, execution_id, action, detail, performed_by_name)
   select app.company_id(), id, '${action}', detail, 'Renubu' from changed`

/** Notes what changed about executions that go on. */
export async function markExecutions(tx: Tx, marks: readonly ExecutionMark[]): Promise<number> {
  if (marks.length === 0) return 0
  const rows = marks.map((mark) => ({
    id: mark.executionId,
    stage: mark.stage ?? null,
    keepsStage: mark.stage === undefined,
    because: mark.because ?? null,
    input: mark.input ?? null,
    dueOn: mark.dueOn === undefined ? null : isoDay(mark.dueOn),
    offSince: mark.triggerOffSince === undefined || mark.triggerOffSince === null ? null : isoDay(mark.triggerOffSince),
    keepsOffSince: mark.triggerOffSince === undefined,
  }))
  return tx.run(
    `update workflow_executions run set
       stage = case when m."keepsStage" then run.stage else m.stage end,
       because = coalesce(m.because, run.because),
       input = coalesce(m.input, run.input),
       due_at = coalesce(m."dueOn", run.due_at),
       trigger_off_since = case when m."keepsOffSince" then run.trigger_off_since else m."offSince" end,
       updated_at = app.now()
     from json_to_recordset($1::json) as m(id uuid, stage text, "keepsStage" boolean, because json, input text, "dueOn" date,
       "offSince" date, "keepsOffSince" boolean)
     where run.company_id = app.company_id() and run.id = m.id and run.${OPEN}`,
    [JSON.stringify(rows)],
  )
}

export type Replacement = { readonly executionId: string; readonly by: string }

/** Puts newer executions in the place of ones that nobody began. */
export async function supersedeExecutions(tx: Tx, replacements: readonly Replacement[]): Promise<number> {
  if (replacements.length === 0) return 0
  return tx.run(
    recorded(
      'supersede',
      `update workflow_executions run set status = 'superseded', superseded_by = r.by, closed_at = app.now(), closed_because = 'superseded',
              snoozed_until = null, version = run.version + 1, updated_at = app.now()
         from unnest($1::uuid[], $2::uuid[]) as r(id, by)
        where run.company_id = app.company_id() and run.id = r.id and ${UNTOUCHED}
       returning run.id, jsonb_build_object('by', r.by) as detail`,
    ),
    [replacements.map((each) => each.executionId), replacements.map((each) => each.by)],
  )
}

/** Folds older executions, already begun, under the newer one that leads the customer's card. */
export async function foldExecutions(
  tx: Tx,
  folds: readonly { readonly executionId: string; readonly under: string }[],
): Promise<number> {
  if (folds.length === 0) return 0
  return tx.run(
    `update workflow_executions run set folded_under = f.under, updated_at = app.now()
       from unnest($1::uuid[], $2::uuid[]) as f(id, under)
      where run.company_id = app.company_id() and run.id = f.id and run.${OPEN}`,
    [folds.map((each) => each.executionId), folds.map((each) => each.under)],
  )
}

export type Withdrawal = { readonly executionId: string; readonly because: readonly Reason[] }

/** Takes back executions that nobody began. */
export async function withdrawExecutions(tx: Tx, withdrawals: readonly Withdrawal[]): Promise<number> {
  if (withdrawals.length === 0) return 0
  return tx.run(
    recorded(
      'withdraw',
      `update workflow_executions run set status = 'cancelled', closed_at = app.now(), closed_because = 'withdrawn', outcome = w.outcome::json,
              snoozed_until = null, version = run.version + 1, updated_at = app.now()
         from unnest($1::uuid[], $2::text[]) as w(id, outcome)
        where run.company_id = app.company_id() and run.id = w.id and ${UNTOUCHED}
       returning run.id, w.outcome::jsonb - 'status' as detail`,
    ),
    [
      withdrawals.map((each) => each.executionId),
      withdrawals.map((each) => JSON.stringify({ status: 'withdrawn', because: each.because })),
    ],
  )
}

export type Closing = { readonly executionId: string; readonly outcome: string; readonly because: readonly Reason[] }

/** Completes executions by themselves, begun or not, with an outcome. */
export async function closeExecutions(tx: Tx, closings: readonly Closing[]): Promise<number> {
  if (closings.length === 0) return 0
  return tx.run(
    recorded(
      'close',
      `update workflow_executions run set status = 'completed', completed_at = app.now(), closed_at = app.now(), closed_because = c.status,
              outcome = c.outcome::json, snoozed_until = null, escalated_to = null, version = run.version + 1, updated_at = app.now()
         from unnest($1::uuid[], $2::text[], $3::text[]) as c(id, status, outcome)
        where run.company_id = app.company_id() and run.id = c.id and run.${OPEN}
       returning run.id, jsonb_build_object('outcome', c.status, 'because', c.outcome::jsonb -> 'because') as detail`,
    ),
    [
      closings.map((each) => each.executionId),
      closings.map((each) => each.outcome),
      closings.map((each) => JSON.stringify({ status: each.outcome, because: each.because })),
    ],
  )
}

/** Holds opportunities, or releases them. */
export async function holdExecutions(tx: Tx, executionIds: readonly string[], held: boolean): Promise<number> {
  if (executionIds.length === 0) return 0
  return tx.run(
    `update workflow_executions run set held = $2, updated_at = app.now()
      where run.company_id = app.company_id() and run.id = any($1::uuid[]) and run.held <> $2 and run.${OPEN}`,
    [executionIds, held],
  )
}
