import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { endOverride, useOverride } from '../calls/unplanned.ts'
import { figure as written } from '../format.ts'
import { Choices } from '../ui/choices.tsx'
import { Field, fieldClass } from '../ui/field.tsx'
import type { Done } from '../ui/toast.tsx'
import styles from './form.module.css'
import { Form } from './form.tsx'
import type { Subject } from './state.ts'
import { useSending } from './use-sending.ts'

type OverrideProps = {
  readonly subject: Subject
  readonly figure: 'health' | 'risk'
  readonly computed: number
  readonly onDone: (done: Done) => void
}

const REASONS = [
  { value: 'They told us', label: 'They told us' },
  { value: 'The data are behind', label: 'The data are behind' },
  { value: 'The data are wrong', label: 'The data are wrong' },
  { value: 'Something else', label: 'Something else' },
] as const
type Reason = (typeof REASONS)[number]['value']

const LASTING = [
  { value: '7', label: '1 week' },
  { value: '30', label: '30 days' },
  { value: '60', label: '60 days' },
  { value: '90', label: '90 days' },
] as const
type Lasting = (typeof LASTING)[number]['value']

/** A person’s value beside the computed one, for a time and with its reason. */
export function OverrideDialog({ subject, figure, computed, onDone }: OverrideProps) {
  const client = useQueryClient()
  const override = useOverride(subject.id)
  const { send, busy, fault } = useSending()
  const [value, setValue] = useState(String(Math.round(computed)))
  const [reason, setReason] = useState<Reason>('They told us')
  const [note, setNote] = useState('')
  const [days, setDays] = useState<Lasting>('30')
  const submit = (): void =>
    void send(async (key) => {
      await override.mutateAsync({ key, body: { figure, value: Number(value), reason, note, days: Number(days) } })
      onDone({
        says: `${subject.name}: ${figure} is ${written(Number(value))} for ${days} days.`,
        undo: () => endOverride(client, subject.id, figure),
      })
    })
  return (
    <Form
      title={`Set the ${figure} of ${subject.name}`}
      says={`The computed ${written(Math.round(computed))} stays beside it.`}
      verb={`Set ${figure}`}
      busy={busy}
      fault={fault}
      onSubmit={submit}
    >
      <Field label={figure === 'health' ? 'Health, 0–100; high is good' : 'Risk, 0–100; high is bad'}>
        <input
          className={fieldClass}
          type="number"
          inputMode="decimal"
          min={0}
          max={100}
          step="any"
          required
          value={value}
          data-autofocus
          onChange={(event) => setValue(event.target.value)}
        />
      </Field>
      <Choices legend="Why" choices={REASONS} value={reason} onChoose={setReason} />
      <Field label="What you know">
        <textarea
          className={`${fieldClass} ${styles.note ?? ''}`}
          value={note}
          maxLength={4000}
          onChange={(event) => setNote(event.target.value)}
        />
      </Field>
      <Choices legend="For how long" choices={LASTING} value={days} onChoose={setDays} />
    </Form>
  )
}
