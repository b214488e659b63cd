import { Link } from '@tanstack/react-router'
import { Check, X } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './shell.module.css'

const STEPS = ['File', 'Columns', 'Rows', 'Done'] as const
export type ImportStep = (typeof STEPS)[number]

type ShellProps = {
  readonly title: string
  readonly at: ImportStep
  readonly children: ReactNode
  /** What is known at the left, and the next acts at the right. */
  readonly foot?: ReactNode
}

/** The import without the app's frame: where one is, what is asked, and the next act. */
export function Shell({ title, at, children, foot }: ShellProps) {
  const place = STEPS.indexOf(at)
  return (
    <div className={styles.shell}>
      <header className={styles.head}>
        <Link
          to="/settings/$section"
          params={{ section: 'data' }}
          className={styles.close}
          aria-label="Close; the import stays where it is"
        >
          <X size={20} strokeWidth={1.75} />
        </Link>
        <span className={styles.title}>{title}</span>
        <ol className={styles.steps} aria-label="Steps">
          {STEPS.map((step, index) => (
            <li
              key={step}
              data-state={
                index < place || (at === 'Done' && index === place) ? 'done' : index === place ? 'here' : 'next'
              }
              aria-current={index === place ? 'step' : undefined}
            >
              <i aria-hidden="true">
                {index < place || at === 'Done' ? <Check size={14} strokeWidth={2} /> : index + 1}
              </i>
              <span>{step}</span>
            </li>
          ))}
        </ol>
      </header>
      <main className={styles.main} id="content">
        {children}
      </main>
      {foot && <footer className={styles.foot}>{foot}</footer>}
    </div>
  )
}
