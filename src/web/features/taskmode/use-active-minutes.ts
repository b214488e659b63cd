import { useEffect } from 'react'
import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import type { DraftKeeper } from './draft-keeper.ts'
import { CLOSING } from './steps.ts'

type Counting = {
  readonly keeper: DraftKeeper
  readonly stepId: string
  readonly counts: boolean
  readonly taskMode: TaskMode
}

const TICK_SECONDS = 15
const SECONDS_A_MINUTE = 60

/** Minutes of work on this execution: while the page is in front and somebody may work on it, each step counts its own. */
export function useActiveMinutes({ keeper, stepId, counts, taskMode }: Counting): number {
  useEffect(() => {
    if (!counts) return undefined
    const tick = setInterval(() => {
      if (document.visibilityState !== 'visible') return
      keeper.change(stepId, (before) => ({ ...before, seconds: before.seconds + TICK_SECONDS }))
    }, TICK_SECONDS * 1000)
    return () => clearInterval(tick)
  }, [keeper, stepId, counts])
  const places = [...taskMode.execution.steps.map(({ id }) => id), CLOSING]
  const seconds = places.reduce((sum, place) => sum + keeper.read(place).seconds, 0)
  return Math.floor(seconds / SECONDS_A_MINUTE)
}
