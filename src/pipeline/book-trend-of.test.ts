import { describe, expect, it } from 'vitest'
import { usage } from '../../test/given-facts.ts'
import { TODAY } from '../../test/given-customer.ts'
import { analysisConfiguration } from '../stages/analyze/configuration.ts'
import { sampleTrend } from './book-trend-of.ts'

const scale = { day: TODAY, configuration: analysisConfiguration() }
const customers = (count: number, before: number, now: number) =>
  Array.from({ length: count }, () => [usage(before, now)])

describe('the movement of the book', () => {
  it('is the median of its customers’ changes', () => {
    const sample = [...customers(30, 100, 50), ...customers(31, 100, 80), ...customers(30, 100, 150)]
    expect(sampleTrend(sample, scale)).toEqual({ medianChangePercent: -20, customers: 91 })
  })

  it('does not depend on the order of the sample', () => {
    const sample = [...customers(20, 100, 50), ...customers(25, 100, 110)]
    expect(sampleTrend([...sample].reverse(), scale)).toEqual(sampleTrend(sample, scale))
  })

  it('is unknown for a book too small to have a mood, and for one without usage', () => {
    expect(sampleTrend(customers(2, 100, 50), scale)).toEqual({ medianChangePercent: null, customers: 2 })
    expect(sampleTrend([], scale)).toEqual({ medianChangePercent: null, customers: 0 })
  })

  it('leaves out whose usage is too old or too short to have a trend', () => {
    const old = [usage(100, 10, 'active_users', TODAY - 60)]
    const short = [{ metric: 'active_users', lastDay: TODAY - 1, days: [4, 5, 6] }]
    const sample = [...customers(40, 100, 80), ...Array.from({ length: 40 }, () => old), short, []]
    expect(sampleTrend(sample, scale)).toEqual({ medianChangePercent: -20, customers: 40 })
  })

  it('counts a customer once, however many metrics it has', () => {
    const twice = Array.from({ length: 40 }, () => [usage(100, 80), usage(50, 40, 'logins')])
    expect(sampleTrend(twice, scale).customers).toBe(40)
  })
})
