import { AlarmClock } from 'lucide-react'
import type { Today } from '../../../views/today.contract.ts'
import { useStart } from '../../calls/start.ts'
import { clockTime, dayOfInstant } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { countWord } from '../../words.ts'
import styles from './back-banner.module.css'

const MOST_NAMED = 4

type Back = Today['back'][number]

/** Snoozed steps that are due again. One banner, however many; each can be taken up where it was left. */
export function BackBanner({ back, mine }: { readonly back: Today['back']; readonly mine: boolean }) {
  const { resume, busy, fault } = useStart()
  const [first] = back
  if (!first) return null
  const take = (step: Back) =>
    mine && (
      <Button
        size="small"
        aria-disabled={busy || undefined}
        aria-label={`Resume ${step.customer}, ${step.step.toLowerCase()}`}
        onClick={() => void resume(step)}
      >
        Resume
      </Button>
    )
  return (
    <div className={styles.banner} role="status">
      <AlarmClock size={16} strokeWidth={1.75} aria-hidden="true" />
      {back.length === 1 ? (
        <>
          <p>
            <b>
              A step is back: {first.customer}, {first.step.toLowerCase()}.
            </b>{' '}
            <span className="dim">
              Due {dayOfInstant(first.dueAt, new Date())} at {clockTime(first.dueAt)}.
            </span>
          </p>
          {take(first)}
        </>
      ) : (
        <div className={styles.several}>
          <b>{countWord(back.length)} steps are back.</b>
          <ul>
            {back.slice(0, MOST_NAMED).map((step) => (
              <li key={`${step.executionId} ${step.stepId}`}>
                <span>
                  {step.customer}, {step.step.toLowerCase()}
                </span>
                {take(step)}
              </li>
            ))}
            {back.length > MOST_NAMED && <li>and {back.length - MOST_NAMED} more</li>}
          </ul>
        </div>
      )}
      {fault !== null && (
        <p role="alert" className={styles.fault}>
          {fault}
        </p>
      )}
    </div>
  )
}
