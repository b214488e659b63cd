import type { ReactNode } from 'react'
import styles from './tag.module.css'

export type TagTone = 'risk' | 'warn' | 'snooze' | 'fine' | 'info' | 'plain' | 'accent'

/** A word in a colour of meaning; never a colour alone. */
export function Tag({ tone, children }: { readonly tone: TagTone; readonly children: ReactNode }) {
  return (
    <span className={styles.tag} data-tone={tone}>
      {children}
    </span>
  )
}
