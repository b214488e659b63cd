import { AlarmClock, CloudOff, Lock, RefreshCcw, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { clockTime, dayOfInstant, returnWords } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { useDesk } from './desk.tsx'
import styles from './taskmode.module.css'
import type { Work } from './use-work.ts'

type BannersProps = {
  readonly taskMode: TaskMode
  readonly stale: boolean
  readonly work: Pick<Work, 'fault' | 'busy' | 'begin' | 'resume' | 'dismiss'>
}

/** What is not as it should be, one line each: never in the way, and never silent. */
export function Banners({ taskMode, stale, work }: BannersProps) {
  const { keeper } = useDesk()
  const { fault, dismiss } = work
  const keeping = keeper.keeping()
  return (
    <div className={styles.banners}>
      <StateBanner taskMode={taskMode} work={work} />
      {stale && (
        <Banner tone="warn" icon={<CloudOff size={16} strokeWidth={1.75} />} title="The server cannot be reached.">
          What you write is kept on this device and sent when the line is back.
        </Banner>
      )}
      {keeping.state === 'changed' && (
        <Banner
          tone="info"
          icon={<RefreshCcw size={16} strokeWidth={1.75} />}
          title={`${keeping.theirs.savedBy} wrote in this step at ${clockTime(keeping.theirs.savedAt)}.`}
          act={
            <span className={styles.actions}>
              <Button size="small" onClick={() => void keeper.settle('theirs')}>
                Take theirs
              </Button>
              <Button size="small" onClick={() => void keeper.settle('mine')}>
                Keep mine
              </Button>
            </span>
          }
        >
          Yours is kept here. Nothing was overwritten.
        </Banner>
      )}
      {fault && (
        <Banner
          tone={fault.changed ? 'info' : 'warn'}
          icon={
            fault.changed ? <RefreshCcw size={16} strokeWidth={1.75} /> : <TriangleAlert size={16} strokeWidth={1.75} />
          }
          title={fault.says}
          act={
            <Button size="small" look="plain" onClick={dismiss} aria-label="Close this message">
              <X size={16} strokeWidth={1.75} />
            </Button>
          }
        >
          {fault.changed ? 'This is how it stands now. What you typed is kept.' : 'Nothing was changed.'}
        </Banner>
      )}
    </div>
  )
}

/** A run that is not under way, or that is somebody else’s. */
function StateBanner({ taskMode, work }: Pick<BannersProps, 'taskMode' | 'work'>) {
  const { execution } = taskMode
  const mayAct = execution.can.includes('act')
  const button = (label: string, act: 'begin' | 'resume'): ReactNode =>
    mayAct && (
      <Button
        size="small"
        look="filled"
        data-primary
        aria-disabled={work.busy || undefined}
        onClick={() => void work[act]()}
      >
        {label}
      </Button>
    )
  switch (execution.status) {
    case 'pending':
      return (
        <Banner tone="plain" title="This has not been begun." act={button('Let’s begin', 'begin')}>
          Look around; nothing is recorded before you begin.
        </Banner>
      )
    case 'snoozed':
      return (
        <Banner
          tone="snooze"
          icon={<AlarmClock size={16} strokeWidth={1.75} />}
          title={`Snoozed until ${execution.snoozedUntil === null ? 'later' : returnWords(execution.snoozedUntil, new Date())}.`}
          act={button('Resume', 'resume')}
        >
          Its steps stand still until then.
        </Banner>
      )
    case 'completed':
      return (
        <Banner
          tone="plain"
          title={`Completed ${execution.completedAt === null ? '' : dayOfInstant(execution.completedAt, new Date())}.`}
        >
          This is how it was done. Nothing can be changed any more.
        </Banner>
      )
    case 'cancelled':
    case 'superseded':
      return (
        <Banner
          tone="plain"
          title={execution.status === 'cancelled' ? 'This was given up.' : 'A newer workflow took its place.'}
        >
          Nothing can be changed any more.
        </Banner>
      )
    case 'in_progress':
    case 'escalated':
      return mayAct ? null : (
        <Banner
          tone="plain"
          icon={<Lock size={16} strokeWidth={1.75} />}
          title={`Only ${execution.csm?.name ?? 'its owner'} and whoever leads or covers for them act here.`}
        >
          You can read and comment.
        </Banner>
      )
  }
}

type BannerProps = {
  readonly tone: 'info' | 'warn' | 'snooze' | 'plain'
  readonly icon?: ReactNode
  readonly title: string
  readonly act?: ReactNode
  readonly children: ReactNode
}

function Banner({ tone, icon, title, act, children }: BannerProps) {
  return (
    <div className={styles.banner} data-tone={tone} role={tone === 'plain' ? 'note' : 'alert'}>
      {icon}
      <span>
        <b>{title}</b> {children}
      </span>
      {act}
    </div>
  )
}
