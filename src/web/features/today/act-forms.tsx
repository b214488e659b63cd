import { useState } from 'react'
import type { Card } from '../../../views/card.contract.ts'
import { Button } from '../../ui/button.tsx'
import { Choices } from '../../ui/choices.tsx'
import { Field, fieldClass } from '../../ui/field.tsx'
import styles from './act-forms.module.css'
import type { Send } from './send.ts'

type FormProps = { readonly card: Card; readonly onSend: Send }

type FrameProps = {
  readonly title: string
  readonly says: string
  readonly verb: string
  readonly onSubmit: () => void
  readonly children: React.ReactNode
}

function Frame({ title, says, verb, onSubmit, children }: FrameProps) {
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <h2>{title}</h2>
      {children}
      <div className={styles.foot}>
        <span>{says}</span>
        <Button type="submit" look="filled" data-autofocus autoFocus>
          {verb}
        </Button>
      </div>
    </form>
  )
}

const OUTCOMES = [
  { value: 'success', label: 'It went well' },
  { value: 'partly', label: 'In part' },
  { value: 'failed', label: 'It did not work' },
] as const

/** It was done elsewhere: one outcome, one line. */
export function DoneForm({ card, onSend }: FormProps) {
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number]['value']>('success')
  const [note, setNote] = useState('')
  const body = { outcome, ...(note.trim() === '' ? {} : { note: note.trim() }) }
  return (
    <Frame
      title={`${card.customer.name} is done already`}
      says="It does not come back."
      verb="It is done"
      onSubmit={() => void onSend({ act: 'done-already', body }, `${card.customer.name} is done.`)}
    >
      <Choices legend="How it went" choices={OUTCOMES} value={outcome} onChoose={setOutcome} />
      <Line label="A line about it" value={note} onChange={setNote} />
    </Frame>
  )
}

/** It is somebody else’s: whoever leads decides whose. */
export function NotMeForm({ card, onSend }: FormProps) {
  const [note, setNote] = useState('')
  const reason = note.trim() === '' ? 'It is not mine.' : `It is not mine: ${note.trim()}`
  return (
    <Frame
      title={`${card.customer.name} is not mine`}
      says="Whoever leads you gives it away."
      verb="Hand it up"
      onSubmit={() =>
        void onSend({ act: 'escalate', body: { to: null, reason } }, `${card.customer.name} was handed up.`)
      }
    >
      <Line label="Whose is it?" value={note} onChange={setNote} />
    </Frame>
  )
}

const WRONG = [
  { value: 'bad-data', label: 'A figure is wrong' },
  { value: 'not-relevant', label: 'Not worth it' },
  { value: 'duplicate', label: 'Done elsewhere' },
  { value: 'asked-not-to', label: 'They asked us not to' },
] as const

/** It should not be here: what is wrong rests the trigger, and wrong data are somebody’s task. */
export function WrongForm({ card, onSend }: FormProps) {
  const [reason, setReason] = useState<(typeof WRONG)[number]['value']>('bad-data')
  const [note, setNote] = useState('')
  const body = { reason, ...(note.trim() === '' ? {} : { note: note.trim() }) }
  return (
    <Frame
      title={`${card.customer.name} should not be here`}
      says={reason === 'bad-data' ? 'Whoever keeps the data gets a task.' : 'It stays quiet from now on.'}
      verb="Take it out"
      onSubmit={() => void onSend({ act: 'cancel', body }, `${card.customer.name} was taken out.`)}
    >
      <Choices legend="What is wrong" choices={WRONG} value={reason} onChoose={setReason} />
      <Line
        label={reason === 'bad-data' ? 'Which field, and what is wrong with it' : 'A line about it'}
        value={note}
        onChange={setNote}
      />
    </Frame>
  )
}

const LATER = [
  { value: '1 day', label: '1 day' },
  { value: '2 days', label: '2 days' },
  { value: '1 week', label: '1 week' },
] as const

/** It is put off by working days; past the renewal only knowingly. */
export function NotNowForm({ card, onSend }: FormProps) {
  const [length, setLength] = useState<(typeof LATER)[number]['value']>('1 day')
  const [note, setNote] = useState('')
  const [past, setPast] = useState(false)
  const reason = note.trim() === '' ? 'Not now' : note.trim()
  const send = async (): Promise<void> => {
    const body = { for: length, reason, pastRenewal: past }
    const refused = await onSend({ act: 'snooze', body }, `${card.customer.name} comes back in ${length}.`)
    if (refused?.problem?.status === 422) setPast(true)
  }
  return (
    <Frame
      title={`Not now: ${card.customer.name}`}
      says={past ? 'Whoever leads you sees the reason.' : 'It leaves Today until then.'}
      verb={past ? 'Put it off all the same' : 'Put it off'}
      onSubmit={() => void send()}
    >
      <Choices
        legend="How long"
        choices={LATER}
        value={length}
        onChoose={(value) => {
          setLength(value)
          setPast(false)
        }}
      />
      <Line label="Why" value={note} onChange={setNote} />
    </Frame>
  )
}

type LineProps = { readonly label: string; readonly value: string; readonly onChange: (value: string) => void }

const Line = ({ label, value, onChange }: LineProps) => (
  <Field label={label}>
    <input className={fieldClass} value={value} maxLength={900} onChange={(event) => onChange(event.target.value)} />
  </Field>
)
