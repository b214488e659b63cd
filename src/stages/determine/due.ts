import { addWorkingDays, lastWorkingDayUntil } from '../../base/day.ts'
import type { Day } from '../../base/day.ts'
import type { Today } from '../../base/today.ts'
import type { Family, Stage } from '../../spine/words.ts'
import type { DetermineSettings } from './settings.ts'

/**
 * The last working day of a renewal stage's band. Never before the first working day from opening on:
 * what opens late is due at once, and late the day after.
 */
export function renewalDueOn(
  stageDate: Day,
  stage: Stage,
  { today, settings }: { readonly today: Today; readonly settings: DetermineSettings },
): Day {
  const bandEnds = lastWorkingDayUntil(stageDate - (settings.bandFloors[stage] ?? 0), settings.workingDays)
  return Math.max(bandEnds, addWorkingDays(today.day, 0, settings.workingDays))
}

/** Working days after the day of opening, by family. A question counts as cadence's own row, see `settings.due.question`. */
export function dueOn(
  family: Exclude<Family, 'renewal'> | 'question',
  { today, settings }: { readonly today: Today; readonly settings: DetermineSettings },
): Day {
  return addWorkingDays(today.day, settings.due[family], settings.workingDays)
}
