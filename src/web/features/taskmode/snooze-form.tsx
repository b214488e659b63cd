import { useState } from 'react'
import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { dayWithDate, shortDay } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Field, fieldClass } from '../../ui/field.tsx'
import styles from './step-menu.module.css'

export type Snoozing = {
  readonly version: number
  readonly reason: string
  readonly pastRenewal: boolean
  readonly until?: string
  readonly for?: Preset['for']
}

type SnoozeFormProps = {
  readonly taskMode: TaskMode
  readonly what: 'step' | 'workflow'
  readonly onSend: (snoozing: Snoozing) => Promise<void>
}
type Preset = TaskMode['snoozes'][number]

const two = (value: number): string => String(value).padStart(2, '0')
const dayField = (at: Date): string => `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
const timeField = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}`

/** Until when, and why. Presets are the owner's working days; a day and a time of one's own are as good. */
export function SnoozeForm({ taskMode, what, onSend }: SnoozeFormProps) {
  const [preset, setPreset] = useState<Preset['for'] | null>(taskMode.snoozes[1]?.for ?? null)
  const [own, setOwn] = useState(() => startOf(taskMode.snoozes[1]))
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const chosen = taskMode.snoozes.find((each) => each.for === preset)
  const until = chosen ? new Date(chosen.returnsAt) : new Date(`${own.day}T${own.time || '09:00'}`)
  const passes = passesDate(taskMode, until)
  const change = (next: Partial<typeof own>): void => {
    setPreset(null)
    setOwn({ ...own, ...next })
  }
  const choose = (each: Preset): void => {
    setPreset(each.for)
    setOwn(startOf(each))
  }
  const submit = async (): Promise<void> => {
    setTried(true)
    if (reason.trim() === '' || Number.isNaN(until.getTime())) return
    setBusy(true)
    const when = preset === null ? { until: until.toISOString() } : { for: preset }
    const { version } = taskMode.execution
    await onSend({ ...when, reason: reason.trim(), version, pastRenewal: passes !== null })
    setBusy(false)
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className={styles.presets} role="radiogroup" aria-label="How long">
        {taskMode.snoozes.map((each) => (
          <label key={each.for}>
            <input type="radio" name="snooze-for" checked={preset === each.for} onChange={() => choose(each)} />
            {each.for}
            <span>{shortDay(each.returnsAt)}</span>
          </label>
        ))}
      </div>
      <div className={styles.pair}>
        <Field label="Or a day">
          <input
            type="date"
            className={fieldClass}
            value={own.day}
            min={taskMode.today}
            onChange={(event) => change({ day: event.target.value })}
          />
        </Field>
        <Field label="Time">
          <input
            type="time"
            className={fieldClass}
            value={own.time}
            onChange={(event) => change({ time: event.target.value })}
          />
        </Field>
      </div>
      {passes !== null && (
        <p className={styles.past} role="status">
          That is after {passes.kind === 'decision' ? 'the last day for notice' : 'the renewal'},{' '}
          {dayWithDate(passes.date, taskMode.today)}. {taskMode.lead?.name ?? 'Whoever leads you'} sees the reason.
        </p>
      )}
      <Field label="Reason" fault={tried && reason.trim() === '' ? 'Say what you wait for.' : undefined}>
        <input
          className={fieldClass}
          value={reason}
          maxLength={1000}
          placeholder="What you wait for"
          data-autofocus
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <div className={styles.foot}>
        <span>{what === 'step' ? 'The other steps go on without it.' : 'It leaves Today until then.'}</span>
        <Button type="submit" look="filled" aria-disabled={busy || undefined}>
          Snooze {what}
        </Button>
      </div>
    </form>
  )
}

function startOf(preset: Preset | undefined): { readonly day: string; readonly time: string } {
  if (!preset) return { day: '', time: '09:00' }
  const at = new Date(preset.returnsAt)
  return { day: dayField(at), time: timeField(at) }
}

/** The date of the renewal that a return would lie behind; null: it passes none. */
function passesDate({ renewal }: TaskMode, until: Date): NonNullable<TaskMode['renewal']> | null {
  if (!renewal || renewal.days < 0 || Number.isNaN(until.getTime())) return null
  return dayField(until) > renewal.date ? renewal : null
}
