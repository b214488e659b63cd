import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FAMILIES } from '../../spine/words.ts'
import { DEFAULT_PRIORITY } from '../prioritize/prioritize.defaults.ts'
import { byPriority } from '../prioritize/rank.ts'
import { cardsOf } from './card.ts'
import type { QueueEntry } from './card.ts'
import { givenEntry } from '../../../test/given-entry.ts'

const cards = (...entries: readonly Partial<QueueEntry>[]): readonly string[] =>
  cardsOf(
    entries.map((entry, index) => givenEntry({ executionId: `e${String(index)}`, ...entry })),
    DEFAULT_PRIORITY,
  ).map(({ lead, folded }) => [lead.executionId, ...folded.map((entry) => entry.executionId)].join(' '))

describe('one card per customer', () => {
  it('lets the highest score lead and folds the others under it', () => {
    expect(cards({ score: 10 }, { score: 30, family: 'risk' }, { score: 20, customerId: 'c2' })).toEqual([
      'e1 e0',
      'e2',
    ])
  })

  it('lets a near renewal lead whatever the scores', () => {
    expect(cards({ score: 10, daysUntilRenewal: 30 }, { score: 30, family: 'risk', daysUntilRenewal: 30 })).toEqual([
      'e0 e1',
    ])
  })

  it.each([
    ['held', { held: true }],
    ['snoozed', { status: 'snoozed' }],
    ['escalated', { status: 'escalated' }],
    ['begun and waits for a snoozed step', { status: 'in_progress', waiting: true }],
    ['folded under a newer one', { foldedUnder: 'e1' }],
  ] as const)('is not led by what is %s', (_, known) => {
    expect(cards({ score: 90, ...known }, { score: 10 })).toEqual(['e1 e0'])
  })

  it('is led by an older one again when the newer is over', () => {
    expect(cards({ foldedUnder: 'gone' })).toEqual(['e0'])
  })

  it('is none where everything waits', () => {
    expect(cards({ status: 'snoozed' }, { held: true })).toEqual([])
  })

  it('is shared by a parent and its children who have a contact in common', () => {
    expect(
      cards(
        { customerId: 'parent', contacts: ['cfo@x'], score: 30 },
        { customerId: 'child', parentId: 'parent', contacts: ['cfo@x', 'a@x'], score: 20 },
        { customerId: 'other', parentId: 'parent', contacts: ['b@x'], score: 10 },
      ),
    ).toEqual(['e0 e1', 'e2'])
  })

  it('is not shared by strangers who have a contact in common', () => {
    expect(cards({ customerId: 'a', contacts: ['x@x'] }, { customerId: 'b', contacts: ['x@x'] })).toHaveLength(2)
  })
})

const entry = fc.record({
  executionId: fc.uuid(),
  customerId: fc.constantFrom('a', 'b', 'c', 'd'),
  parentId: fc.constantFrom(null, 'a'),
  contacts: fc.subarray(['x', 'y']),
  score: fc.integer({ min: 0, max: 5 }),
  family: fc.constantFrom(...FAMILIES),
  status: fc.constantFrom('pending', 'in_progress', 'snoozed', 'escalated'),
  held: fc.boolean(),
  daysUntilRenewal: fc.constantFrom(null, 10, 100),
})

describe('any queue', () => {
  it('shows each execution at most once, each customer on one card, in order, in whatever order it was read', () => {
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ({ executionId }) => executionId, maxLength: 15 }), (known) => {
        const entries = known.map((each) => givenEntry({ ...each, customerExternalId: each.customerId }))
        const found = cardsOf(entries, DEFAULT_PRIORITY)
        const ids = found.flatMap(({ lead, folded }) => [lead, ...folded].map((each) => each.executionId))
        expect(new Set(ids).size).toBe(ids.length)
        const customers = found.flatMap(({ lead, folded }) => [
          ...new Set([lead, ...folded].map((each) => each.customerId)),
        ])
        expect(new Set(customers).size).toBe(customers.length)
        const leads = found.map(({ lead }) => lead)
        expect([...leads].sort(byPriority(DEFAULT_PRIORITY))).toEqual(leads)
        expect(cardsOf([...entries].reverse(), DEFAULT_PRIORITY)).toEqual(found)
      }),
    )
  })
})
