import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day, isoDay } from '../base/day.ts'
import { weeksFrom } from './weeks-before.ts'

const TODAY = day('2027-03-15')
const days = fc.integer({ min: day('2000-01-01'), max: day('2100-01-01') })

describe('the weeks that are looked back at before a first run', () => {
  it('are twelve, the oldest first, the last one a week ago', () => {
    const weeks = weeksFrom(TODAY - 400, TODAY)
    expect(weeks.map(isoDay)).toHaveLength(12)
    expect(isoDay(weeks[0] ?? 0)).toBe('2026-12-21')
    expect(isoDay(weeks.at(-1) ?? 0)).toBe('2027-03-08')
  })

  it.each([
    [null, 0],
    [TODAY + 1, 0],
    [TODAY, 0],
    [TODAY - 6, 0],
    [TODAY - 7, 1],
    [TODAY - 13, 1],
    [TODAY - 14, 2],
    [TODAY - 83, 11],
    [TODAY - 84, 12],
    [TODAY - 85, 12],
  ])('with the first dated fact on day %s are %i', (first, count) => {
    expect(weeksFrom(first, TODAY)).toHaveLength(count)
  })

  it('lie whole weeks before the day, none before the first fact, none on the day or after it', () => {
    fc.assert(
      fc.property(days, days, (first, today) => {
        const weeks = weeksFrom(first, today)
        expect(weeks.every((each) => each >= first && each < today && (today - each) % 7 === 0)).toBe(true)
        expect(weeks).toEqual([...new Set(weeks)].sort((a, b) => a - b))
      }),
    )
  })
})
