import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addWorkingDays, day, dayIn, daysBetween, isoDay, lastWorkingDayUntil, parseDay, weekdayOf } from './day.ts'

const anyDay = fc.integer({ min: day('1900-01-01'), max: day('2999-12-31') })

describe('a calendar day', () => {
  test('is written and read back as the same day', () => {
    fc.assert(fc.property(anyDay, (value) => parseDay(isoDay(value)) === value))
  })

  test.each(['2027-02-29', '2027-13-01', '2027-00-10', '2027-1-1', '27-01-01', '', 'tomorrow', '2027-01-01T00:00:00Z'])(
    'is refused when it is none: %j',
    (text) => {
      expect(parseDay(text)).toBeUndefined()
    },
  )

  test('that must be right says how to write it', () => {
    expect(() => day('1.2.2027')).toThrow('write it as YYYY-MM-DD')
  })

  test('knows the leap day', () => {
    expect(daysBetween(day('2028-02-28'), day('2028-03-01'))).toBe(2)
    expect(daysBetween(day('2027-02-28'), day('2027-03-01'))).toBe(1)
  })

  test.each([
    ['2026-11-23', 1],
    ['2026-11-28', 6],
    ['2026-11-29', 7],
    ['1969-12-31', 3],
  ])('%s is weekday %i, counted from Monday', (iso, weekday) => {
    expect(weekdayOf(day(iso))).toBe(weekday)
  })
})

describe('the day in a time zone', () => {
  test.each([
    ['America/Los_Angeles', '2026-03-08T07:30:00Z', '2026-03-07'],
    ['America/Los_Angeles', '2026-03-08T10:30:00Z', '2026-03-08'],
    ['Pacific/Kiritimati', '2026-12-31T23:30:00Z', '2027-01-01'],
    ['Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25'],
    ['Asia/Kolkata', '2026-05-31T18:29:59Z', '2026-05-31'],
    ['Asia/Kolkata', '2026-05-31T18:30:00Z', '2026-06-01'],
  ])('%s at %s is %s', (timeZone, instant, expected) => {
    expect(isoDay(dayIn(timeZone, new Date(instant)))).toBe(expected)
  })

  test('refuses a zone that does not exist', () => {
    expect(() => dayIn('Mars/Olympus', new Date(0))).toThrow(RangeError)
  })
})

describe('working days', () => {
  test.each([
    ['2026-11-20', 0, '2026-11-20'],
    ['2026-11-20', 1, '2026-11-23'],
    ['2026-11-21', 0, '2026-11-23'],
    ['2026-11-21', 1, '2026-11-24'],
    ['2026-11-20', 5, '2026-11-27'],
  ])('%s and %i working days is %s', (start, count, expected) => {
    expect(isoDay(addWorkingDays(day(start), count))).toBe(expected)
  })

  test('follow the owner, whose week may begin on Sunday', () => {
    expect(isoDay(addWorkingDays(day('2026-11-19'), 1, [7, 1, 2, 3, 4]))).toBe('2026-11-22')
  })

  test.each([[[]], [[0]], [[8, 9]], [[1.5]], [[NaN]]])(
    'are never skipped for a person without any (%j): the days count plainly',
    (none) => {
      expect(addWorkingDays(100, 3, none)).toBe(103)
      expect(lastWorkingDayUntil(100, none)).toBe(100)
    },
  )

  test('are counted from the first one: as many more follow it as were asked for', () => {
    const week = fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 })
    fc.assert(
      fc.property(anyDay, fc.nat(30), week, (start, count, working) => {
        const end = addWorkingDays(start, count, working)
        const passed = Array.from({ length: end - start + 1 }, (_, index) => start + index)
        expect(passed.filter((each) => working.includes(weekdayOf(each)))).toHaveLength(count + 1)
        expect(lastWorkingDayUntil(end, working)).toBe(end)
      }),
    )
  })

  test('the last one until a day lies on or before it and is a working day', () => {
    fc.assert(
      fc.property(anyDay, (value) => {
        const last = lastWorkingDayUntil(value)
        return last <= value && value - last <= 2 && weekdayOf(last) <= 5
      }),
    )
  })

  test('adding more never goes back', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.nat(40),
        (value, count) => addWorkingDays(value, count + 1) > addWorkingDays(value, count),
      ),
    )
  })
})
