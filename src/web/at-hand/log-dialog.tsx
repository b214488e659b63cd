import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { takeBackLogged, useLog } from '../calls/unplanned.ts'
import { Choices } from '../ui/choices.tsx'
import { focusFirst } from '../ui/focus-first.ts'
import { Field, fieldClass } from '../ui/field.tsx'
import type { Done } from '../ui/toast.tsx'
import { CustomerFinder } from './customer-finder.tsx'
import styles from './form.module.css'
import { Form } from './form.tsx'
import type { Subject } from './state.ts'
import { useTyped, type Typed } from './typed.ts'
import { useSending } from './use-sending.ts'

type LogProps = { readonly subject: Subject | null; readonly typed: Typed; readonly onDone: (done: Done) => void }

/** A call, a meeting or a note in ten seconds: whom, one line, done. */
export function LogDialog({ subject, typed, onDone }: LogProps) {
  const [chosen, setChosen] = useState(subject)
  const already = useTyped(typed)
  return chosen ? (
    <LogForm subject={chosen} already={subject ? already : ''} onDone={onDone} />
  ) : (
    <CustomerFinder label="Log a call with" onChoose={setChosen} />
  )
}

const KINDS = [
  { value: 'call', label: 'Call' },
  { value: 'meeting', label: 'Meeting' },
  { value: 'note', label: 'Note' },
] as const
type Kind = (typeof KINDS)[number]['value']

const MOODS = [
  { value: 'good', label: 'It was good' },
  { value: 'mixed', label: 'Mixed' },
  { value: 'bad', label: 'It was bad' },
] as const
type Mood = (typeof MOODS)[number]['value']

const TITLES: Readonly<Record<Kind, (name: string) => string>> = {
  call: (name) => `Call with ${name}`,
  meeting: (name) => `Meeting with ${name}`,
  note: (name) => `Note on ${name}`,
}

type LogFormProps = { readonly subject: Subject; readonly already: string; readonly onDone: (done: Done) => void }

function LogForm({ subject, already, onDone }: LogFormProps) {
  const client = useQueryClient()
  const log = useLog(subject.id)
  const { send, busy, fault } = useSending()
  const [kind, setKind] = useState<Kind>('call')
  const [line, setLine] = useState(already)
  const [missed, setMissed] = useState(false)
  const [mood, setMood] = useState<Mood | null>(null)
  const [promise, setPromise] = useState('')
  const [dueOn, setDueOn] = useState('')
  const title = TITLES[kind](subject.name)
  const submit = (): void => {
    const nextStep = promise.trim() === '' ? null : { title: promise.trim(), ...(dueOn === '' ? {} : { dueOn }) }
    const body = {
      kind,
      line,
      reached: !(kind === 'call' && missed),
      ...(mood === null || kind === 'note' ? {} : { mood }),
      ...(nextStep === null ? {} : { nextStep }),
    }
    void send(async (key) => {
      const { engagement } = await log.mutateAsync({ key, body })
      onDone({ says: `${title} is logged.`, undo: () => takeBackLogged(client, subject.id, engagement.id) })
    })
  }
  return (
    <Form
      title={title}
      says={kind === 'note' || missed ? 'It is on the timeline.' : 'It counts as contact at once.'}
      verb="Log it"
      busy={busy}
      fault={fault}
      onSubmit={submit}
    >
      <Choices legend="What it was" choices={KINDS} value={kind} onChoose={setKind} />
      <Field label="In a line">
        <input
          className={fieldClass}
          value={line}
          required
          maxLength={2000}
          ref={focusFirst}
          data-autofocus
          autoComplete="off"
          onChange={(event) => setLine(event.target.value)}
        />
      </Field>
      {kind === 'call' && (
        <label className={styles.check}>
          <input type="checkbox" checked={missed} onChange={(event) => setMissed(event.target.checked)} />
          Nobody answered
        </label>
      )}
      {kind !== 'note' && !missed && <Choices legend="How it was" choices={MOODS} value={mood} onChoose={setMood} />}
      <div className={styles.two}>
        <Field label="Promised, or what comes next">
          <input
            className={fieldClass}
            value={promise}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setPromise(event.target.value)}
          />
        </Field>
        <Field label="By">
          <input className={fieldClass} type="date" value={dueOn} onChange={(event) => setDueOn(event.target.value)} />
        </Field>
      </div>
    </Form>
  )
}
