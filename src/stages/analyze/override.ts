import type { Day } from '../../base/day.ts'
import type { Today } from '../../base/today.ts'
import type { OverrideFact } from './facts.ts'
import type { Rules } from './rules.contract.ts'

/** The override of a figure that is in force on a day: the latest begun one that has not expired, never beyond the longest allowed time. */
export function overrideOn(
  overrides: readonly OverrideFact[],
  figure: OverrideFact['figure'],
  { today, atMostDays }: { today: Today; atMostDays: number },
): OverrideFact | null {
  let found: OverrideFact | null = null
  for (const override of overrides) {
    if (override.figure !== figure || !today.hasCome(override.from)) continue
    if (today.hasCome(Math.min(override.until, override.from + atMostDays) + 1)) continue
    if (!found || override.from >= found.from) found = override
  }
  return found
}

/** The last day of an override begun on a day: as asked, else the usual time, never beyond the longest. */
export function overrideUntil(from: Day, asked: Day | null, rules: Rules['override']): Day {
  return Math.min(Math.max(asked ?? from + rules.days, from), from + rules.atMostDays)
}
