import { describe, expect, it } from 'vitest'
import { day } from '../../base/day.ts'
import { givenEntry } from '../../../test/given-entry.ts'
import { dailySummary, doneLine, statsOf } from './daily-summary.ts'

const TODAY = day('2027-03-15')

const input = (entries: readonly ReturnType<typeof givenEntry>[]) => ({
  userId: 'u1',
  day: TODAY,
  endOfDay: new Date('2027-03-16T04:00:00Z'),
  cards: entries.map((lead) => ({ lead, folded: [] })),
  entries,
  completedToday: 2,
  yesterday: [],
  doneForYou: [],
  monitored: { customers: 90, byRule: { 'risk.in-band': 3 } },
})

describe('the daily summary', () => {
  it('keeps the order, with what each factor gave', () => {
    const lead = givenEntry({
      factors: [{ code: 'arr', value: 9, contribution: 12, source: 'customer', on: null }],
      dueOn: TODAY - 1,
    })
    expect(dailySummary(input([lead])).cards).toEqual([
      {
        executionId: 'e1',
        customerId: 'c1',
        workflowId: 'negotiation-prep',
        score: 100,
        parts: { arr: 12 },
        folded: [],
        isNew: false,
        moved: null,
        late: true,
      },
    ])
  })

  it('names the snoozed steps that come back today, the longest waiting first', () => {
    const at = (iso: string) => new Date(iso)
    const back = dailySummary(
      input([
        givenEntry({ executionId: 'later', nextDueStepAt: at('2027-03-17T00:00:00Z') }),
        givenEntry({ executionId: 'b', nextDueStepAt: at('2027-03-15T10:00:00Z') }),
        givenEntry({ executionId: 'a', nextDueStepAt: at('2027-03-12T10:00:00Z') }),
      ]),
    ).backToday
    expect(back.map((step) => step.executionId)).toEqual(['a', 'b'])
  })

  it('calls new what was not there yesterday, unless it was begun and is back, or everything is', () => {
    const isNew = (status: 'pending' | 'in_progress', yesterday: readonly string[]): boolean | undefined =>
      dailySummary({
        ...input([givenEntry({ status })]),
        yesterday: yesterday.map((customerId) => ({ executionId: `of ${customerId}`, customerId, parts: {} })),
      }).cards[0]?.isNew
    expect(isNew('pending', ['c2'])).toBe(true)
    expect(isNew('in_progress', ['c2'])).toBe(false)
    expect(isNew('pending', ['c1'])).toBe(false)
    expect(isNew('pending', [])).toBe(false)
  })

  it('counts everything that is open, by its state', () => {
    const entries = (['pending', 'pending', 'in_progress', 'snoozed', 'escalated'] as const).map((status) =>
      givenEntry({ status }),
    )
    expect(statsOf(entries, 4)).toEqual({
      totalWorkflows: 5,
      pending: 2,
      inProgress: 1,
      snoozed: 1,
      escalated: 1,
      completedToday: 4,
    })
  })

  it('says what was done for the person, and why', () => {
    expect(
      doneLine({
        customer: 'Larkspur',
        workflowId: 'in-band-risk',
        kind: 'withdraw',
        because: [{ code: 'trigger-off-days', value: 7 }],
      }),
    ).toEqual({ customer: 'Larkspur', says: 'Risk before a renewal taken back: its reason has been gone for 7 days' })
    expect(
      doneLine({
        customer: 'Larkspur',
        workflowId: 'urgent-action',
        kind: 'close',
        because: [{ code: 'renewal-closed', value: 'signed' }],
      }).says,
    ).toBe('Urgent renewal closed for you: the renewal was signed')
  })
})
