import { addWorkingDays, type Day, type WorkingDays } from '../../base/day.ts'
import { atHour } from '../../base/hour.ts'

/** How long a click puts something off, in the owner's working days. */
export const SNOOZES = ['1 day', '2 days', '1 week'] as const
export type SnoozeFor = (typeof SNOOZES)[number]

const DAYS_A_WEEK = 7

/** The day on which it returns: so many working days on; a week is seven days, and then the next day of work. */
export function returnsOn(choice: SnoozeFor, today: Day, working: WorkingDays): Day {
  switch (choice) {
    case '1 day':
      return addWorkingDays(today + 1, 0, working)
    case '2 days':
      return addWorkingDays(today + 1, 1, working)
    case '1 week':
      return addWorkingDays(today + DAYS_A_WEEK, 0, working)
  }
}

const MORNING = 9

/** Nine in the morning of a day somewhere, whatever the clocks did in the night. */
export const morningOf = (day: Day, timeZone: string): Date => atHour(timeZone, day, MORNING)

/** The first of these dates that is still to come and that a return on that day would lie behind; null: it passes none. */
export const passedBy = (returns: Day, { today, dates }: { today: Day; dates: readonly (Day | null)[] }): Day | null =>
  dates.flatMap((date) => (date !== null && date >= today && returns > date ? [date] : [])).sort((a, b) => a - b)[0] ??
  null
