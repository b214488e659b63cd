import type { Day } from '../../base/day.ts'
import type { Today } from '../../base/today.ts'
import type { Touch } from '../../spine/words.ts'
import type { Rules } from './rules.contract.ts'

export type Cadence = {
  /** Days within which a two-way contact is expected. */
  readonly contactDays: number
  /** Days within which a business review is expected; null: none is. */
  readonly qbrDays: number | null
}

/** What a profile expects of contact with a customer of this touch. */
export function cadenceOf(touch: Touch | null, rules: Rules['cadence']): Cadence {
  const key = touch ?? rules.touchWhenUnknown
  return { contactDays: rules.contactDays[key], qbrDays: rules.qbrDays[key] }
}

/**
 * 100 within the cadence, then less with each week begun beyond it, never below 0.
 * Whole weeks, so that a customer to whom nothing happens is not analyzed anew every day.
 */
export function cadenceScore(
  last: Day,
  { today, everyDays, pointsPerWeek }: { today: Today; everyDays: number; pointsPerWeek: number },
): number {
  if (pointsPerWeek === 0) return 100
  const kept = last + everyDays
  // From its last week on it is 0 for good: then no day changes it.
  const lastWeek = Math.ceil(100 / pointsPerWeek)
  if (today.hasCome(kept + 7 * (lastWeek - 1) + 1)) return 0
  return Math.max(0, 100 - today.weeksBegunSince(kept) * pointsPerWeek)
}
