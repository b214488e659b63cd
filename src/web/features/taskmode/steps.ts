import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { dayOfInstant, doneWords, firstName, returnWords } from '../../format.ts'

export type Step = TaskMode['execution']['steps'][number]
export type LastAct = TaskMode['lastActs'][number]

/** The place behind the last step, where nothing is left to do. */
export const CLOSING = 'closing'

export const isSettled = ({ status }: Pick<Step, 'status'>): boolean => status === 'completed' || status === 'skipped'
export const isWaiting = ({ status }: Pick<Step, 'status'>): boolean => status === 'snoozed' || status === 'escalated'
export const isOpen = (step: Pick<Step, 'status'>): boolean => !isSettled(step) && !isWaiting(step)

/** The first step that can be done now, looking onward from one and then from the start; null: none is left. */
export function nextOpen(steps: readonly Step[], from = -1): Step | null {
  return steps.slice(from + 1).find(isOpen) ?? steps.slice(0, from + 1).find(isOpen) ?? null
}

/** Where somebody who opens it is put: the asked place if it is one, else what is to be done. */
export function placeOf(steps: readonly Step[], asked: string | undefined): string {
  if (asked === CLOSING || steps.some(({ id }) => id === asked)) return asked ?? CLOSING
  return nextOpen(steps)?.id ?? CLOSING
}

/** A snoozed step whose time has come. It stays snoozed until somebody takes it up. */
export const isBack = (step: Step, now: Date): boolean =>
  step.status === 'snoozed' && step.snoozedUntil !== null && new Date(step.snoozedUntil) <= now

type Around = {
  readonly last: LastAct | undefined
  readonly here: boolean
  readonly isNext: boolean
  readonly now: Date
}

/** The state of a step in a few words, under its name. */
export function stateWords(step: Step, { last, here, isNext, now }: Around): string {
  switch (step.status) {
    case 'completed':
      return last?.action === 'complete' ? `Done ${doneWords(last.at, now)}` : 'Done'
    case 'skipped':
      return 'Skipped'
    case 'snoozed':
      if (step.snoozedUntil === null) return 'Snoozed'
      return isBack(step, now)
        ? `Back ${dayOfInstant(step.snoozedUntil, now)}`
        : `Until ${returnWords(step.snoozedUntil, now)}`
    case 'escalated':
      return last?.to ? `With ${firstName(last.to)}` : 'Escalated'
    case 'not_started':
    case 'in_progress':
      return here ? 'You are here' : isNext ? 'Next' : ''
  }
}
