import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import styles from './form-dialog.module.css'

type FormDialogProps = {
  readonly title: string
  /** What becomes of it. */
  readonly says: string
  readonly verb: string
  readonly busy: boolean
  readonly fault: string | null
  readonly onSubmit: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A short form over the page: fields, what becomes of it, one button. */
export function FormDialog({ title, says, verb, busy, fault, onSubmit, onClose, children }: FormDialogProps) {
  return (
    <Dialog label={title} onClose={onClose}>
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
          <Button look="plain" onClick={onClose}>
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
