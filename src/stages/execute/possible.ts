import type { Execution, ExecutionEvent } from '../../spine/execution.ts'
import { transition } from '../../spine/execution.ts'
import { stepTransition, type StepEvent, type StepState } from '../../spine/step.ts'

const LATER_MS = 86_400_000

/** What an act would be told, as far as its being possible depends on it. */
function exampleOf(action: ExecutionEvent['action'], at: Date): ExecutionEvent {
  const until = new Date(at.getTime() + LATER_MS)
  const outcome = { status: 'success' }
  const told = { at, until, to: '', by: '', outcome }
  if (action === 'cancel') return { ...told, action, reason: 'other' }
  return { ...told, action, reason: '' } as ExecutionEvent
}

/** Why an act is refused now; null: it is possible. */
export function whyNot(run: Execution, action: ExecutionEvent['action'], at: Date): string | null {
  const answer = transition(run, exampleOf(action, at))
  if (!answer.ok) return answer.refusal.reason
  const left = answer.value.effects.find(({ kind }) => kind === 'left')
  return left?.kind === 'left' && !allWait(run.steps, left.stepIds) ? leftWords(left.stepIds) : null
}

export const leftWords = (stepIds: readonly string[]): string =>
  `These steps are neither completed nor skipped: ${stepIds.join(', ')}.`

/** Whether the steps that are left all come back by themselves or from somebody else. */
export const allWait = (steps: readonly StepState[], left: readonly string[]): boolean =>
  left.every((id) => {
    const status = steps.find((step) => step.id === id)?.status
    return status === 'snoozed' || status === 'escalated'
  })

/** The same of a step. */
export function whyNotStep(run: Execution, step: StepState, action: StepEvent['action']): string | null {
  const event = { action, until: new Date(LATER_MS), to: null, reason: '' } as StepEvent
  const answer = stepTransition(step, event, run.state.status)
  return answer.ok ? null : answer.refusal.reason
}
