import { useState, type ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Field, fieldClass } from '../../ui/field.tsx'
import { useOnce } from '../../use-once.ts'
import styles from './step-menu.module.css'

type ReasonFormProps = {
  readonly label: string
  readonly placeholder: string
  /** Said where it was sent without a reason. */
  readonly missing: string
  /** What follows from it, beside the button. */
  readonly says: string
  readonly verb: string
  readonly onSend: (reason: string) => Promise<void>
  /** What else is asked for, before the reason. */
  readonly children?: ReactNode
}

/** An act that wants a reason; without one nothing is sent, and while one is under way no second. */
export function ReasonForm({ label, placeholder, missing, says, verb, onSend, children }: ReasonFormProps) {
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { run, busy } = useOnce()
  const given = reason.trim()
  const submit = (): void => {
    setTried(true)
    if (given !== '') void run(() => onSend(given))
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {children}
      <Field label={label} fault={tried && given === '' ? missing : undefined}>
        <input
          className={fieldClass}
          value={reason}
          maxLength={1000}
          placeholder={placeholder}
          data-autofocus
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <div className={styles.foot}>
        <span>{says}</span>
        <Button type="submit" look="filled" aria-disabled={busy || undefined}>
          {verb}
        </Button>
      </div>
    </form>
  )
}
