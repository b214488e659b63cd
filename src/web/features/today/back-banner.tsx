import { AlarmClock } from 'lucide-react'
import type { Today } from '../../../views/today.contract.ts'
import { clockTime, dayOfInstant } from '../../format.ts'
import { countWord } from '../../words.ts'
import styles from './back-banner.module.css'

const MOST_NAMED = 4

/** Snoozed steps that are due again. One banner, however many. */
export function BackBanner({ back }: { readonly back: Today['back'] }) {
  const [first] = back
  if (!first) return null
  return (
    <div className={styles.banner} role="status">
      <AlarmClock size={16} strokeWidth={1.75} aria-hidden="true" />
      {back.length === 1 ? (
        <p>
          <b>
            A step is back: {first.customer}, {first.step.toLowerCase()}.
          </b>{' '}
          <span className="dim">
            Due {dayOfInstant(first.dueAt, new Date())} at {clockTime(first.dueAt)}.
          </span>
        </p>
      ) : (
        <div>
          <b>{countWord(back.length)} steps are back.</b>
          <ul>
            {back.slice(0, MOST_NAMED).map((step) => (
              <li key={`${step.executionId} ${step.step}`}>
                {step.customer}, {step.step.toLowerCase()}
              </li>
            ))}
            {back.length > MOST_NAMED && <li>and {back.length - MOST_NAMED} more</li>}
          </ul>
        </div>
      )}
    </div>
  )
}
