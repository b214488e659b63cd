import type { ReactNode } from 'react'
import styles from './notice.module.css'

type NoticeProps = {
  readonly icon?: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly act?: ReactNode
  /** `alert` is read out at once; a quiet state is not. */
  readonly role?: 'alert' | 'status'
}

/** The one form of every state in which the content is not there: empty, failed, not allowed. */
export function Notice({ icon, title, children, act, role }: NoticeProps) {
  return (
    <section className={styles.notice} role={role}>
      <h2>
        {icon}
        {title}
      </h2>
      {children && <p>{children}</p>}
      {act && <div className={styles.act}>{act}</div>}
    </section>
  )
}
