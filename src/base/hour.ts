import type { Day } from './day.ts'
import { instantOfWall } from './zone.ts'

const formatters = new Map<string, Intl.DateTimeFormat>()

/** The hour that a clock in a zone shows at an instant: 0 to 23. */
export function hourIn(timeZone: string, instant: Date): number {
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
    formatters.set(timeZone, formatter)
  }
  return Number(formatter.format(instant))
}

const MS_PER_HOUR = 3_600_000

/**
 * The instant at which the clocks of a zone show a full hour of a day: by the same rules as `hourIn` and `dayIn`, while those of the database
 * may be of another year. Of an hour that the clocks leave out, the one after it.
 */
export const atHour = (timeZone: string, day: Day, hour: number): Date =>
  new Date(instantOfWall(timeZone, (day * 24 + hour) * MS_PER_HOUR))

export const PARTS_OF_DAY = ['morning', 'afternoon', 'evening'] as const
export type PartOfDay = (typeof PARTS_OF_DAY)[number]

/** How people greet at an hour: morning before 12, afternoon before 18. */
export function partOfDay(hour: number): PartOfDay {
  if (hour < 12) return 'morning'
  return hour < 18 ? 'afternoon' : 'evening'
}
