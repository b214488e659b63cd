import type { Task, TasksPage } from '../../../stages/execute/tasks.contract.ts'

export type Group = {
  readonly id: 'late' | 'today' | 'later' | 'someday'
  readonly title: string
  readonly tasks: readonly Task[]
}

/** Open tasks by their day: what is late, due today, due later, and what has no day. Empty ones are left out. */
export function groupsOf({ open, day }: Pick<TasksPage, 'open' | 'day'>): readonly Group[] {
  const due = (fits: (on: string) => boolean): readonly Task[] =>
    open.filter(({ dueOn }) => dueOn !== null && fits(dueOn))
  const groups: readonly Group[] = [
    { id: 'late', title: 'Late', tasks: due((on) => on < day) },
    { id: 'today', title: 'Today', tasks: due((on) => on === day) },
    { id: 'later', title: 'Later', tasks: due((on) => on > day) },
    { id: 'someday', title: 'Without a day', tasks: open.filter(({ dueOn }) => dueOn === null) },
  ]
  return groups.filter(({ tasks }) => tasks.length > 0)
}

/** The page once a task is done. */
export function withDone(page: TasksPage, id: string, at: Date): TasksPage {
  const task = page.open.find((each) => each.id === id)
  if (!task) return page
  const done: Task = { ...task, status: 'done', doneAt: at.toISOString() }
  return { ...without(page, id), done: [done, ...page.done] }
}

/** The page without a task that is open. */
export const without = (page: TasksPage, id: string): TasksPage => ({
  ...page,
  open: page.open.filter((each) => each.id !== id),
})
