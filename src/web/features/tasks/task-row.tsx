import { Link } from '@tanstack/react-router'
import { Pencil, Trash2 } from 'lucide-react'
import type { Task } from '../../../stages/execute/tasks.contract.ts'
import { dayWithDate, doneWords } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Tag } from '../../ui/tag.tsx'
import styles from './task-row.module.css'
import type { TasksWork } from './use-tasks.ts'

type TaskRowProps = {
  readonly task: Task
  readonly day: string
  readonly work: TasksWork
  /** Whose it is stands with it where several people's are shown. */
  readonly named: boolean
  readonly onEdit: () => void
}

/** One task: ticked when it is done, with its customer and the workflow that it came from. */
export function TaskRow({ task, day, work, named, onEdit }: TaskRowProps) {
  const { id, title, status, dueOn, doneAt, assignee, customer, workflow } = task
  const can = task.can.includes('act')
  const done = status === 'done'
  const toggle = (): void => void (done ? work.reopen(task) : work.complete(task))
  return (
    <li className={styles.task} data-done={done || undefined}>
      <input
        type="checkbox"
        className={styles.box}
        data-stop
        data-task={id}
        aria-label={done ? `${title}: take it back` : `${title}: done`}
        checked={done}
        disabled={!can}
        onChange={(event) => {
          // The second click of two would tick whichever task has come into this place.
          if ((event.nativeEvent as MouseEvent).detail < 2) toggle()
        }}
      />
      <span className={styles.words}>
        <span className={styles.title}>{title}</span>
        <span className={styles.about}>
          {customer && (
            <Link to="/customers/$customerId" params={{ customerId: customer.id }} className={styles.link}>
              {customer.name}
            </Link>
          )}
          {workflow && (
            <Link to="/work/$executionId" params={{ executionId: workflow.executionId }} className={styles.link}>
              {workflow.title}
            </Link>
          )}
          {named && <span>{assignee?.name ?? 'Nobody yet'}</span>}
        </span>
      </span>
      <span className={styles.due}>
        {done && doneAt !== null ? doneWords(doneAt, new Date()) : <Due dueOn={dueOn} day={day} />}
      </span>
      <span className={styles.acts}>
        {can && !done && (
          <>
            <Button look="icon" data-edit={id} aria-label={`Change “${title}”`} onClick={onEdit}>
              <Pencil size={16} strokeWidth={1.75} aria-hidden="true" />
            </Button>
            <Button
              look="icon"
              data-remove={id}
              aria-label={`Delete “${title}”`}
              onClick={() => void work.remove(task)}
            >
              <Trash2 size={16} strokeWidth={1.75} aria-hidden="true" />
            </Button>
          </>
        )}
      </span>
    </li>
  )
}

function Due({ dueOn, day }: { readonly dueOn: string | null; readonly day: string }) {
  if (dueOn === null) return null
  if (dueOn === day) return <span>today</span>
  return dueOn < day ? <Tag tone="warn">{dayWithDate(dueOn, day)}</Tag> : <span>{dayWithDate(dueOn, day)}</span>
}
