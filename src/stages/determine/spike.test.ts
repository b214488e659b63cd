import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { givenRest, givenRun, TODAY } from '../../../test/given-customer.ts'
import { saying } from '../../../test/given-decision.ts'
import { isoDay } from '../../base/day.ts'
import { Today } from '../../base/today.ts'
import { usageSpike } from './spike.ts'

type Days = readonly (number | null)[]

/** A window that ends with these days, before which nothing is known. */
const windowOf = (days: Days, lastDay = TODAY - 1, metric = 'logins') => ({
  metric,
  lastDay,
  days: [...Array.from({ length: 84 - days.length }, () => null), ...days],
})
const flat = (count: number, value: number): number[] => Array.from({ length: count }, () => value)

describe('a jump in usage', () => {
  it.each<[string, Days, number | null]>([
    ['half above the busiest day', [...flat(28, 20), 30], 50],
    ['a little less', [...flat(28, 20), 29.9], null],
    ['above the average only', [...flat(20, 10), ...flat(8, 40), 45], null],
    ['a busy Monday after a weekend', [...Array.from({ length: 28 }, (_, at) => (at % 7 < 5 ? 50 : 2)), 50], null],
    ['on top of a jump of last week', [...flat(21, 20), ...flat(7, 60), 62], null],
    ['after the jump has gone by', [...flat(28, 20), 80, 20], null],
    ['of a handful', [...flat(28, 2), 9], null],
    ['where little is known', [...flat(13, 20), 90], null],
    ['where just enough is known', [...flat(14, 20), 40], 100],
    ['from nothing', [...flat(28, 0), 90], null],
    ['on a day of which nothing is known', [...flat(28, 20), null], null],
  ])('%s', (_, days, change) => {
    expect(usageSpike([windowOf(days)], new Today(TODAY))?.changePercent ?? null).toBe(change)
  })

  it('is news for two days', () => {
    const jump = [...flat(28, 20), 60]
    const seen = [0, 1, 2, 3].map((ago) => usageSpike([windowOf(jump, TODAY - ago)], new Today(TODAY)) !== null)
    expect(seen).toEqual([true, true, true, false])
    expect(usageSpike([windowOf(jump, TODAY + 1)], new Today(TODAY)), 'not come yet').toBeNull()
  })

  it('is the greatest of several', () => {
    const windows = [windowOf([...flat(28, 20), 40]), windowOf([...flat(28, 20), 60]), windowOf([...flat(28, 20), 50])]
    expect(usageSpike(windows, new Today(TODAY))).toEqual({ on: TODAY - 1, changePercent: 200 })
  })

  it('is never greater for a busier day before', () => {
    const month = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 28, maxLength: 28 })
    const change = (days: Days) => usageSpike([windowOf(days)], new Today(TODAY))?.changePercent ?? 0
    fc.assert(
      fc.property(month, fc.nat(2_000), fc.nat(27), (before, newest, place) => {
        const busier = before.with(place, (before[place] ?? 0) + 100)
        expect(change([...busier, newest])).toBeLessThanOrEqual(change([...before, newest]))
      }),
    )
  })
})

describe('a jump in usage, looked at at once', () => {
  const world = { facts: { usage: [windowOf([...flat(28, 20), 60])] }, atOnce: true }
  const eventKey = `usage-spike:${isoDay(TODAY - 1)}`

  it('opens a conversation', () => {
    expect(saying(world)).toContain('open usage-spike')
  })

  it.each([
    ['by the daily run', { ...world, atOnce: false }],
    [
      'while one is open',
      { ...world, open: [givenRun({ workflowId: 'usage-spike', family: 'event', eventKey: 'usage-spike:x' })] },
    ],
    [
      'that was talked about',
      { ...world, rests: [givenRest({ family: 'event', scope: `event:${eventKey}`, until: null })] },
    ],
    ['of a customer who has left', { ...world, facts: { ...world.facts, status: 'churned' as const } }],
  ])('opens none %s', (_how, calm) => {
    expect(saying(calm)).not.toContain('open usage-spike')
  })
})
