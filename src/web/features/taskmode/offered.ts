import type { ChatAction, ComposedStep } from '../../../stages/compose/composition.contract.ts'
import type { OfferedButton } from './chat.tsx'
import type { MenuPart } from './parts.ts'
import { isOpen, isSettled, type Step } from './steps.ts'
import type { Work } from './use-work.ts'

type Offering = {
  readonly composed: ComposedStep
  readonly step: Step | undefined
  readonly said: readonly string[]
  readonly work: Work
  readonly readOnly: boolean
  readonly choose: (value: string, action: ChatAction | null) => void
  readonly goOn: () => void
  readonly onMenu: (part: MenuPart) => void
}

/** The next sensible acts, the first of them filled. */
export function offered({
  composed,
  step,
  said,
  work,
  readOnly,
  choose,
  goOn,
  onMenu,
}: Offering): readonly OfferedButton[] {
  const { busy } = work
  if (readOnly) return []
  if (!step && !work.closes) return []
  if (step && isSettled(step)) {
    return [
      { value: 'on', label: work.closes ? 'To the end' : 'Go on', key: '↵', onClick: goOn },
      { value: 'reopen', label: 'Open it again', busy, onClick: () => void work.move('reopen') },
    ]
  }
  if (step && !isOpen(step)) {
    return [
      { value: 'resume', label: 'Take it up again', key: '↵', busy, onClick: () => void work.move('resume') },
      { value: 'on', label: work.closes ? 'To the end' : 'Go on with the rest', onClick: goOn },
    ]
  }
  const last = said.at(-1)
  const branch = last === undefined ? undefined : composed.chat.branches[last]
  const fresh = composed.chat.buttons.filter(({ value }) => !said.includes(value))
  const list = branch && branch.buttons.length > 0 ? branch.buttons : fresh
  const talk = list.map(({ value, label, action }, index): OfferedButton => ({
    value,
    label,
    key: index === 0 ? '↵' : undefined,
    busy: action === 'completeStep' && busy,
    onClick: () => choose(value, action),
  }))
  return step && talk.length < 3
    ? [...talk, { value: 'snooze', label: 'Snooze this step', key: 'S', onClick: () => onMenu('snooze') }]
    : talk
}
