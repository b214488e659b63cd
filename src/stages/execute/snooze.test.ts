import { describe, expect, it } from 'vitest'
import { day, isoDay } from '../../base/day.ts'
import { passedBy, returnsOn, type SnoozeFor } from './snooze.ts'

const MONDAY = day('2027-03-15')
const WEEK = [1, 2, 3, 4, 5]

describe('what is put off for some days returns on', () => {
  it.each<[SnoozeFor, string, readonly number[], string]>([
    ['1 day', '2027-03-15', WEEK, '2027-03-16'],
    ['1 day', '2027-03-19', WEEK, '2027-03-22'],
    ['1 day', '2027-03-20', WEEK, '2027-03-22'],
    ['2 days', '2027-03-18', WEEK, '2027-03-22'],
    ['2 days', '2027-03-19', WEEK, '2027-03-23'],
    ['1 week', '2027-03-17', WEEK, '2027-03-24'],
    ['1 week', '2027-03-20', WEEK, '2027-03-29'],
    ['1 day', '2027-03-18', [7, 1, 2, 3, 4], '2027-03-21'],
    ['2 days', '2027-03-15', [1], '2027-03-29'],
    ['1 day', '2027-03-15', [], '2027-03-16'],
  ])('%s, asked on %s by somebody who works on %j: %s', (choice, today, working, returns) => {
    expect(isoDay(returnsOn(choice, day(today), working))).toBe(returns)
  })
})

describe('a return passes', () => {
  const dates = [MONDAY + 10, MONDAY + 40]
  it.each([
    ['nothing on the day before a date', MONDAY + 9, dates, null],
    ['nothing on the date itself', MONDAY + 10, dates, null],
    ['the date of which it comes the day after', MONDAY + 11, dates, MONDAY + 10],
    ['the first of two', MONDAY + 41, [...dates].reverse(), MONDAY + 10],
    ['no date that is over already', MONDAY + 5, [MONDAY - 1], null],
    ['today’s date, when it returns tomorrow', MONDAY + 1, [MONDAY], MONDAY],
    ['nothing where no date is known', MONDAY + 500, [null, null], null],
  ])('%s', (_what, returns, known, passed) => {
    expect(passedBy(returns, { today: MONDAY, dates: known })).toBe(passed)
  })
})
