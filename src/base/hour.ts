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

export const PARTS_OF_DAY = ['morning', 'afternoon', 'evening'] as const
export type PartOfDay = (typeof PARTS_OF_DAY)[number]

/** How people greet at an hour: morning before 12, afternoon before 18. */
export function partOfDay(hour: number): PartOfDay {
  if (hour < 12) return 'morning'
  return hour < 18 ? 'afternoon' : 'evening'
}
