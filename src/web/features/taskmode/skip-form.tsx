import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Field, fieldClass } from '../../ui/field.tsx'
import { useDesk } from './desk.tsx'
import styles from './step-menu.module.css'

type SkipFormProps = {
  readonly onSend: (skipping: { readonly version: number; readonly reason: string }) => Promise<void>
}

/** Leaves a step out, with a reason. */
export function SkipForm({ onSend }: SkipFormProps) {
  const { taskMode } = useDesk()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const submit = async (): Promise<void> => {
    setTried(true)
    if (reason.trim() === '') return
    await onSend({ reason: reason.trim(), version: taskMode.execution.version })
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Field label="Reason" fault={tried && reason.trim() === '' ? 'Say why it is not needed.' : undefined}>
        <input
          className={fieldClass}
          value={reason}
          maxLength={1000}
          placeholder="Why it is not needed here"
          data-autofocus
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <div className={styles.foot}>
        <span>You can open it again.</span>
        <Button type="submit" look="filled">
          Skip step
        </Button>
      </div>
    </form>
  )
}
