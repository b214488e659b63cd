import { describe, expect, it } from 'vitest'
import { day } from './day.ts'
import { atHour, hourIn, partOfDay } from './hour.ts'

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
    ['UTC', '2027-03-15', 9, '2027-03-15T09:00:00.000Z'],
    ['Asia/Kathmandu', '2027-03-15', 9, '2027-03-15T03:15:00.000Z'],
    ['Pacific/Kiritimati', '2027-03-15', 0, '2027-03-14T10:00:00.000Z'],
    // The clocks go on at two and come back at three.
    ['Europe/Berlin', '2027-03-28', 1, '2027-03-28T00:00:00.000Z'],
    ['Europe/Berlin', '2027-03-28', 3, '2027-03-28T01:00:00.000Z'],
    ['Europe/Berlin', '2027-03-28', 0, '2027-03-27T23:00:00.000Z'],
    ['Europe/Berlin', '2027-10-31', 1, '2027-10-30T23:00:00.000Z'],
    ['Europe/Berlin', '2027-10-31', 3, '2027-10-31T02:00:00.000Z'],
    ['America/New_York', '2027-03-14', 3, '2027-03-14T07:00:00.000Z'],
    ['America/New_York', '2027-11-07', 2, '2027-11-07T07:00:00.000Z'],
  ])('in %s on %s, %i, is at %s', (zone, on, hour, instant) => {
    expect(atHour(zone, day(on), hour).toISOString()).toBe(instant)
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
