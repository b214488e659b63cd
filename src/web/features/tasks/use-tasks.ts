import { useRef, useState } from 'react'
import type { Task } from '../../../stages/execute/tasks.contract.ts'
import { CallFailed, keyOfClick } from '../../api.ts'
import { useTaskActs, type NewTask, type TaskChange, type Whose } from '../../calls/tasks.ts'
import type { Done } from '../../ui/toast.tsx'
import { without, withDone } from './groups.ts'

export type TasksWork = ReturnType<typeof useTasks>

/** What is done on the page, said with its way back, or why it was refused. */
export function useTasks(whose: Whose | undefined) {
  const acts = useTaskActs(whose)
  const [said, setSaid] = useState<Done | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  // Two hits of a key in one moment are one act.
  const busy = useRef<ReadonlySet<string>>(new Set())

  // The key of the next one: sent again after a line that was down, it is the same task.
  const adding = useRef(keyOfClick())

  async function once(name: string, work: () => Promise<Done | null>): Promise<boolean> {
    if (busy.current.has(name)) return false
    busy.current = new Set([...busy.current, name])
    setFault(null)
    try {
      setSaid(await work())
      return true
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error
      setSaid(null)
      setFault(error.message)
      return false
    } finally {
      busy.current = new Set([...busy.current].filter((each) => each !== name))
    }
  }
  const reopening = (id: string) => () =>
    once(id, async () => {
      await acts.reopen(id)
      return null
    })

  return {
    said,
    fault,
    dismiss: () => setSaid(null),
    add: (task: NewTask) =>
      once('add', async () => {
        const { title } = await acts.add(task, adding.current)
        adding.current = keyOfClick()
        return { says: `“${title}” is on the list.`, undo: null }
      }),
    change: (id: string, change: TaskChange) =>
      once(id, async () => {
        await acts.change(id, change)
        return null
      }),
    complete: ({ id, title }: Task) =>
      once(id, async () => {
        await acts.complete(id, (before) => withDone(before, id, new Date()))
        return { says: `“${title}” is done.`, undo: reopening(id) }
      }),
    reopen: ({ id }: Task) => reopening(id)(),
    remove: ({ id, title }: Task) =>
      once(id, async () => {
        await acts.remove(id, (before) => without(before, id))
        return { says: `“${title}” is deleted.`, undo: reopening(id) }
      }),
  }
}
