import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Day, day, dayIn, isoDay } from '../base/day.ts'
import { dailyDueOn } from './daily-schedule.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

// The days on which clocks change, each with 23 or 25 hours; Lord Howe changes by half an hour.
const CHANGES: readonly [zone: string, spring: string, autumn: string][] = [
  ['Europe/Berlin', '2027-03-28', '2027-10-31'],
  ['America/New_York', '2027-03-14', '2027-11-07'],
  ['America/Santiago', '2027-09-05', '2027-04-04'],
  ['Australia/Lord_Howe', '2027-10-03', '2027-04-04'],
  ['Asia/Kolkata', '2027-03-28', '2027-10-31'],
]

/** Every minute from a day before to a day after a date, by UTC. */
function* minutesAround(date: Day): Generator<Date> {
  const from = (date - 1) * 24 * HOUR_MS
  for (let at = from; at < from + 3 * 24 * HOUR_MS; at += MINUTE_MS) yield new Date(at)
}

const firstDue = (zone: string, date: Day): Date | undefined =>
  [...minutesAround(date)].find((minute) => dailyDueOn(zone, minute) === date)

const localTime = (zone: string, instant: Date | undefined): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(instant)

describe('the daily run', () => {
  it.each(CHANGES)('of %s is due at six by the company’s clock, also on %s and %s', (zone, spring, autumn) => {
    for (const iso of [spring, autumn, isoDay(day(spring) + 1)]) {
      expect(localTime(zone, firstDue(zone, day(iso))), iso).toBe('06:00')
    }
  })

  it('is due once per date: every date has its turn and none comes back', () => {
    for (const [zone, spring] of CHANGES) {
      const dates = [...minutesAround(day(spring))].flatMap((minute) => dailyDueOn(zone, minute) ?? [])
      const turns = dates.filter((date, index) => date !== dates[index - 1])
      expect(turns, zone).toEqual([...new Set(turns)].sort((a, b) => a - b))
      expect(turns, zone).toContain(day(spring))
    }
  })

  it('is still due when the program starts late in the day, and not before six', () => {
    expect(dailyDueOn('Europe/Berlin', new Date('2027-06-01T21:59:00Z'))).toBe(day('2027-06-01'))
    expect(dailyDueOn('Europe/Berlin', new Date('2027-06-01T22:01:00Z'))).toBeUndefined()
    expect(dailyDueOn('Europe/Berlin', new Date('2027-06-02T03:59:59Z'))).toBeUndefined()
  })

  it('is never due on another date than the company’s own', () => {
    const zones = fc.constantFrom(...CHANGES.map(([zone]) => zone), 'Pacific/Kiritimati', 'Pacific/Pago_Pago')
    const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(zones, instants, (zone, instant) => {
        const due = dailyDueOn(zone, instant)
        expect(due === undefined || due === dayIn(zone, instant)).toBe(true)
      }),
    )
  })
})
