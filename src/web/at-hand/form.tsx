import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import styles from './form.module.css'
import { closeAtHand } from './state.ts'

type FormProps = {
  readonly title: string
  /** What becomes of it. */
  readonly says: string
  readonly verb: string
  readonly busy: boolean
  readonly fault: string | null
  readonly onSubmit: () => void
  readonly children: ReactNode
}

/** A short form over the page: fields, what becomes of it, one button. */
export function Form({ title, says, verb, busy, fault, onSubmit, children }: FormProps) {
  return (
    <Dialog label={title} onClose={closeAtHand}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          event.currentTarget.requestSubmit()
        }}
      >
        <h2>{title}</h2>
        {children}
        {fault !== null && (
          <p className={styles.fault} role="alert">
            {fault}
          </p>
        )}
        <div className={styles.foot}>
          <span>{says}</span>
          <Button look="plain" onClick={closeAtHand}>
            Cancel
          </Button>
          <Button type="submit" look="filled" aria-disabled={busy || undefined}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
