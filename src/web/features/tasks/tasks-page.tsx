import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Lock, Plus } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Task, TasksPage as Page } from '../../../stages/execute/tasks.contract.ts'
import { CallFailed } from '../../api.ts'
import { sessionQuery } from '../../calls/session.ts'
import { tasksQuery, type Whose } from '../../calls/tasks.ts'
import { LoadFailed } from '../../load-failed.tsx'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { Toast } from '../../ui/toast.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { countWord } from '../../words.ts'
import { groupsOf } from './groups.ts'
import { TaskForm } from './task-form.tsx'
import { TaskRow } from './task-row.tsx'
import styles from './tasks-page.module.css'
import { useTasks } from './use-tasks.ts'

const route = getRouteApi('/inside/tasks')

/** What is to be done beside the workflows: one's own, or the team's. */
export function TasksPage() {
  const { whose } = route.useSearch()
  const navigate = useNavigate({ from: '/tasks' })
  const { data: session } = useQuery(sessionQuery)
  const { data, error, refetch } = useQuery(tasksQuery(whose))
  useEffect(() => {
    document.title = 'Tasks · Renubu'
  }, [])
  const me = session?.signedIn?.person
  if (data && me) {
    return (
      <Tasks
        page={data}
        me={me.role === 'viewer' ? null : me.id}
        works={me.role !== 'viewer'}
        leads={me.role !== 'csm'}
        asked={whose}
        onWhose={(next) => void navigate({ search: { whose: next }, replace: true })}
      />
    )
  }
  if (error instanceof CallFailed && error.problem?.status === 403) {
    return (
      <Notice icon={<Lock size={16} strokeWidth={1.75} />} title="You cannot open these tasks.">
        {error.problem.detail}
      </Notice>
    )
  }
  if (error) return <LoadFailed title="The tasks did not load." error={error} onRetry={() => void refetch()} />
  return (
    <div className={styles.page}>
      <Loading>
        <Skeleton widths={[30, 92, 88, 95, 80]} />
      </Loading>
    </div>
  )
}

type TasksProps = {
  readonly page: Page
  readonly me: string | null
  readonly works: boolean
  readonly leads: boolean
  readonly asked: Whose | undefined
  readonly onWhose: (whose: Whose) => void
}

function Tasks({ page, me, works, leads, asked, onWhose }: TasksProps) {
  const work = useTasks(asked)
  // A task that is changed, or a new one.
  const [writing, setWriting] = useState<string | null>(null)
  const groups = groupsOf(page)
  // Whoever closes a form by the keyboard goes on where it was opened.
  const close = (): void => {
    flushSync(() => setWriting(null))
    document.querySelector<HTMLElement>(writing === 'new' ? '[data-new]' : `[data-edit="${writing ?? ''}"]`)?.focus()
  }
  useKeys(useMemo(() => keys(() => works && setWriting('new')), [works]))
  const row = (task: Task) =>
    writing === task.id ? (
      <li key={task.id} className={styles.writing}>
        <TaskForm page={page} task={task} me={me} onSave={(written) => work.change(task.id, written)} onClose={close} />
      </li>
    ) : (
      <TaskRow
        key={task.id}
        task={task}
        day={page.day}
        work={work}
        named={page.whose === 'team'}
        onEdit={() => setWriting(task.id)}
      />
    )
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>Tasks</h1>
          <p className="small dim">{sentenceOf(page)}</p>
        </div>
        <div className={styles.choices}>
          {leads && (
            <div className={styles.switch} role="group" aria-label="Whose tasks">
              {(['mine', 'team'] as const).map((each) => (
                <button key={each} type="button" aria-pressed={page.whose === each} onClick={() => onWhose(each)}>
                  {each === 'mine' ? 'Mine' : 'The team’s'}
                </button>
              ))}
            </div>
          )}
          {works && (
            <Button look="filled" size="small" data-new onClick={() => setWriting('new')}>
              <Plus size={16} strokeWidth={1.75} aria-hidden="true" /> New task <Kbd>N</Kbd>
            </Button>
          )}
        </div>
      </header>
      {work.fault !== null && (
        <p className={styles.fault} role="alert">
          {work.fault}
        </p>
      )}
      {writing === 'new' && (
        <div className={styles.new}>
          <TaskForm page={page} me={me} onSave={work.add} onClose={close} />
        </div>
      )}
      {groups.length === 0 && writing !== 'new' && (
        <Notice title="Nothing is to be done.">
          {works
            ? 'What a workflow leaves to do comes here by itself. N writes down something else.'
            : 'What people have to do beside their workflows stands here.'}
        </Notice>
      )}
      {groups.map(({ id, title, tasks }) => (
        <section key={id} className={styles.group} aria-label={title}>
          <h2>
            {title} <span className="small quiet tabular">{tasks.length}</span>
          </h2>
          <ul>{tasks.map(row)}</ul>
        </section>
      ))}
      {page.more && <p className="small quiet">The first {page.open.length} are shown, by their day.</p>}
      {page.done.length > 0 && (
        <details className={styles.group}>
          <summary>
            Done in the last two weeks <span className="small quiet tabular">{page.done.length}</span>
          </summary>
          <ul>{page.done.map(row)}</ul>
        </details>
      )}
      {work.said && <Toast key={work.said.says} {...work.said} onClose={work.dismiss} />}
    </div>
  )
}

function sentenceOf({ open, more, day }: Page): string {
  if (open.length === 0) return 'Nothing is open.'
  const late = open.filter(({ dueOn }) => dueOn !== null && dueOn < day).length
  const all = more ? `More than ${String(open.length)} open` : `${countWord(open.length)} open`
  return late === 0 ? `${all}, none late.` : `${all}, ${String(late)} late.`
}

const walk = (step: 1 | -1) => (event: KeyboardEvent) => {
  const stops = [...document.querySelectorAll<HTMLElement>('[data-stop]:not([disabled])')].filter((stop) =>
    stop.checkVisibility(),
  )
  const at = stops.findIndex((stop) => stop.closest('li')?.contains(document.activeElement) === true)
  const next = stops[at === -1 ? (step === 1 ? 0 : stops.length - 1) : at + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

/** Clicks what the task that has focus offers. */
const onTask = (what: string) => (event: KeyboardEvent) => {
  const button = document.activeElement?.closest('li')?.querySelector<HTMLElement>(what)
  if (!button) return
  event.preventDefault()
  button.click()
}

const keys = (onNew: () => void) => ({
  n: (event: KeyboardEvent) => {
    event.preventDefault()
    onNew()
  },
  j: walk(1),
  k: walk(-1),
  ArrowDown: walk(1),
  ArrowUp: walk(-1),
  x: onTask('[data-task]'),
  e: onTask('[data-edit]'),
  Delete: onTask('[data-remove]'),
})
