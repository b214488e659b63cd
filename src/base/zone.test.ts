import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayOfInstant, instantOfWall } from './zone.ts'

describe('the wall clock of a zone', () => {
  test.each([
    ['Europe/Berlin', '2027-03-28T02:30', '2027-03-28T01:30:00.000Z'],
    ['Europe/Berlin', '2027-10-31T02:30', '2027-10-31T00:30:00.000Z'],
    ['America/New_York', '2027-03-14T02:30', '2027-03-14T07:30:00.000Z'],
    ['America/New_York', '2027-11-07T01:30', '2027-11-07T05:30:00.000Z'],
    ['Asia/Kathmandu', '2027-03-04T00:00', '2027-03-03T18:15:00.000Z'],
    ['Australia/Lord_Howe', '2027-07-01T12:00', '2027-07-01T01:30:00.000Z'],
    ['UTC', '2027-03-04T10:00', '2027-03-04T10:00:00.000Z'],
  ])('%s at %s', (zone, wall, instant) => {
    expect(new Date(instantOfWall(zone, Date.parse(`${wall}:00Z`))).toISOString()).toBe(instant)
  })

  test('gives back the day it was asked for, at noon of any day in any zone', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Pacific/Kiritimati',
      'America/St_Johns',
    )
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000 }), zones, (day, zone) => {
        const noon = day * 86_400_000 + 43_200_000
        expect(dayOfInstant(zone, instantOfWall(zone, noon))).toBe(new Date(noon).toISOString().slice(0, 10))
      }),
    )
  })
})
