import { useState } from 'react'
import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { Field, fieldClass } from '../../ui/field.tsx'
import { ReasonForm } from './reason-form.tsx'

type Escalating = { readonly version: number; readonly to: string | null; readonly reason: string }

type EscalateFormProps = {
  readonly taskMode: TaskMode
  readonly what: 'step' | 'workflow'
  readonly onSend: (escalating: Escalating) => Promise<void>
}

/** Hands a step, or the whole, up to somebody and says what is needed. */
export function EscalateForm({ taskMode, what, onSend }: EscalateFormProps) {
  const [to, setTo] = useState(taskMode.lead?.id ?? '')
  return (
    <ReasonForm
      label="What you need"
      placeholder="A decision, a call, a date"
      missing="Say what you need."
      says={what === 'step' ? 'The other steps go on without it.' : 'You can take it back.'}
      verb={`Escalate ${what}`}
      onSend={(reason) => onSend({ to: to === '' ? null : to, reason, version: taskMode.execution.version })}
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
    </ReasonForm>
  )
}
