import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { givenEntry } from '../../../test/given-entry.ts'
import { DEFAULT_PRIORITY } from '../prioritize/prioritize.defaults.ts'
import type { Card, QueueEntry } from './card.ts'
import { changesSince, holdOrder, keptOf, movedWords } from './order-of-day.ts'

const card = (executionId: string, score: number, known: Partial<QueueEntry> = {}): Card => ({
  lead: givenEntry({ executionId, customerId: `customer of ${executionId}`, score, ...known }),
  folded: [],
})

const held = (cards: readonly Card[], morning: readonly string[], kept: readonly string[] = []): readonly string[] =>
  holdOrder(cards, { morning, kept: new Set(kept) }, DEFAULT_PRIORITY).map(
    ({ card: each, isNew }) => `${each.lead.executionId}${isNew ? ' new' : ''}`,
  )

describe('what keeps its place', () => {
  it.each<readonly [string, readonly Card[], readonly string[], readonly string[]]>([
    ['is nothing before the first run', [card('a', 1)], [], []],
    ['is what was first in the morning', [card('a', 1), card('b', 2)], ['b', 'a'], ['b']],
    ['is the next one when the first is done', [card('a', 1), card('c', 2)], ['b', 'a', 'c'], ['a']],
    [
      'is what somebody has begun, too',
      [card('a', 1), card('c', 2, { status: 'in_progress' })],
      ['a', 'c'],
      ['c', 'a'],
    ],
  ])('%s', (_, cards, morning, expected) => {
    expect([...keptOf(cards, morning)]).toEqual(expected)
  })
})

describe('the order of the day', () => {
  it('holds although scores move', () => {
    expect(held([card('a', 10), card('b', 90)], ['a', 'b'])).toEqual(['a', 'b'])
  })

  it('closes the gap that a done card leaves', () => {
    expect(held([card('a', 10), card('c', 5)], ['a', 'b', 'c'])).toEqual(['a', 'c'])
  })

  it('puts what came since where its score belongs, and says that it is new', () => {
    expect(held([card('a', 90), card('b', 10), card('n', 50)], ['a', 'b'])).toEqual(['a', 'n new', 'b'])
  })

  it('puts nothing before what was seen or opened', () => {
    expect(held([card('a', 90), card('b', 10), card('n', 500)], ['a', 'b'], ['a'])).toEqual(['a', 'n new', 'b'])
  })

  it('puts an event before it all the same', () => {
    expect(held([card('a', 90), card('n', 500, { family: 'event' })], ['a'], ['a'])).toEqual(['n new', 'a'])
  })

  it('never changes the order of what was there in the morning, and loses nothing', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(scores, fc.nat({ max: 10 }), fc.nat({ max: 10 }), (values, known, seen) => {
        const cards = values.map((value, index) => card(`e${String(index)}`, value))
        const morning = cards.slice(0, known).map(({ lead }) => lead.executionId)
        const order = holdOrder(cards, { morning, kept: new Set(morning.slice(0, seen)) }, DEFAULT_PRIORITY).map(
          ({ card: each }) => each.lead.executionId,
        )
        expect(order.filter((id) => morning.includes(id))).toEqual(morning)
        expect([...order].sort()).toEqual(cards.map(({ lead }) => lead.executionId).sort())
        const kept = morning.slice(0, seen)
        expect(order.slice(0, kept.length)).toEqual(kept)
      }),
    )
  })
})

const factor = (code: string, contribution: number) => ({ code, value: null, contribution, source: 'usage', on: null })
const earlier = (id: string, parts: Record<string, number>) => ({
  executionId: id,
  customerId: `customer of ${id}`,
  parts,
})

describe('what changed since yesterday', () => {
  it('names the factor that changed most', () => {
    const yesterday = [earlier('a', { risk: 5 }), earlier('b', { risk: 0, urgency: 25 })]
    const today = [
      card('b', 80, { factors: [factor('risk', 45), factor('urgency', 35)] }),
      card('a', 5, { factors: [factor('risk', 5)] }),
    ]
    const [up, down] = changesSince(yesterday, today)
    expect(up).toEqual({ isNew: false, moved: { from: 2, to: 1, because: 'risk', by: 45 } })
    expect(up?.moved && movedWords(up.moved)).toBe('Up from 2: risk rose')
    // One place down because another came before it is not worth a word.
    expect(down).toEqual({ isNew: false, moved: null })
  })

  it.each([
    [
      'up, though its own score fell: others are done',
      { from: 9, to: 4, was: 50, is: 20 },
      'Up from 9: others are done',
    ],
    [
      'down, though it rose: others came before it',
      { from: 1, to: 6, was: 20, is: 50 },
      'Down from 1: others came before it',
    ],
    ['up by its own', { from: 9, to: 4, was: 20, is: 50 }, 'Up from 9: risk rose'],
    ['up with a hair of its own', { from: 9, to: 4, was: 20, is: 20.9 }, 'Up from 9: others are done'],
  ])('names what moved a card in that direction: %s', (_, { from, to, was, is }, words) => {
    const others = (count: number) => Array.from({ length: count }, (__, index) => index)
    const yesterday = [
      ...others(from - 1).map((index) => earlier(`y${String(index)}`, {})),
      earlier('a', { risk: was }),
    ]
    const today = [
      ...others(to - 1).map((index) => card(`t${String(index)}`, 99)),
      card('a', is, { factors: [factor('risk', is)] }),
    ]
    const moved = changesSince(yesterday, today).at(-1)?.moved
    expect(moved && movedWords(moved)).toBe(words)
  })

  it('knows a new customer, and another workflow of one who was there', () => {
    const [fresh, other] = changesSince(
      [earlier('a', {}), earlier('x', {})],
      [card('n', 9), { ...card('b', 5), lead: givenEntry({ executionId: 'b', customerId: 'customer of a' }) }],
    )
    expect(fresh?.isNew).toBe(true)
    expect(other?.moved && movedWords(other.moved)).toBe('Down from 1: another workflow leads')
  })

  it.each([
    [{ from: 9, to: 3, because: 'others', by: 0 }, 'Up from 9: others are done'],
    [{ from: 3, to: 9, because: 'others', by: 0 }, 'Down from 3: others came before it'],
    [{ from: 3, to: 9, because: 'usage', by: -10 }, 'Down from 3: usage calmed'],
    [{ from: 3, to: 2, because: 'due-step', by: 25 }, 'Up from 3: a snoozed step is back'],
    [{ from: 3, to: 2, because: 'novel', by: 25 }, 'Up from 3: its score changed'],
  ])('%o reads %s', (moved, words) => {
    expect(movedWords(moved)).toBe(words)
  })
})
