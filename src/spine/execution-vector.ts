import { transition } from './execution.ts'
import type { ExecutionEvent, ExecutionState } from './execution.ts'
import { stepTransition } from './step.ts'
import type { StepEvent, StepStatus } from './step.ts'
import type { ExecutionStatus } from './words.ts'

type ExecutionVector = {
  readonly kind: 'execution'
  readonly state: ExecutionStatus
  readonly started: boolean
  readonly action: 'start' | 'snooze' | 'resume' | 'escalate' | 'reassign' | 'cancel' | 'complete' | 'supersede'
  readonly next: ExecutionStatus | '409'
}

type StepVector = {
  readonly kind: 'step'
  readonly state: StepStatus
  readonly execution: ExecutionStatus
  readonly action: StepEvent['action']
  readonly next: StepStatus | '409'
}

/** One line of the table of states: what leads from where to where. `409`: refused, and nothing changes. */
export type TransitionVector = ExecutionVector | StepVector

const AT = new Date(0)
const LATER = new Date(1)

/** The state that follows, as the table writes it. All required steps count as done. */
export function transitionVector(vector: TransitionVector): ExecutionStatus | StepStatus | '409' {
  if (vector.kind === 'step') {
    const step = {
      id: 'step',
      required: true,
      status: vector.state,
      snoozedUntil: vector.state === 'snoozed' ? AT : null,
    }
    const event = { action: vector.action, until: LATER, to: null, reason: 'why' }
    const answer = stepTransition(step, event, vector.execution)
    return answer.ok ? answer.value.status : '409'
  }
  const answer = transition({ state: stateOf(vector), steps: [] }, eventOf(vector.action))
  return answer.ok ? answer.value.next.state.status : '409'
}

function stateOf({ state, started }: ExecutionVector): ExecutionState {
  const startedAt = started ? AT : null
  const any = {
    until: LATER,
    to: null,
    completedAt: AT,
    closedAt: AT,
    outcome: { status: 'success' },
    reason: 'other',
    by: 'e2',
  } as const
  switch (state) {
    case 'pending':
    case 'superseded':
      return { ...any, status: state, startedAt: null }
    case 'in_progress':
      return { status: state, startedAt: AT }
    case 'snoozed':
    case 'escalated':
    case 'completed':
    case 'cancelled':
      return { ...any, status: state, startedAt }
  }
}

function eventOf(action: ExecutionVector['action']): ExecutionEvent {
  const at = AT
  switch (action) {
    case 'start':
    case 'resume':
      return { action, at }
    case 'snooze':
      return { action, at, until: LATER, reason: 'why' }
    case 'escalate':
      return { action, at, to: null, reason: 'why' }
    case 'reassign':
      return { action, at, to: 'u2' }
    case 'cancel':
      return { action, at, reason: 'other' }
    case 'complete':
      return { action, at, outcome: { status: 'success' } }
    case 'supersede':
      return { action, at, by: 'e2' }
  }
}
