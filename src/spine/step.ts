import { err, ok } from '../base/result.ts'
import type { Result } from '../base/result.ts'
import { unreachable } from '../base/unreachable.ts'
import type { ExecutionStatus } from './words.ts'

export const STEP_STATUSES = ['not_started', 'in_progress', 'completed', 'snoozed', 'skipped', 'escalated'] as const
export type StepStatus = (typeof STEP_STATUSES)[number]

/** One position of a run. */
export type StepState = {
  readonly id: string
  readonly required: boolean
  readonly status: StepStatus
  readonly snoozedUntil: Date | null
}

/** What came out of a step: seconds of work, and whatever its slide records. */
export type StepResult = { readonly duration?: number; readonly outcomes?: Readonly<Record<string, unknown>> }

export type StepEvent =
  | { readonly action: 'begin' | 'resume' | 'reopen' }
  | { readonly action: 'complete'; readonly result?: StepResult }
  | { readonly action: 'skip'; readonly reason: string }
  | { readonly action: 'escalate'; readonly to: string | null; readonly reason: string }
  | { readonly action: 'snooze'; readonly until: Date; readonly reason: string; readonly passes?: string }

export type StepRefusal = { readonly code: 'not-allowed-now'; readonly reason: string }

const WORDS: Readonly<Record<StepStatus, string>> = {
  not_started: 'not begun',
  in_progress: 'in progress',
  completed: 'completed',
  snoozed: 'snoozed',
  skipped: 'skipped',
  escalated: 'escalated',
}

/** From which states each action leads on. Whatever is not listed is refused. */
const FROM: Readonly<Record<StepEvent['action'], readonly StepStatus[]>> = {
  begin: ['not_started'],
  complete: ['not_started', 'in_progress', 'snoozed', 'escalated'],
  skip: ['not_started', 'in_progress', 'snoozed', 'escalated'],
  snooze: ['not_started', 'in_progress', 'snoozed'],
  resume: ['snoozed', 'escalated'],
  escalate: ['not_started', 'in_progress', 'snoozed'],
  reopen: ['completed', 'skipped'],
}

/** What happens to a step. A step moves only while its run is in progress or escalated. */
export function stepTransition(
  step: StepState,
  event: StepEvent,
  run: ExecutionStatus,
): Result<StepState, StepRefusal> {
  if (run !== 'in_progress' && run !== 'escalated') {
    return refused(`Its workflow is ${run.replace('_', ' ')}, so its steps stand still.`)
  }
  if (!FROM[event.action].includes(step.status)) {
    return refused(`This step is ${WORDS[step.status]}, so it cannot be ${PAST[event.action]}.`)
  }
  return ok({ ...step, status: nextOf(event), snoozedUntil: event.action === 'snooze' ? event.until : null })
}

const PAST: Readonly<Record<StepEvent['action'], string>> = {
  begin: 'begun',
  complete: 'completed',
  skip: 'skipped',
  snooze: 'snoozed',
  resume: 'resumed',
  escalate: 'escalated',
  reopen: 'reopened',
}

function nextOf({ action }: StepEvent): StepStatus {
  switch (action) {
    case 'begin':
    case 'resume':
    case 'reopen':
      return 'in_progress'
    case 'complete':
      return 'completed'
    case 'skip':
      return 'skipped'
    case 'snooze':
      return 'snoozed'
    case 'escalate':
      return 'escalated'
    default:
      return unreachable(action)
  }
}

const refused = (reason: string): Result<StepState, StepRefusal> => err({ code: 'not-allowed-now', reason })
