import { useState } from 'react'
import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { dayWithDate, shortDay } from '../../format.ts'
import { Field, fieldClass } from '../../ui/field.tsx'
import { ReasonForm } from './reason-form.tsx'
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
  const chosen = taskMode.snoozes.find((each) => each.for === preset)
  const until = chosen ? new Date(chosen.returnsAt) : new Date(`${own.day}T${own.time || '09:00'}`)
  const unknown = Number.isNaN(until.getTime())
  const [tried, setTried] = useState(false)
  const passes = passesDate(taskMode, until)
  const change = (next: Partial<typeof own>): void => {
    setPreset(null)
    setOwn({ ...own, ...next })
  }
  const choose = (each: Preset): void => {
    setPreset(each.for)
    setOwn(startOf(each))
  }
  const send = async (reason: string): Promise<void> => {
    setTried(true)
    if (unknown) return
    const when = preset === null ? { until: until.toISOString() } : { for: preset }
    const { version } = taskMode.execution
    await onSend({ ...when, reason, version, pastRenewal: passes !== null })
  }
  return (
    <ReasonForm
      label="Reason"
      placeholder="What you wait for"
      missing="Say what you wait for."
      says={what === 'step' ? 'The other steps go on without it.' : 'It leaves Today until then.'}
      verb={`Snooze ${what}`}
      onSend={send}
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
        <Field label="Or a day" fault={tried && unknown ? 'Choose a day.' : undefined}>
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
    </ReasonForm>
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
