import styles from './skeleton.module.css'
import { useAfter } from './use-after.ts'

/** Bars in the shape of what comes; nothing before 300 ms, because a flash is worse than a short wait. No shimmer. */
export function Skeleton({ widths }: { readonly widths: readonly number[] }) {
  return (
    <div className={styles.lines} aria-hidden="true">
      {widths.map((width, index) => (
        <i key={index} style={{ width: `${String(width)}%` }} />
      ))}
    </div>
  )
}

export function Loading({ children }: { readonly children: React.ReactNode }) {
  const shown = useAfter(300)
  return (
    <div role="status">
      {shown && children}
      <span className="unseen">Loading</span>
    </div>
  )
}
