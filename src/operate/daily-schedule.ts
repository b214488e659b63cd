import { type Day, dayIn } from '../base/day.ts'
import { hourIn } from '../base/hour.ts'

/** The hour of a company's own clock at which its daily run is due. */
const DAILY_HOUR = 6

/**
 * The local date whose daily run is due at an instant: today from 06:00 on by the company's clock, else none.
 * Whoever comes late in the day still finds it due. A day has one date however many hours it has, so a change of clocks neither skips nor doubles it.
 */
export function dailyDueOn(timeZone: string, instant: Date): Day | undefined {
  return hourIn(timeZone, instant) >= DAILY_HOUR ? dayIn(timeZone, instant) : undefined
}
