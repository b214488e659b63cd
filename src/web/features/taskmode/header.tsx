import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { days, money } from '../../format.ts'
import { StageBadge } from '../../ui/stage-badge.tsx'
import { stageWord } from '../../words.ts'
import type { Keeping } from './draft-keeper.ts'
import styles from './header.module.css'
import { Saved } from './saved.tsx'

type HeaderProps = {
  readonly taskMode: TaskMode
  readonly keeping: Keeping
  readonly minutes: number
  readonly onClose: () => void
  /** What stands at the end: help, and what may be done with the whole workflow. */
  readonly children?: ReactNode
}

/** Whom it is about, how long it took, and the way out. */
export function Header({ taskMode, keeping, minutes, onClose, children }: HeaderProps) {
  const { execution, arr, renewal } = taskMode
  const stage = stageWord(taskMode.stage)
  return (
    <header className={styles.header}>
      <button type="button" className={styles.icon} aria-label="Leave; everything is kept" onClick={onClose}>
        <X size={18} strokeWidth={1.75} />
      </button>
      <h1 className={styles.title}>
        {execution.customer.name} <span className={styles.workflow}>{execution.workflow.title}</span>
      </h1>
      {stage && (
        <span className={styles.wide}>
          <StageBadge {...stage} />
        </span>
      )}
      <span className={`${styles.wide ?? ''} ${styles.quiet ?? ''}`}>
        {[arr.amount === null ? null : money(arr.amount, arr.currency), renewal && renewalWords(renewal)]
          .filter((part) => part !== null)
          .join(' · ')}
      </span>
      <span className={styles.right}>
        <Saved keeping={keeping} />
        <span className={`${styles.wide ?? ''} tabular`}>
          {minutes} of {taskMode.minutes} min
        </span>
        {children}
      </span>
    </header>
  )
}

function renewalWords({ days: left, kind }: NonNullable<TaskMode['renewal']>): string {
  if (left === 0) return kind === 'decision' ? 'last day for notice is today' : 'renews today'
  if (left < 0) return `ended ${days(-left)} ago`
  return kind === 'decision' ? `notice within ${days(left)}` : `renews in ${days(left)}`
}
