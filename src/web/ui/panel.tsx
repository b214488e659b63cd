import type { ReactNode } from 'react'
import styles from './panel.module.css'

type PanelProps = {
  readonly id?: string
  readonly title: string
  /** Small and quiet, at the end of the title's line. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A card with a title. */
export function Panel({ id, title, aside, children }: PanelProps) {
  return (
    <article className={styles.panel} id={id} aria-label={title}>
      <header className={styles.head}>
        <h2>{title}</h2>
        {aside && <span className={styles.aside}>{aside}</span>}
      </header>
      {children}
    </article>
  )
}
