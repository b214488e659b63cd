import type { TeamPerson } from '../../../views/team.contract.ts'
import styles from './load-bar.module.css'
import { loadWords } from './words.ts'

type LoadBarProps = {
  readonly person: TeamPerson
  /** What fills the whole width: the most that anybody carries or can carry. */
  readonly most: number
}

/** In progress, due this week, the line of the capacity, and hatched what is beyond it. */
export function LoadBar({ person, most }: LoadBarProps) {
  const { inProgress, dueThisWeek, capacity } = person
  const width = (count: number): string => `${String((100 * count) / Math.max(1, most))}%`
  const load = inProgress + dueThisWeek
  const within = capacity === 0 ? load : Math.min(load, capacity)
  const begun = Math.min(inProgress, within)
  return (
    <div className={styles.bar} role="img" aria-label={loadWords(person)}>
      <span className={styles.room} style={{ width: width(capacity) }} />
      <span className={styles.begun} style={{ width: width(begun) }} />
      <span className={styles.due} style={{ left: width(begun), width: width(within - begun) }} />
      {load > within && <span className={styles.over} style={{ left: width(within), width: width(load - within) }} />}
      {capacity > 0 && <span className={styles.capacity} style={{ left: width(capacity) }} />}
    </div>
  )
}
