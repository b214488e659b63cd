import { describe, expect, test } from 'vitest'
import type { Queued } from '../../calls/queue.ts'
import { counted, filtered } from './filter.ts'

const queued = (customer: string, family: Queued['workflow']['family'], title: string, csm: string | null): Queued => ({
  id: customer,
  customer: { id: customer, name: customer, arr: null, currency: 'USD', accountPlan: null, renewalDate: null },
  workflow: { id: title, title, stage: null, family },
  csm: csm === null ? null : { id: csm, name: csm },
  status: 'pending',
  priorityScore: 1,
  priorityFactors: [],
  healthScore: null,
  riskScore: null,
  daysUntilRenewal: null,
  dueOn: null,
  held: false,
})

const QUEUE = [
  queued('Larkspur Health', 'renewal', 'Standard renewal', 'Ada Quill'),
  queued('Elm', 'risk', 'Risk before a renewal', 'Ben Oake'),
  queued('Ash & Sons', 'renewal', 'Urgent renewal', null),
]
const named = (asked: Parameters<typeof filtered>[1]) =>
  filtered(QUEUE, asked).map(({ place, item }) => `${String(place)} ${item.customer.name}`)

describe('the queue shows', () => {
  test.each([
    ['all of it when nothing is asked', {}, ['1 Larkspur Health', '2 Elm', '3 Ash & Sons']],
    [
      'one kind, each at the place it has in the whole',
      { kind: 'renewal' as const },
      ['1 Larkspur Health', '3 Ash & Sons'],
    ],
    ['a customer by a part of its name', { text: 'lark' }, ['1 Larkspur Health']],
    ['a workflow by its name, whatever the case', { text: 'URGENT' }, ['3 Ash & Sons']],
    ['what a person has', { text: 'oake' }, ['2 Elm']],
    ['what has every word', { text: '  ada  standard ' }, ['1 Larkspur Health']],
    ['nothing where a word is in none', { text: 'ada oake' }, []],
    ['a kind and a text together', { kind: 'renewal' as const, text: 'renewal ash' }, ['3 Ash & Sons']],
    ['signs as they are, not as a pattern', { text: '& .*' }, []],
  ])('%s', (_, asked, expected) => expect(named(asked)).toEqual(expected))

  test('how many there are of each kind', () => {
    expect(counted(QUEUE)).toEqual({ renewal: 2, risk: 1, event: 0, opportunity: 0, strategic: 0, cadence: 0 })
    expect(counted([])).toMatchObject({ renewal: 0 })
  })
})
