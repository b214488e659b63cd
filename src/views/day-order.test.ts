import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { givenEntry } from '../../test/given-entry.ts'
import { DEFAULT_PRIORITY } from '../stages/prioritize/prioritize.defaults.ts'
import type { QueueEntry } from '../stages/queue/card.ts'
import type { StoredCard } from './daily-order.ts'
import { dayOrder } from './day-order.ts'

const entry = (executionId: string, score: number, known: Partial<QueueEntry> = {}): QueueEntry =>
  givenEntry({ executionId, customerId: `customer of ${executionId}`, score, ...known })

const stored = (executionId: string, known: Partial<StoredCard> = {}): StoredCard => ({
  executionId,
  folded: [],
  isNew: false,
  moved: null,
  ...known,
})

const order = (entries: readonly QueueEntry[], morning: readonly StoredCard[] | null, isOfToday = true) =>
  dayOrder({ entries, morning, isOfToday, settings: DEFAULT_PRIORITY }).map(
    ({ lead, isNew, moved }) =>
      `${lead.executionId}${isNew ? ' new' : ''}${moved ? ` from ${String(moved.from)}` : ''}`,
  )

const MOVED = { from: 7, to: 1, because: 'risk', by: 12 }

describe('a person’s day', () => {
  it('is by score, and nothing is new, while there was no run yet', () => {
    expect(order([entry('a', 10), entry('b', 90)], null)).toEqual(['b', 'a'])
  })

  it('is all new for whom the run had nothing', () => {
    expect(order([entry('a', 10)], [])).toEqual(['a new'])
  })

  it('holds the morning’s order and news', () => {
    const morning = [stored('a', { isNew: true }), stored('b', { moved: MOVED })]
    expect(order([entry('b', 90), entry('a', 10)], morning)).toEqual(['a new', 'b from 7'])
    expect(order([entry('b', 90), entry('a', 10)], morning, false)).toEqual(['a', 'b'])
  })

  it('puts what came since behind what was seen first, and before what is less important', () => {
    expect(order([entry('a', 90), entry('b', 10), entry('n', 500)], [stored('a'), stored('b')])).toEqual([
      'a',
      'n new',
      'b',
    ])
  })

  it('takes the first that is still there for what was seen first', () => {
    expect(order([entry('b', 10), entry('n', 500)], [stored('done'), stored('b')])).toEqual(['b', 'n new'])
  })

  it('puts nothing but an event before what was begun', () => {
    const begun = entry('b', 10, { status: 'in_progress' })
    const morning = [stored('a'), stored('b'), stored('c')]
    expect(order([entry('a', 90), begun, entry('c', 5), entry('n', 50)], morning)).toEqual(['a', 'b', 'n new', 'c'])
    expect(order([entry('a', 90), begun, entry('n', 500, { family: 'event' })], morning)).toEqual(['n new', 'a', 'b'])
  })

  const risk = entry('risk', 90, { customerId: 'c1', family: 'risk' })
  const renewal = entry('renewal', 20, { customerId: 'c1' })
  const morning = [stored('risk', { folded: ['renewal'] }), stored('b')]

  it('keeps a card in its place when another of its workflows leads now', () => {
    const near = { ...renewal, daysUntilRenewal: 29 }
    expect(order([risk, near, entry('b', 60)], morning)).toEqual(['renewal', 'b'])
  })

  it.each([
    ['is done', []],
    ['was put off', [{ ...risk, status: 'snoozed' as const }]],
    ['was escalated', [{ ...risk, status: 'escalated' as const }]],
  ])('lets what was folded lead, not as news and by its own score, when what led %s', (_, left) => {
    expect(order([...left, renewal, entry('b', 60)], morning)).toEqual(['b', 'renewal'])
  })

  it('has every conversation once, whatever is in it, and begins with what was seen first', () => {
    const any = fc.record({
      customer: fc.nat(5),
      score: fc.nat(100),
      family: fc.constantFrom('renewal', 'risk', 'event', 'cadence'),
      status: fc.constantFrom('pending', 'in_progress', 'snoozed', 'escalated'),
      held: fc.boolean(),
      inMorning: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (runs) => {
        const entries = runs.map(({ customer, inMorning: _, ...known }, index) =>
          givenEntry({ ...known, executionId: `e${String(index)}`, customerId: `c${String(customer)}` }),
        )
        const chosen = runs.flatMap(({ inMorning, customer }, index) => (inMorning ? [{ customer, index }] : []))
        // A morning has one card per customer.
        const ofCustomers = new Map(chosen.map(({ customer, index }) => [customer, index]))
        const given = [...ofCustomers.values()].map((index) => stored(`e${String(index)}`))
        const day = dayOrder({ entries, morning: given, isOfToday: true, settings: DEFAULT_PRIORITY })
        const free = entries.filter(({ held, status }) => !held && (status === 'pending' || status === 'in_progress'))
        expect(day.map(({ lead }) => lead.customerId).sort()).toEqual(
          [...new Set(free.map(({ customerId }) => customerId))].sort(),
        )
        const places = given.flatMap(({ executionId }) => {
          const at = day.findIndex(({ lead }) => lead.executionId === executionId)
          return at === -1 ? [] : [at]
        })
        expect(places).toEqual([...places].sort((a, b) => a - b))
      }),
    )
  })
})
