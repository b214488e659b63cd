import { AlarmClock, ArrowUpRight, Ban, MessageSquare, SkipForward, Users } from 'lucide-react'
import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import type { Step } from './steps.ts'

const STEP_PARTS = [
  { part: 'snooze', label: 'Snooze', Icon: AlarmClock },
  { part: 'skip', label: 'Skip', Icon: SkipForward },
  { part: 'escalate', label: 'Escalate', Icon: ArrowUpRight },
  { part: 'comment', label: 'Comment', Icon: MessageSquare },
] as const
export type MenuPart = (typeof STEP_PARTS)[number]['part']

const FROM: Readonly<Record<Exclude<MenuPart, 'comment'>, readonly Step['status'][]>> = {
  snooze: ['not_started', 'in_progress', 'snoozed'],
  skip: ['not_started', 'in_progress', 'snoozed', 'escalated'],
  escalate: ['not_started', 'in_progress', 'snoozed'],
}

/** What can be done with a step, as it stands, beside working on it. */
export const stepParts = ({ status }: Step, readOnly: boolean) =>
  STEP_PARTS.filter(({ part }) => part === 'comment' || (!readOnly && FROM[part].includes(status)))

const WHOLE_PARTS = [
  { part: 'snooze', label: 'Snooze all', Icon: AlarmClock },
  { part: 'escalate', label: 'Escalate', Icon: ArrowUpRight },
  { part: 'reassign', label: 'Reassign', Icon: Users },
  { part: 'cancel', label: 'Give up', Icon: Ban },
] as const
export type WholePart = (typeof WHOLE_PARTS)[number]['part']

const OVER: readonly string[] = ['completed', 'cancelled', 'superseded']

/** What can be done with the whole workflow, by whoever looks at it. */
export function wholeParts({ status, can }: TaskMode['execution']) {
  if (OVER.includes(status)) return []
  return WHOLE_PARTS.filter(({ part }) => {
    if (part === 'reassign') return can.includes('reassign')
    return can.includes('act') && (status !== 'escalated' || part === 'cancel')
  })
}
