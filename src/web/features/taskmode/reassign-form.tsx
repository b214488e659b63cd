import { useState } from 'react'
import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { Button } from '../../ui/button.tsx'
import { Field, fieldClass } from '../../ui/field.tsx'
import { useOnce } from '../../use-once.ts'
import styles from './step-menu.module.css'

type Reassigning = { readonly version: number; readonly to: string }

type ReassignFormProps = {
  readonly taskMode: TaskMode
  readonly onSend: (reassigning: Reassigning) => Promise<void>
}

/** Gives the whole workflow to somebody else, as it stands. */
export function ReassignForm({ taskMode, onSend }: ReassignFormProps) {
  const { execution, colleagues } = taskMode
  const others = colleagues.filter(({ id }) => id !== execution.csm?.id)
  const [to, setTo] = useState(others[0]?.id ?? '')
  const { run, busy } = useOnce()
  if (others.length === 0) return <p className="small dim">There is nobody else to give it to.</p>
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void run(() => onSend({ to, version: execution.version }))
      }}
    >
      <Field label="To">
        <select className={fieldClass} value={to} data-autofocus onChange={(event) => setTo(event.target.value)}>
          {others.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <div className={styles.foot}>
        <span>Steps, drafts and comments go along.</span>
        <Button type="submit" look="filled" aria-disabled={busy || undefined}>
          Reassign it
        </Button>
      </div>
    </form>
  )
}
