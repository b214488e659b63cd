import { type Day, dayIn } from '../base/day.ts'

/** The hour of a company's own clock at which its daily run is due. */
const DAILY_HOUR = 6

const formatters = new Map<string, Intl.DateTimeFormat>()

function hourIn(timeZone: string, instant: Date): number {
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
    formatters.set(timeZone, formatter)
  }
  return Number(formatter.format(instant))
}

/**
 * The local date whose daily run is due at an instant: today from 06:00 on by the company's clock, else none.
 * Whoever comes late in the day still finds it due. A day has one date however many hours it has, so a change of clocks neither skips nor doubles it.
 */
export function dailyDueOn(timeZone: string, instant: Date): Day | undefined {
  return hourIn(timeZone, instant) >= DAILY_HOUR ? dayIn(timeZone, instant) : undefined
}
