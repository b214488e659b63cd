import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { READ_ON, nothingKnown, troubled } from '../../../test/any-context.ts'
import { isoDay } from '../../base/day.ts'
import type { ExecutionContext } from './context.contract.ts'
import { PRICING } from './pricing.defaults.ts'
import { priceAfter, recommendIncrease, scenariosAround } from './pricing.ts'

type Known = {
  readonly health?: number | null
  readonly risk?: number | null
  readonly change?: number | null
  readonly trend?: 'up' | 'down' | 'flat' | null
  readonly seats?: number | null
  readonly limits?: readonly number[]
}

function about({
  health = null,
  risk = null,
  change = null,
  trend = null,
  seats = null,
  limits = [],
}: Known): ExecutionContext {
  const context = nothingKnown()
  const [contract] = troubled().contracts
  if (!contract) throw new Error('There is a contract')
  return {
    ...context,
    intelligence: { ...context.intelligence, healthScore: health, riskScore: risk },
    data: { ...context.data, usage: { ...context.data.usage, changePercent: change, trend, utilizationRate: seats } },
    contracts: limits.map((value) => ({
      ...contract,
      terms: [{ kind: 'price', text: `Uplift limited to ${String(value)} %`, value }],
    })),
  }
}

const percentOf = (known: Known): number => recommendIncrease(about(known), READ_ON).percent
const keysOf = (known: Known): readonly string[] =>
  recommendIncrease(about(known), READ_ON).reasons.map(({ key }) => key)

describe('the step of a price', () => {
  it.each<[string, Known, number, readonly string[]]>([
    ['nothing is known', {}, 4, ['usual']],
    ['a healthy customer that grows', { health: 87, change: 20, trend: 'up' }, 8, ['usual', 'health', 'growth']],
    [
      'and whose seats are full',
      { health: 87, change: 20, trend: 'up', seats: 95 },
      10,
      ['usual', 'health', 'growth', 'seats'],
    ],
    ['growth that the trend does not call one', { change: 20, trend: 'flat' }, 4, ['usual']],
    ['growth that is small', { change: 14.9, trend: 'up' }, 4, ['usual']],
    ['a weak customer', { health: 59 }, 0, ['usual', 'health']],
    ['a customer at risk', { health: 90, risk: 60, change: 40, trend: 'up' }, 0, ['usual', 'health', 'growth', 'risk']],
    [
      'a contract that allows less',
      { health: 87, change: 20, trend: 'up', limits: [7] },
      7,
      ['usual', 'health', 'growth', 'limit'],
    ],
    ['the tightest of several limits', { health: 87, limits: [9, 3, 5] }, 3, ['usual', 'health', 'limit']],
    ['a limit that is not reached', { limits: [10] }, 4, ['usual']],
  ])('for %s', (_what, known, percent, keys) => {
    expect(percentOf(known)).toBe(percent)
    expect(keysOf(known)).toEqual(keys)
  })

  it('forgets the limits of contracts that are over', () => {
    const context = about({ limits: [1] })
    const over = { ...context, contracts: context.contracts.map((each) => ({ ...each, endDate: isoDay(READ_ON - 1) })) }
    expect(recommendIncrease(over, READ_ON)).toMatchObject({ percent: 4, limit: null })
  })

  const known: fc.Arbitrary<Known> = fc.record({
    health: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
    risk: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
    change: fc.option(fc.double({ min: -100, max: 500, noNaN: true })),
    trend: fc.constantFrom('up', 'down', 'flat', null),
    seats: fc.option(fc.double({ min: 0, max: 300, noNaN: true })),
    limits: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 3 }),
  })

  it('is what its reasons add up to, never below nought, and never above what was agreed', () => {
    fc.assert(
      fc.property(known, (facts) => {
        const { percent, reasons, limit } = recommendIncrease(about(facts), READ_ON)
        expect(reasons.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(percent, 9)
        expect(percent).toBeGreaterThanOrEqual(0)
        expect(percent).toBeLessThanOrEqual(Math.min(PRICING.most, limit?.percent ?? PRICING.most))
      }),
    )
  })

  it('is never raised by more risk or by worse health', () => {
    fc.assert(
      fc.property(
        known,
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        (facts, a, b) => {
          const [low, high] = a < b ? [a, b] : [b, a]
          expect(percentOf({ ...facts, risk: high })).toBeLessThanOrEqual(percentOf({ ...facts, risk: low }))
          expect(percentOf({ ...facts, health: low })).toBeLessThanOrEqual(percentOf({ ...facts, health: high }))
        },
      ),
    )
  })

  it('is made by rules that can be other ones', () => {
    expect(recommendIncrease(about({}), READ_ON, { ...PRICING, usual: 6 }).percent).toBe(6)
  })
})

describe('prices beside each other', () => {
  it.each([
    [8, [0, 4, 8, 12]],
    [0, [0, 4]],
    [1, [0, 1, 5]],
    [15, [0, 8, 15]],
  ])('for %i percent', (percent, scenarios) => {
    expect(scenariosAround(percent, PRICING.most)).toEqual(scenarios)
  })

  it.each([
    [185_000, 8, 199_800],
    [185_000, 0, 185_000],
    [99, 0.5, 99],
    [101, 0.5, 102],
  ])('%i and %d percent more are %i', (current, percent, price) => {
    expect(priceAfter(current, percent)).toBe(price)
  })
})
