import type { ReactNode } from 'react'
import styles from './fact.module.css'

export type FactTone = 'risk' | 'fine'

type FactProps = {
  readonly label: string
  /** Small, under the figure. */
  readonly note: ReactNode
  readonly tone?: FactTone | undefined
  readonly children: ReactNode
}

/** One figure of a list of them (`dl`): its name, itself in large, and what is to be known of it. */
export function Fact({ label, note, tone, children }: FactProps) {
  return (
    <div className={styles.fact}>
      <dt>{label}</dt>
      <dd>
        <span className={styles.figure}>{children}</span>
        <small className={styles.note} data-tone={tone}>
          {note}
        </small>
      </dd>
    </div>
  )
}
