import { useState } from 'react'
import { useTaskActs } from '../calls/tasks.ts'
import { Field, fieldClass } from '../ui/field.tsx'
import type { Done } from '../ui/toast.tsx'
import { focusFirst } from '../ui/focus-first.ts'
import styles from './form.module.css'
import { Form } from './form.tsx'
import type { Subject } from './state.ts'
import { useTyped, type Typed } from './typed.ts'
import { useSending } from './use-sending.ts'

type TaskProps = {
  /** Null: it is about nobody in particular. */
  readonly subject: Subject | null
  readonly typed: Typed
  readonly onDone: (done: Done) => void
}

/** A task of one's own, for a customer or for nobody in particular. */
export function TaskDialog({ subject, typed, onDone }: TaskProps) {
  const { add, remove } = useTaskActs(undefined)
  const { send, busy, fault } = useSending()
  const [title, setTitle] = useState(useTyped(typed))
  const [dueOn, setDueOn] = useState('')
  const submit = (): void =>
    void send(async (key) => {
      const task = await add({ title, dueOn: dueOn === '' ? null : dueOn, customerId: subject?.id ?? null }, key)
      onDone({ says: `“${task.title}” is on your list.`, undo: () => remove(task.id, (before) => before) })
    })
  return (
    <Form
      title={subject ? `A task for ${subject.name}` : 'A task'}
      says="It is on your list."
      verb="Add it"
      busy={busy}
      fault={fault}
      onSubmit={submit}
    >
      <div className={styles.two}>
        <Field label="What is to be done">
          <input
            className={fieldClass}
            value={title}
            required
            maxLength={200}
            ref={focusFirst}
            data-autofocus
            autoComplete="off"
            onChange={(event) => setTitle(event.target.value)}
          />
        </Field>
        <Field label="By">
          <input className={fieldClass} type="date" value={dueOn} onChange={(event) => setDueOn(event.target.value)} />
        </Field>
      </div>
    </Form>
  )
}
