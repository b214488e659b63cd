import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Factor } from '../../spine/factor.ts'
import { readOn } from './read-on.ts'

const urgency = (value: Factor['value'], on: number | null): Factor => ({
  code: 'urgency',
  value,
  contribution: 25,
  source: 'contract',
  on,
})

it.each([
  ['on the day itself', 100, 5, 5, 100],
  ['a day later', 366, 5, 6, 365],
  ['past the date', 3, 5, 12, -4],
  ['read as of an earlier day', 100, 5, 3, 102],
])('days left count down: %s', (_, value, on, today, left) => {
  expect(readOn([urgency(value, on)], today)).toEqual([urgency(left, null)])
})

it('leaves alone what is unknown, what was counted on no day, and what only carries the day of its record', () => {
  const others = [
    urgency(null, 5),
    urgency(12, null),
    { ...urgency(-20, 5), code: 'health.usage.trend' },
    { ...urgency('x', 5), code: 'plan' },
  ]
  expect(readOn(others, 40)).toEqual(others)
})

it('never changes a contribution, so whatever added up still does, and reading twice is reading once', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer(), fc.nat(40_000))), fc.nat(40_000), (days, today) => {
      const factors = days.map(([value, on]) => urgency(value, on))
      const read = readOn(factors, today)
      expect(read.map(({ contribution }) => contribution)).toEqual(factors.map(({ contribution }) => contribution))
      expect(readOn(read, today + 9)).toEqual(read)
    }),
  )
})
