import type { fixedClock } from '../src/base/clock.ts'
import { actOnExecution, actOnStep } from '../src/spine/execution-acts.store.ts'
import type { ExecutionEvent } from '../src/spine/execution.ts'
import type { StepEvent, StepStatus } from '../src/spine/step.ts'
import type { ExecutionStatus } from '../src/spine/words.ts'
import type { GivenExecutions } from './given-executions.ts'

type Run = Readonly<Record<string, unknown>> & { readonly status: ExecutionStatus; readonly version: number }
type Step = {
  readonly id: string
  readonly required: boolean
  readonly status: StepStatus
  readonly until: string | null
  readonly result: unknown
}
type Flags = { readonly snoozed: boolean; readonly nextDue: string | null; readonly percentage: number }
type Vectored = 'start' | 'snooze' | 'resume' | 'escalate' | 'reassign' | 'cancel' | 'complete' | 'supersede'

/** What the flags of an execution must say, worked out from its steps. */
function flagsOf(steps: readonly Step[]): Flags {
  const due = steps.flatMap(({ until }) => (until === null ? [] : [until])).sort()
  const required = steps.filter((step) => step.required)
  const settled = required.filter(({ status }) => status === 'completed' || status === 'skipped')
  const share = required.length === 0 ? 1 : settled.length / required.length
  return {
    snoozed: steps.some(({ status }) => status === 'snoozed'),
    nextDue: due[0] ?? null,
    percentage: steps.length === 0 ? 0 : Math.floor(100 * share),
  }
}

/** Brings executions into a state by acts alone, and reads all that an act may change. */
export function runsOf({ inTx, actor, execution, manager }: GivenExecutions, clock: ReturnType<typeof fixedClock>) {
  const later = (hours: number): Date => new Date(clock.now().getTime() + hours * 3_600_000)
  const act = (id: string, event: ExecutionEvent, version?: number) =>
    inTx((tx) => actOnExecution(tx, id, { event, actor, ...(version === undefined ? {} : { version }) }))
  const onStep = (id: string, stepId: string, event: StepEvent, version?: number) =>
    inTx((tx) => {
      const asked = { stepId, event, actor, at: clock.now() }
      return actOnStep(tx, id, version === undefined ? asked : { ...asked, version })
    })

  const event = (action: Vectored): ExecutionEvent => {
    const at = clock.now()
    switch (action) {
      case 'start':
      case 'resume':
        return { action, at }
      case 'snooze':
        return { action, at, until: later(48), reason: 'finance decides' }
      case 'escalate':
        return { action, at, to: manager, reason: 'no answer' }
      case 'reassign':
        return { action, at, to: manager }
      case 'cancel':
        return { action, at, reason: 'other' }
      case 'complete':
        return { action, at, outcome: { status: 'success' } }
      case 'supersede':
        return { action, at, by: '01a2031c-56a4-7da7-87f5-14a9dd01d243' }
    }
  }

  const stepEvent = (action: StepEvent['action']): StepEvent => {
    if (action === 'snooze') return { action, until: later(24), reason: 'waits for a reply' }
    if (action === 'skip') return { action, reason: 'not needed' }
    return action === 'escalate' ? { action, to: manager, reason: 'no answer' } : { action }
  }

  const granted = async (answer: Promise<{ readonly ok: boolean }>): Promise<void> => {
    if (!(await answer).ok) throw new Error('What a test gives was refused')
  }

  const LEADS_TO: Readonly<Record<StepStatus, readonly StepEvent['action'][]>> = {
    not_started: [],
    in_progress: ['begin'],
    completed: ['complete'],
    snoozed: ['snooze'],
    skipped: ['skip'],
    escalated: ['escalate'],
  }
  const ENDS_BY: Readonly<Record<ExecutionStatus, readonly Vectored[]>> = {
    pending: [],
    in_progress: [],
    snoozed: ['snooze'],
    escalated: ['escalate'],
    completed: ['complete'],
    cancelled: ['cancel'],
    superseded: ['supersede'],
  }

  type Wanted = { readonly started: boolean; readonly stepsDone?: boolean; readonly step?: StepStatus }

  /** A new execution in a state; `step`: where its second step stands, `stepsDone`: none is left. */
  async function inState(state: ExecutionStatus, { started, stepsDone = false, step = 'not_started' }: Wanted) {
    const id = await execution()
    if (started) {
      await granted(act(id, event('start')))
      for (const action of LEADS_TO[step]) await granted(onStep(id, 'find-cause', stepEvent(action)))
      // Only what counts is settled where the execution has to end: the second step may be left as it was asked for.
      const all = stepsDone || state === 'completed'
      if (all)
        for (const { id: stepId, status } of (await read(id)).steps)
          if (status !== 'completed' && status !== 'skipped') await granted(onStep(id, stepId, { action: 'complete' }))
    }
    for (const action of ENDS_BY[state]) await granted(act(id, event(action)))
    return id
  }

  /** The execution, its steps, and the names, sorted, of what was written to the history and the audit trail. */
  async function read(id: string) {
    return inTx(async (tx) => {
      const row = await tx.row<{ run: Run; steps: Step[] | null; actions: string[]; audited: string[] }>(
        `select to_jsonb(run) as run,
                (select jsonb_agg(jsonb_build_object('id', step_id, 'required', required, 'status', status, 'until', snoozed_until,
                   'result', result::jsonb) order by step_index) from workflow_step_states where execution_id = run.id) as steps,
                array(select action from workflow_step_actions where execution_id = run.id) as actions,
                array(select action || ' ' || object from audit_log where object_id = run.id) as audited
           from workflow_executions run where id = $1`,
        [id],
      )
      if (!row) throw new Error('There is no such execution')
      const steps = row.steps ?? []
      const flags = {
        snoozed: row.run['has_snoozed_steps'],
        nextDue: row.run['next_due_step_date'],
        percentage: row.run['completion_percentage'],
      }
      return {
        ...row,
        actions: row.actions.sort(),
        audited: row.audited.sort(),
        steps,
        flags,
        flagsOfSteps: flagsOf(steps),
      }
    })
  }

  return { act, actOnStep: onStep, event, stepEvent, inState, read }
}
