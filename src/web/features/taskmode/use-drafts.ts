import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { CallFailed } from '../../api.ts'
import { taskModeKey } from '../../calls/execution-acts.ts'
import { keepInMind, saveDraft } from '../../calls/taskmode.ts'
import { CLOSING } from './steps.ts'
import { createDraftKeeper, type DraftKeeper } from './draft-keeper.ts'

const DELAY_MS = 600
const RETRY_MS = 5_000

/** The keeper of one execution's drafts on this screen. Sends what waits before the page is left. */
export function useDrafts(taskMode: TaskMode, readerId: string): DraftKeeper {
  const client = useQueryClient()
  const { id } = taskMode.execution
  const [keeper] = useState(() => {
    const made = createDraftKeeper({
      name: `${readerId}.${id}`,
      save: async (draft) => {
        try {
          const saved = await saveDraft(id, draft)
          keepInMind(client, id, saved)
          return saved
        } catch (error) {
          // Reading anew finds that nobody is signed in any more, and leads to the way in; what was typed stays on this device.
          if (error instanceof CallFailed && error.problem?.status === 401)
            void client.invalidateQueries({ queryKey: taskModeKey(id) })
          throw error
        }
      },
      storage: window.localStorage,
      delayMs: DELAY_MS,
      retryMs: RETRY_MS,
    })
    made.hear(taskMode.drafts)
    made.recover([...taskMode.execution.steps.map((step) => step.id), CLOSING])
    return made
  })
  useEffect(() => keeper.hear(taskMode.drafts), [keeper, taskMode.drafts])
  useEffect(() => {
    const send = (): void => void keeper.flush()
    const hide = (): void => {
      if (document.visibilityState === 'hidden') send()
    }
    window.addEventListener('online', send)
    document.addEventListener('visibilitychange', hide)
    return () => {
      window.removeEventListener('online', send)
      document.removeEventListener('visibilitychange', hide)
      send()
      keeper.rest()
    }
  }, [keeper])
  useSyncExternalStore(keeper.listen, keeper.revision)
  return keeper
}
