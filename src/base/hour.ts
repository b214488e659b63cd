import type { Day } from './day.ts'

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
const clocks = new Map<string, Intl.DateTimeFormat>()

/** What the calendar and the clock of a zone show at an instant, as if they were those of UTC, in milliseconds. */
function shownIn(timeZone: string, instant: number): number {
  let clock = clocks.get(timeZone)
  if (!clock) {
    const whole = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const
    clock = new Intl.DateTimeFormat('en-US', { timeZone, ...whole, hourCycle: 'h23' })
    clocks.set(timeZone, clock)
  }
  const shown = Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = shown
  return Date.UTC(year, month - 1, day, hour, minute)
}

/**
 * The instant at which the clocks of a zone show a full hour of a day. By the same rules as `hourIn` and `dayIn`, which may be of another
 * year than the database's. Of an hour that the clocks leave out, the one beside it.
 */
export function atHour(timeZone: string, day: Day, hour: number): Date {
  const wanted = (day * 24 + hour) * MS_PER_HOUR
  // From beyond a change of the clocks one lands beside the hour the first time.
  const near = wanted - (shownIn(timeZone, wanted) - wanted)
  return new Date(near + wanted - shownIn(timeZone, near))
}

export const PARTS_OF_DAY = ['morning', 'afternoon', 'evening'] as const
export type PartOfDay = (typeof PARTS_OF_DAY)[number]

/** How people greet at an hour: morning before 12, afternoon before 18. */
export function partOfDay(hour: number): PartOfDay {
  if (hour < 12) return 'morning'
  return hour < 18 ? 'afternoon' : 'evening'
}
