import { isoDay, lastWorkingDayUntil, type Day } from '../src/base/day.ts'

/** The day so many days ago, or the working day before it: nobody holds a review on a Sunday. */
export const workingDayAgo = (today: Day, daysAgo: number): Day => lastWorkingDayUntil(today - daysAgo)

/**
 * An instant on a day as ISO text. Hours are UTC between 14 and 20, which is the same calendar day in every zone of the portfolio,
 * so that summer time never moves a story by a day.
 */
export const instantOn = (day: Day, hour: number, minute = 0): string =>
  `${isoDay(day)}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00Z`

/** An instant some hours after another. */
export const hoursAfter = (instant: string, hours: number): string =>
  `${new Date(Date.parse(instant) + Math.round(hours * 60) * 60_000).toISOString().slice(0, 16)}:00Z`
