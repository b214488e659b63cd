import styles from './progress.module.css'

type ProgressProps = {
  readonly label: string
  /** From 0 to 1; null: nobody knows how much is left. */
  readonly share: number | null
}

/** How far something is. */
export function Progress({ label, share }: ProgressProps) {
  return (
    <div
      className={styles.bar}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(100 * share)}
      data-unknown={share === null || undefined}
    >
      <i style={share === null ? undefined : { width: `${String(Math.round(1000 * share) / 10)}%` }} />
    </div>
  )
}
