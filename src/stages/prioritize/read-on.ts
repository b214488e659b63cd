import type { Day } from '../../base/day.ts'
import { factorsFrom, type Factor, type KeptFactors } from '../../spine/factor.ts'

/**
 * A score's stored factors as they read on a day: days left, which are kept with the day that they were counted on, count down to it.
 * Whatever shows a stored score reads its factors through here. Points stay as they were given; the next run gives new ones.
 */
export const readOn = (kept: KeptFactors, today: Day): readonly Factor[] =>
  factorsFrom(kept).map((factor) =>
    factor.code === 'urgency' && factor.on !== null && typeof factor.value === 'number'
      ? { ...factor, value: factor.value - (today - factor.on), on: null }
      : factor,
  )
