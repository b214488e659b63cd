import { err, ok } from '../base/result.ts'
import type { Result } from '../base/result.ts'
import { unreachable } from '../base/unreachable.ts'
import type { StepState } from './step.ts'

/** Where a run stands. Only what belongs to a state can be read in it. */
export type ExecutionState =
  | { readonly status: 'pending'; readonly startedAt: null }
  | { readonly status: 'in_progress'; readonly startedAt: Date }
  | { readonly status: 'snoozed'; readonly startedAt: Date | null; readonly until: Date }
  | { readonly status: 'escalated'; readonly startedAt: Date | null; readonly to: string | null }
  | {
      readonly status: 'completed'
      readonly startedAt: Date | null
      readonly completedAt: Date
      readonly outcome: Outcome
    }
  | {
      readonly status: 'cancelled'
      readonly startedAt: Date | null
      readonly closedAt: Date
      readonly reason: CancelReason
    }
  | { readonly status: 'superseded'; readonly startedAt: null; readonly closedAt: Date; readonly by: string }

/** How it ended: a pick-list word that the company edits (`success`, `signed`), and a line about it. */
export type Outcome = {
  readonly status: string
  readonly note?: string | undefined
  /** Why it ended without its steps: `done elsewhere`. */
  readonly reason?: string | undefined
  readonly confidence?: 'low' | 'medium' | 'high' | undefined
  readonly nextSteps?: readonly string[] | undefined
  /** Seconds of work. */
  readonly duration?: number | undefined
}

export type CancelReason = 'not-relevant' | 'bad-data' | 'duplicate' | 'asked-not-to' | 'withdrawn' | 'other'

export type Execution = { readonly state: ExecutionState; readonly steps: readonly StepState[] }

/** What a person may do, what the rules do by themselves (`close`, `withdraw`, `supersede`). */
export type ExecutionEvent = { readonly at: Date } & (
  | { readonly action: 'start' }
  | {
      readonly action: 'snooze'
      readonly until: Date
      readonly reason: string
      /** It passes this day, of the renewal or its decision, knowingly. */
      readonly passes?: string
    }
  | { readonly action: 'resume' }
  | { readonly action: 'escalate'; readonly to: string | null; readonly reason: string }
  | { readonly action: 'reassign'; readonly to: string }
  | { readonly action: 'cancel'; readonly reason: CancelReason; readonly note?: string }
  | { readonly action: 'complete'; readonly outcome: Outcome }
  | { readonly action: 'supersede'; readonly by: string }
  /** Ends it in any open state: the renewal was signed, or somebody did it elsewhere. */
  | { readonly action: 'close'; readonly outcome: Outcome }
  /** Takes back what nobody began. */
  | { readonly action: 'withdraw' }
)

/** What the caller performs beside storing the next state. */
export type Effect =
  | { readonly kind: 'record'; readonly action: string; readonly reason: string | null }
  | { readonly kind: 'rest'; readonly reason: 'completed' | 'cancelled' | 'not-relevant' | 'bad-data' }
  | { readonly kind: 'prepare-steps' }
  | { readonly kind: 'reassign'; readonly to: string }
  /** Completing was allowed and is not finished: these steps are left. */
  | { readonly kind: 'left'; readonly stepIds: readonly string[] }

/** Why an event is refused, as a word for programs and a sentence for people. */
export type Refusal = { readonly code: 'not-allowed-now'; readonly reason: string }

type Answer = Result<{ readonly next: Execution; readonly effects: readonly Effect[] }, Refusal>

/** What happens to an execution when something happens. Performs nothing; returns what should be performed. */
export function transition(run: Execution, event: ExecutionEvent): Answer {
  const { state } = run
  if (state.status === 'completed' || state.status === 'cancelled' || state.status === 'superseded') {
    return refused(`This workflow is ${wordsOf(state)} and cannot be changed any more.`)
  }
  switch (event.action) {
    case 'start':
      if (state.status !== 'pending') return refused(startRefusal(state))
      return to(run, { status: 'in_progress', startedAt: event.at }, [record('start'), { kind: 'prepare-steps' }])
    case 'snooze':
      if (state.status === 'escalated') return refused('This workflow is escalated. Resume it first, then snooze it.')
      if (event.until <= event.at) return refused('The time to come back to it has already passed.')
      return to(run, { status: 'snoozed', startedAt: state.startedAt, until: event.until }, [
        record('snooze', event.reason),
      ])
    case 'resume':
      if (state.status !== 'snoozed' && state.status !== 'escalated') {
        return refused(`This workflow is ${wordsOf(state)}; there is nothing to resume.`)
      }
      return to(run, backTo(state.startedAt), [record('resume')])
    case 'escalate':
      if (state.status === 'escalated') return refused('This workflow is escalated already.')
      return to(run, { status: 'escalated', startedAt: state.startedAt, to: event.to }, [
        record('escalate', event.reason),
      ])
    case 'reassign':
      return to(run, state, [{ kind: 'reassign', to: event.to }, record('reassign')])
    case 'cancel':
      return to(run, { status: 'cancelled', startedAt: state.startedAt, closedAt: event.at, reason: event.reason }, [
        record('cancel', event.reason),
        { kind: 'rest', reason: restAfterCancel(event.reason) },
      ])
    case 'complete':
      if (state.status === 'snoozed') return refused('This workflow is snoozed. Resume it first, then complete it.')
      if (state.startedAt === null)
        return refused('This workflow was never begun. Begin it, or say that it was done elsewhere.')
      return complete(run, { startedAt: state.startedAt, at: event.at, outcome: event.outcome })
    case 'supersede':
      if (state.startedAt !== null || state.status === 'escalated') {
        return refused('Somebody works on this workflow already, so another one cannot take its place.')
      }
      return to(run, { status: 'superseded', startedAt: null, closedAt: event.at, by: event.by }, [record('supersede')])
    case 'close':
      return to(
        run,
        { status: 'completed', startedAt: state.startedAt, completedAt: event.at, outcome: event.outcome },
        [record('close', event.outcome.reason ?? event.outcome.status), { kind: 'rest', reason: 'completed' }],
      )
    case 'withdraw':
      if (state.startedAt !== null || state.status === 'escalated') {
        return refused('Somebody works on this workflow already, so it is not taken back.')
      }
      return to(run, { status: 'cancelled', startedAt: null, closedAt: event.at, reason: 'withdrawn' }, [
        record('withdraw'),
      ])
    default:
      return unreachable(event)
  }
}

type Completion = { readonly startedAt: Date; readonly at: Date; readonly outcome: Outcome }

// Completing with steps left is a wish, not a mistake: the answer says what is left and the state stays.
function complete(run: Execution, { startedAt, at, outcome }: Completion): Answer {
  const left = run.steps.filter((step) => step.required && step.status !== 'completed' && step.status !== 'skipped')
  if (left.length > 0) return ok({ next: run, effects: [{ kind: 'left', stepIds: left.map((step) => step.id) }] })
  return to(run, { status: 'completed', startedAt, completedAt: at, outcome }, [
    record('complete', outcome.status),
    { kind: 'rest', reason: 'completed' },
  ])
}

const to = (run: Execution, state: ExecutionState, effects: readonly Effect[]): Answer =>
  ok({ next: { ...run, state }, effects })

const refused = (reason: string): Answer => err({ code: 'not-allowed-now', reason })

const record = (action: string, reason: string | null = null): Effect => ({ kind: 'record', action, reason })

const backTo = (startedAt: Date | null): ExecutionState =>
  startedAt === null ? { status: 'pending', startedAt: null } : { status: 'in_progress', startedAt }

/** Which rest a cancellation leaves: two reasons speak about the data, and rest until the data change. */
export function restAfterCancel(reason: CancelReason): 'cancelled' | 'not-relevant' | 'bad-data' {
  return reason === 'not-relevant' || reason === 'bad-data' ? reason : 'cancelled'
}

const WORDS: Readonly<Record<ExecutionState['status'], string>> = {
  pending: 'waiting to be begun',
  in_progress: 'in progress',
  snoozed: 'snoozed',
  escalated: 'escalated',
  completed: 'completed',
  cancelled: 'cancelled',
  superseded: 'replaced by a newer one',
}

const wordsOf = (state: ExecutionState): string => WORDS[state.status]

function startRefusal(state: ExecutionState): string {
  if (state.status === 'in_progress') return 'This workflow is in progress already.'
  return `This workflow is ${wordsOf(state)}. Resume it instead of beginning it.`
}
