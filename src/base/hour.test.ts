import { describe, expect, it } from 'vitest'
import { hourIn, partOfDay } from './hour.ts'

describe('the hour', () => {
  it.each([
    ['UTC', '2027-03-15T00:30:00Z', 0],
    ['UTC', '2027-03-15T23:59:59Z', 23],
    ['Europe/Berlin', '2027-03-28T00:59:59Z', 1],
    // The clocks have gone on by an hour.
    ['Europe/Berlin', '2027-03-28T01:00:00Z', 3],
    ['Asia/Kolkata', '2027-03-15T18:30:00Z', 0],
  ])('in %s at %s is %d', (zone, instant, hour) => {
    expect(hourIn(zone, new Date(instant))).toBe(hour)
  })

  it.each([
    [0, 'morning'],
    [11, 'morning'],
    [12, 'afternoon'],
    [17, 'afternoon'],
    [18, 'evening'],
    [23, 'evening'],
  ])('%i is the %s', (hour, part) => {
    expect(partOfDay(hour)).toBe(part)
  })
})
