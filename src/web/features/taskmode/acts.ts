import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import type { PageAct } from '../../at-hand/state.ts'
import { stepParts, wholeParts, type MenuPart, type WholePart } from './parts.ts'
import { CLOSING, isOpen, isSettled, type Step } from './steps.ts'

type ActsOptions = {
  readonly taskMode: TaskMode
  readonly stepId: string
  readonly readOnly: boolean
  /** Nothing is left that could be done now, so the whole can be completed. */
  readonly closes: boolean
  readonly doing: {
    readonly complete: () => void
    readonly move: (act: 'resume' | 'reopen') => void
    readonly begin: () => void
    readonly resume: () => void
    readonly menu: (part: MenuPart) => void
    readonly whole: (part: WholePart) => void
    readonly go: (stepId: string) => void
    readonly help: () => void
    readonly leave: () => void
  }
}

const LAST_DIGIT = 9

/**
 * Everything that can be done here, by name and with its key: what the palette offers, what the keys do and what the list of keys says are
 * one list. What somebody may not do is not in it.
 */
export function actsOf({ taskMode, stepId, readOnly, closes, doing }: ActsOptions): readonly PageAct[] {
  const { execution } = taskMode
  const step = execution.steps.find(({ id }) => id === stepId)
  return [
    ...(step ? onStep(step, { readOnly, doing }) : []),
    ...onWhole({ taskMode, stepId, readOnly, closes, doing }),
    ...execution.steps.map(({ id, name, index }) => ({
      label: `Go to ${String(index + 1)}. ${name}`,
      key: index < LAST_DIGIT ? String(index + 1) : null,
      run: () => doing.go(id),
    })),
    ...(closes && stepId !== CLOSING ? [{ label: 'Go to the end', key: null, run: () => doing.go(CLOSING) }] : []),
    { label: 'Show the keys', key: '?', also: 'help shortcuts', run: doing.help },
    { label: 'Leave; everything is kept', key: 'Esc', also: 'close exit today', run: doing.leave },
  ]
}

const STEP_WORDS: Readonly<Record<MenuPart, { readonly label: string; readonly key: string; readonly also: string }>> =
  {
    snooze: { label: 'Snooze this step', key: 'S', also: 'later put off' },
    skip: { label: 'Skip this step', key: 'K', also: 'leave out' },
    escalate: { label: 'Escalate this step', key: 'E', also: 'hand up help' },
    comment: { label: 'Comment on this step', key: 'C', also: 'note' },
  }

function onStep(step: Step, { readOnly, doing }: Pick<ActsOptions, 'readOnly' | 'doing'>): readonly PageAct[] {
  const complete = { label: 'Complete this step', key: null, also: 'done finish', run: doing.complete }
  const reopen = { label: 'Open this step again', key: null, also: 'reopen undo', run: () => doing.move('reopen') }
  const resume = { label: 'Take this step up again', key: null, also: 'resume', run: () => doing.move('resume') }
  const move = isOpen(step) ? complete : isSettled(step) ? reopen : resume
  return [
    ...(readOnly ? [] : [move]),
    ...stepParts(step, readOnly).map(({ part }) => ({ ...STEP_WORDS[part], run: () => doing.menu(part) })),
  ]
}

const WHOLE_WORDS: Readonly<Record<WholePart, { readonly label: string; readonly also: string }>> = {
  snooze: { label: 'Snooze the whole workflow', also: 'later put off not now' },
  escalate: { label: 'Escalate the whole workflow', also: 'hand up help' },
  reassign: { label: 'Reassign the whole workflow', also: 'give to somebody else owner' },
  cancel: { label: 'Give the workflow up', also: 'cancel wrong' },
}

function onWhole({ taskMode, stepId, readOnly, closes, doing }: ActsOptions): readonly PageAct[] {
  const { execution } = taskMode
  const mayAct = execution.can.includes('act')
  const begin = { label: 'Begin the workflow', key: null, also: 'start', run: doing.begin }
  const resume = { label: 'Resume the workflow', key: null, also: 'take up again', run: doing.resume }
  const end = { label: 'Complete the workflow', key: null, also: 'done finish', run: doing.complete }
  return [
    ...(mayAct && execution.status === 'pending' ? [begin] : []),
    ...(mayAct && execution.status === 'snoozed' ? [resume] : []),
    // What goes on record is looked at first: it is completed where that stands.
    ...(!readOnly && closes && stepId === CLOSING ? [end] : []),
    ...wholeParts(execution).map(({ part }) => ({ ...WHOLE_WORDS[part], key: null, run: () => doing.whole(part) })),
  ]
}
