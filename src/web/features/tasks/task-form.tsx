import { useState } from 'react'
import type { Task, TasksPage } from '../../../stages/execute/tasks.contract.ts'
import { Button } from '../../ui/button.tsx'
import { Field, fieldClass } from '../../ui/field.tsx'
import styles from './task-form.module.css'

export type Written = {
  readonly title: string
  readonly dueOn: string | null
  readonly customerId: string | null
  readonly assigneeId: string | null
}

type TaskFormProps = {
  readonly page: Pick<TasksPage, 'people' | 'customers'>
  /** Undefined: a new one, for `me`. */
  readonly task?: Task
  readonly me: string | null
  /** Answers whether it was taken. */
  readonly onSave: (written: Written) => Promise<boolean>
  readonly onClose: () => void
}

/** A task as it is written: what, about whom, until when, and who does it. */
export function TaskForm({ page, task, me, onSave, onClose }: TaskFormProps) {
  const [title, setTitle] = useState(task?.title ?? '')
  const [customer, setCustomer] = useState(task?.customer?.name ?? '')
  const [dueOn, setDueOn] = useState(task?.dueOn ?? '')
  const [assigneeId, setAssigneeId] = useState(task ? (task.assignee?.id ?? '') : (me ?? ''))
  const [tried, setTried] = useState(false)
  const customerId = customerCalled(customer, { customers: page.customers, task })
  const missing = title.trim() === ''
  async function save(): Promise<void> {
    setTried(true)
    if (missing || customerId === undefined) return
    const written = { title: title.trim(), dueOn: dueOn === '' ? null : dueOn, customerId }
    if (await onSave({ ...written, assigneeId: assigneeId === '' ? null : assigneeId })) onClose()
  }
  return (
    <form
      className={styles.form}
      aria-label={task ? `Change “${task.title}”` : 'New task'}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <div className={styles.what}>
        <Field label="What is to be done" fault={tried && missing ? 'A task needs a title.' : undefined}>
          <input
            className={fieldClass}
            value={title}
            maxLength={200}
            ref={focused}
            onChange={(event) => setTitle(event.target.value)}
          />
        </Field>
      </div>
      <Field
        label="Customer"
        fault={tried && customerId === undefined ? 'No customer of this name is here.' : undefined}
      >
        <input
          className={fieldClass}
          list="task-customers"
          value={customer}
          placeholder="None"
          onChange={(event) => setCustomer(event.target.value)}
        />
        <datalist id="task-customers">
          {page.customers.map(({ id, name }) => (
            <option key={id} value={name} />
          ))}
        </datalist>
      </Field>
      <Field label="Due">
        <input className={fieldClass} type="date" value={dueOn} onChange={(event) => setDueOn(event.target.value)} />
      </Field>
      <Field label="Who does it">
        <select className={fieldClass} value={assigneeId} onChange={(event) => setAssigneeId(event.target.value)}>
          <option value="">Nobody yet</option>
          {page.people.map(({ id, name }) => (
            <option key={id} value={id}>
              {id === me ? `${name} (you)` : name}
            </option>
          ))}
        </select>
      </Field>
      <div className={styles.foot}>
        <Button type="submit" look="filled">
          {task ? 'Save' : 'Add the task'}
        </Button>
        <Button look="plain" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  )
}

/** The form is opened to be written in. */
function focused(field: HTMLInputElement | null): void {
  field?.focus()
}

type Known = { readonly customers: TasksPage['customers']; readonly task: Task | undefined }

/** The id of a customer by the name; null: none is named; undefined: none is called so. */
function customerCalled(called: string, { customers, task }: Known): string | null | undefined {
  const name = called.trim().toLowerCase()
  if (name === '') return null
  if (task?.customer && task.customer.name.toLowerCase() === name) return task.customer.id
  return customers.find((each) => each.name.toLowerCase() === name)?.id
}
