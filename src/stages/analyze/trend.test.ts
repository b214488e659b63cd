import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { usage } from '../../../test/given-facts.ts'
import { TODAY } from '../../../test/given-customer.ts'
import { DEFAULT_RULES } from './analyze.defaults.ts'
import type { UsageWindow } from './facts.ts'
import { usageReading, usageTrend, usedChange, type UsageReading } from './trend.ts'

const rules = DEFAULT_RULES.trend
const trendOf = (windows: readonly UsageWindow[], bookMedian: number | null = null) =>
  usageTrend(
    windows.map(usageReading).filter((reading): reading is UsageReading => reading !== null),
    { rules, bookMedian },
  )

const changed = (window: UsageWindow, change: (value: number | null, index: number) => number | null): UsageWindow => ({
  ...window,
  days: window.days.map(change),
})

describe('the usage trend', () => {
  it.each([
    [100, 77, -23, 'down'],
    [100, 120, 20, 'up'],
    [100, 105, 5, 'flat'],
    [100, 95, -5, 'flat'],
    [1000, 948, -5.2, 'down'],
    [100, 0, -100, 'down'],
    [0, 0, 0, 'flat'],
    [0, 40, 999, 'up'],
  ])('from %i to %i a day is %f %% %s', (before, now, changePercent, direction) => {
    expect(trendOf([usage(before, now)])).toMatchObject({ changePercent, direction })
  })

  it('sees no decline in a weekend, on whichever weekday the data end', () => {
    for (let lastDay = TODAY - 7; lastDay < TODAY; lastDay += 1) {
      expect(trendOf([usage(100, 100, 'active_users', lastDay)])?.changePercent).toBe(0)
    }
  })

  it('is not moved by a single day gone wild, up or down', () => {
    fc.assert(
      fc.property(fc.integer({ min: 28, max: 83 }), fc.constantFrom(0, 1e6, 1e15), (index, wild) => {
        const found = trendOf([changed(usage(100, 77), (value, at) => (at === index ? wild : value))])
        expect(found?.changePercent).toBe(-23)
      }),
    )
  })

  it('is not moved by a gap of a week, nor by days unknown here and there', () => {
    const outage = changed(usage(100, 77), (value, index) => (index >= 60 && index < 67 ? null : value))
    expect(trendOf([outage])?.changePercent).toBe(-23)
    const holes = changed(usage(100, 77), (value, index) => (index % 3 === 0 ? null : value))
    expect(trendOf([holes])?.changePercent).toBe(-23)
  })

  it('compares only weekdays known on both sides', () => {
    const workingDaysSince = changed(usage(100, 100), (value, index) => {
      const weekday = (TODAY - 84 + index + 3) % 7
      return index >= 56 && weekday >= 5 ? null : value
    })
    expect(trendOf([workingDaysSince])?.changePercent).toBe(0)
  })

  it('counts back from the last known day, so that waiting changes nothing', () => {
    const padded = { ...usage(100, 77), lastDay: TODAY + 2, days: [...usage(100, 77).days.slice(3), null, null, null] }
    expect(trendOf([padded])).toEqual(trendOf([usage(100, 77)]))
  })

  it.each<[string, UsageWindow[]]>([
    ['nothing is known', [{ metric: 'logins', lastDay: TODAY, days: [] }]],
    ['there is no value among the days', [{ metric: 'logins', lastDay: TODAY, days: [null, null, Number.NaN] }]],
    ['only the last four weeks are known', [{ ...usage(9, 9), days: usage(9, 9).days.slice(56) }]],
    [
      'three days of a month are known',
      [changed(usage(9, 9), (value, index) => (index > 80 || index < 3 ? value : null))],
    ],
  ])('is unknown when %s', (_, windows) => {
    expect(trendOf(windows)).toBeNull()
  })

  it('asks the metrics in the configured order, then the one with most known days', () => {
    const rare = changed(usage(5, 4, 'exports'), (value, index) => (index % 7 === 3 ? value : null))
    expect(trendOf([usage(9, 9, 'logins'), usage(9, 9)])?.metric).toBe('active_users')
    expect(trendOf([rare, usage(9, 9, 'reports')])?.metric).toBe('reports')
    expect(trendOf([usage(9, 9, 'reports'), usage(9, 9, 'exports')])?.metric).toBe('exports')
  })

  it('is used net of the book only when the book moved', () => {
    const holidays = trendOf([usage(100, 77)], -22)
    expect(holidays).toMatchObject({ changePercent: -23, netChangePercent: -1, direction: 'flat' })
    const quiet = trendOf([usage(100, 77)], -9.9)
    expect(quiet).toMatchObject({ netChangePercent: null, direction: 'down' })
    expect(quiet && usedChange(quiet)).toBe(-23)
  })

  it('reads a level that the busiest weekday needs', () => {
    expect(usageReading(usage(100, 77))?.level).toBe(77)
  })

  it('follows any series, whatever its scale', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 56, maxLength: 56 }), (values) => {
        const once = trendOf([{ metric: 'logins', lastDay: TODAY, days: values }])
        const thousandfold = trendOf([{ metric: 'logins', lastDay: TODAY, days: values.map((value) => value * 1024) }])
        expect(thousandfold?.changePercent).toBe(once?.changePercent)
      }),
    )
  })
})
