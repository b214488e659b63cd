import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import {
  AddTask,
  ChangeTask,
  CompleteTask,
  DeleteTask,
  GetTasksPage,
  ReopenTask,
  type TasksPage,
} from '../../stages/execute/tasks.contract.ts'
import { call, keyOfClick } from '../api.ts'

export type Whose = TasksPage['whose']

/** `whose` undefined: as the reader's role begins. */
export const tasksQuery = (whose: Whose | undefined) =>
  queryOptions({
    queryKey: ['tasks', whose ?? 'usual'],
    queryFn: ({ signal }) => call(GetTasksPage, { query: { whose } }, signal),
    placeholderData: keepPreviousData,
  })

export type NewTask = z.input<typeof AddTask.body>
export type TaskChange = z.input<typeof ChangeTask.body>

/** What is done with tasks. `shown`: the page as it will be, until the server has said so. */
export function useTaskActs(whose: Whose | undefined) {
  const client = useQueryClient()
  const { queryKey } = tasksQuery(whose)
  async function then<T>(work: () => Promise<T>, shown?: (before: TasksPage) => TasksPage): Promise<T> {
    if (shown) {
      await client.cancelQueries({ queryKey })
      client.setQueryData(queryKey, (before) => before && shown(before))
    }
    try {
      return await work()
    } finally {
      await client.invalidateQueries({ queryKey: ['tasks'] })
    }
  }
  const at = (id: string) => ({ params: { id }, key: keyOfClick() })
  return {
    /** Sent again with the same key it is one task. */
    add: (body: NewTask, key: string) => then(() => call(AddTask, { body, key })),
    change: (id: string, body: TaskChange) => then(() => call(ChangeTask, { params: { id }, body })),
    complete: (id: string, shown: (before: TasksPage) => TasksPage) => then(() => call(CompleteTask, at(id)), shown),
    reopen: (id: string) => then(() => call(ReopenTask, at(id))),
    remove: (id: string, shown: (before: TasksPage) => TasksPage) =>
      then(() => call(DeleteTask, { params: { id } }), shown),
  }
}
