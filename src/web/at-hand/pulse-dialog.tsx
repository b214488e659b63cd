import { useState } from 'react'
import { usePulse } from '../calls/unplanned.ts'
import { Choices } from '../ui/choices.tsx'
import { Field, fieldClass } from '../ui/field.tsx'
import type { Done } from '../ui/toast.tsx'
import { PULSE_WORDS } from '../words.ts'
import { Form } from './form.tsx'
import type { Subject } from './state.ts'
import { useSending } from './use-sending.ts'

const COLOURS = (['green', 'amber', 'red'] as const).map((value) => ({ value, label: PULSE_WORDS[value] }))
type Colour = (typeof COLOURS)[number]['value']

/** What somebody’s own impression of a customer is, in a colour and a line. */
export function PulseDialog({ subject, onDone }: { readonly subject: Subject; readonly onDone: (done: Done) => void }) {
  const pulse = usePulse(subject.id)
  const { send, busy, fault } = useSending()
  const [colour, setColour] = useState<Colour>('green')
  const [line, setLine] = useState('')
  return (
    <Form
      title={`My impression of ${subject.name}`}
      says="It stands beside the figures."
      verb="Keep it"
      busy={busy}
      fault={fault}
      onSubmit={() =>
        void send(async (key) => {
          await pulse.mutateAsync({ key, body: { colour, line } })
          onDone({ says: `Your impression of ${subject.name} is kept.`, undo: null })
        })
      }
    >
      <Choices legend="How it stands" choices={COLOURS} value={colour} onChoose={setColour} />
      <Field label="Why, in a line">
        <input
          className={fieldClass}
          value={line}
          maxLength={500}
          data-autofocus
          autoComplete="off"
          onChange={(event) => setLine(event.target.value)}
        />
      </Field>
    </Form>
  )
}
