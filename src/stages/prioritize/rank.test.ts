import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FAMILIES } from '../../spine/words.ts'
import { DEFAULT_PRIORITY } from './prioritize.defaults.ts'
import { byPriority } from './rank.ts'
import type { Ranked } from './rank.ts'

const order = byPriority(DEFAULT_PRIORITY)

const given = (known: Partial<Ranked>): Ranked => ({
  executionId: 'e1',
  score: 100,
  renewalDate: 20_600,
  daysUntilRenewal: 80,
  arr: 50_000,
  customerId: 'c1',
  customerExternalId: 'C-1',
  family: 'renewal',
  workflowId: 'standard-renewal',
  ...known,
})

const first = (...runs: readonly Partial<Ranked>[]): string | undefined =>
  runs.map((run, index) => given({ executionId: `e${String(index)}`, ...run })).sort(order)[0]?.executionId

describe('the order of executions', () => {
  it.each([
    ['the higher score', [{ score: 1 }, { score: 2 }]],
    ['the earlier renewal', [{ renewalDate: 9 }, { renewalDate: 8 }]],
    ['a known renewal date', [{ renewalDate: null }, { renewalDate: 8 }]],
    ['the higher ARR', [{ arr: 1 }, { arr: 2 }]],
    ['a known ARR', [{ arr: null }, { arr: 0 }]],
    [
      'the customer’s external id',
      [
        { customerExternalId: 'b', customerId: 'x' },
        { customerExternalId: 'Z', customerId: 'y' },
      ],
    ],
    ['an event before a risk', [{ family: 'risk' }, { family: 'event' }]],
    ['a risk before a renewal that is far', [{}, { family: 'risk' }]],
    ['a renewal from 30 days on', [{ family: 'event', daysUntilRenewal: 30 }, { daysUntilRenewal: 30 }]],
    ['the definition’s id', [{ workflowId: 'b' }, { workflowId: 'a' }]],
  ] as const)('puts %s first', (_, runs) => {
    expect(first(...runs)).toBe('e1')
  })
})

const ranked: fc.Arbitrary<Ranked> = fc.record({
  executionId: fc.uuid(),
  score: fc.integer({ min: 0, max: 3 }),
  renewalDate: fc.option(fc.integer({ min: 20_000, max: 20_002 })),
  daysUntilRenewal: fc.option(fc.integer({ min: 29, max: 31 })),
  arr: fc.option(fc.constantFrom(0, 10, 20)),
  customerId: fc.constantFrom('c1', 'c2'),
  customerExternalId: fc.constantFrom('a', 'B'),
  family: fc.constantFrom(...FAMILIES),
  workflowId: fc.constantFrom('x', 'y'),
})

describe('any list of executions', () => {
  it('has one order, whatever order it came in', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(ranked, { selector: (run) => run.executionId, maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        (runs, chance) => {
          const shuffled = runs.map((run) => ({ run, key: Number(chance.next().value) })).sort((a, b) => a.key - b.key)
          expect(shuffled.map(({ run }) => run).sort(order)).toEqual([...runs].sort(order))
        },
      ),
    )
  })

  it('compares every two of them one way only, and any three without a circle', () => {
    fc.assert(
      fc.property(ranked, ranked, ranked, (a, b, c) => {
        expect(Math.sign(order(a, b)) + Math.sign(order(b, a))).toBe(0)
        if (order(a, b) <= 0 && order(b, c) <= 0) expect(order(a, c)).toBeLessThanOrEqual(0)
        if (a.executionId !== b.executionId) expect(order(a, b)).not.toBe(0)
      }),
    )
  })
})
