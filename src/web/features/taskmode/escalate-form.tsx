import { useState } from 'react'
import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { Button } from '../../ui/button.tsx'
import { Field, fieldClass } from '../../ui/field.tsx'
import styles from './step-menu.module.css'

type Escalating = { readonly version: number; readonly to: string | null; readonly reason: string }

type EscalateFormProps = {
  readonly taskMode: TaskMode
  readonly what: 'step' | 'workflow'
  readonly onSend: (escalating: Escalating) => Promise<void>
}

/** Hands a step, or the whole, up to somebody and says what is needed. */
export function EscalateForm({ taskMode, what, onSend }: EscalateFormProps) {
  const [to, setTo] = useState(taskMode.lead?.id ?? '')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const submit = async (): Promise<void> => {
    setTried(true)
    if (reason.trim() === '') return
    await onSend({ to: to === '' ? null : to, reason: reason.trim(), version: taskMode.execution.version })
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Field label="To">
        <select className={fieldClass} value={to} onChange={(event) => setTo(event.target.value)}>
          {taskMode.lead === null && <option value="">Whoever leads</option>}
          {taskMode.colleagues.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <Field label="What you need" fault={tried && reason.trim() === '' ? 'Say what you need.' : undefined}>
        <input
          className={fieldClass}
          value={reason}
          maxLength={1000}
          placeholder="A decision, a call, a date"
          data-autofocus
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <div className={styles.foot}>
        <span>{what === 'step' ? 'The other steps go on without it.' : 'You can take it back.'}</span>
        <Button type="submit" look="filled">
          Escalate {what}
        </Button>
      </div>
    </form>
  )
}
