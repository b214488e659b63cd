import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './today-skeleton.module.css'

/** The shape of the page, so that nothing jumps when it comes. */
export function TodaySkeleton() {
  return (
    <div className={styles.shape}>
      <Skeleton widths={[18, 42]} />
      <div className={styles.card}>
        <Skeleton widths={[14, 34, 26, 72, 64]} />
        <Skeleton widths={[88, 76]} />
      </div>
      <Skeleton widths={[100, 100, 100, 100, 100]} />
    </div>
  )
}
