import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day, isoDay } from '../../base/day.ts'
import { addMonths, civilOf, dayOfCivil, nextTermEnd } from './calendar-months.ts'

const anyDay = fc.integer({ min: day('1900-01-01'), max: day('2200-12-31') })

describe('months of the calendar', () => {
  it.each([
    ['2027-01-15', 12, '2028-01-15'],
    ['2027-01-31', 1, '2027-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2027-12-31', 2, '2028-02-29'],
    ['2027-03-31', -1, '2027-02-28'],
    ['2027-01-01', -13, '2025-12-01'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(isoDay(addMonths(day(from), months))).toBe(to)
  })

  it.each([
    ['2026-12-31', 12, '2027-12-31'],
    ['2027-02-28', 12, '2028-02-29'],
    ['2027-01-14', 1, '2027-02-14'],
  ])('a term that ends on %s is followed by one of %i months to %s', (end, months, next) => {
    expect(isoDay(nextTermEnd(day(end), months))).toBe(next)
  })

  it('reads every day as the platform does, and back', () => {
    fc.assert(
      fc.property(anyDay, (value) => {
        const civil = civilOf(value)
        const [year, month, date] = isoDay(value).split('-').map(Number)
        expect(civil).toEqual({ year, month, date })
        expect(dayOfCivil(civil)).toBe(value)
      }),
    )
  })
})
