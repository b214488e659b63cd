import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyFacts } from '../../test/any-facts.ts'
import { TODAY } from '../../test/given-customer.ts'
import { givenContext } from '../../test/given-facts.ts'
import type { Factor } from '../spine/factor.ts'
import { FAMILIES, RENEWAL_PROGRESS } from '../spine/words.ts'
import { analyze } from '../stages/analyze/analyze.ts'
import { whyNow, type WhyNowFacts } from './why-now.ts'

const factor = (code: string, value: Factor['value'], contribution = 10, on: number | null = null): Factor => ({
  code,
  value,
  contribution,
  source: 'usage',
  on,
})

const given = (known: Partial<WhyNowFacts>): WhyNowFacts => ({
  family: 'renewal',
  trigger: 'renewal',
  because: [],
  days: 100,
  kind: 'renewal',
  weekday: 4,
  progress: 'none',
  risk: 20,
  riskFactors: [],
  opportunityFactors: [],
  usageChange: null,
  health: 60,
  openTickets: null,
  today: TODAY,
  ...known,
})

const says = (known: Partial<WhyNowFacts>): string => {
  const { first, rest } = whyNow(given(known))
  return rest === '' ? first : `${first} ${rest}`
}

describe('why a renewal now', () => {
  it.each([
    [{ days: 3 }, 'The contract ends on Thursday and nothing is agreed.'],
    [{ days: 1 }, 'The contract ends tomorrow and nothing is agreed.'],
    [{ days: 0 }, 'The contract ends today and nothing is agreed.'],
    [{ days: 7 }, 'The contract ends in 7 days and nothing is agreed.'],
    [{ days: 30 }, 'The contract ends in 30 days and nothing is agreed.'],
    [{ days: 31 }, 'The contract ends in 31 days; nothing is agreed.'],
    [{ days: 3, progress: 'verbal' }, 'The contract ends on Thursday and it is agreed, but not signed.'],
    [{ days: 3, progress: 'proposed' }, 'The contract ends on Thursday and the offer is not answered.'],
    [{ days: -1 }, 'The renewal date passed yesterday and nothing is agreed.'],
    [{ days: -12 }, 'The renewal date passed 12 days ago and nothing is agreed.'],
    [{ days: null, weekday: null }, 'The renewal date is not known.'],
    [{ days: 3, kind: 'decision' }, 'Notice is possible until Thursday, and nothing is agreed.'],
    [{ days: 1, kind: 'decision' }, 'Notice is possible until tomorrow, and nothing is agreed.'],
    [{ days: 0, kind: 'decision' }, 'Notice is possible until today, and nothing is agreed.'],
    [{ days: 40, kind: 'decision' }, 'Notice is possible for 40 more days, and nothing is agreed.'],
    [{ days: -2, kind: 'decision' }, 'The notice day passed 2 days ago and nothing is agreed.'],
  ] as const)('%o: %s', (known, sentence) => {
    expect(says(known)).toBe(sentence)
  })

  it('goes on with what weighs most behind it, three things at most', () => {
    const riskFactors = [
      factor('risk.health', 46, 27),
      factor('risk.silence', 60, 8, TODAY - 75),
      factor('risk.urgent-tickets', 2, 12),
      factor('risk.usage', -23, 12),
      factor('risk.sponsor-left', 'champion', 15),
    ]
    expect(says({ days: 3, riskFactors, openTickets: 5 })).toBe(
      'The contract ends on Thursday and nothing is agreed. ' +
        'Their champion left, five tickets are open, two of them urgent and usage fell 23% in four weeks.',
    )
  })

  it.each([
    ['risk.silence', 60, TODAY - 75, 'Nobody has spoken with them for 75 days.'],
    ['risk.silence', null, null, 'No contact is on record.'],
    ['risk.urgent-tickets', 1, null, 'One urgent ticket is open.'],
    ['risk.sponsor-left', 'signal', null, 'Their sponsor left.'],
    ['risk.sentiment', -0.4, null, 'Their tickets sound unhappy.'],
    ['risk.leaving', 'ticket', null, 'They speak of leaving.'],
    ['risk.invoice-late', 30, null, 'An invoice is more than 30 days late.'],
    ['risk.notice', 'given', null, 'They have given notice.'],
  ] as const)('%s, %s', (code, value, on, sentence) => {
    expect(whyNow(given({ riskFactors: [factor(code, value, 8, on)] })).rest).toBe(sentence)
  })

  it('counts tickets that are not urgent when there are several', () => {
    expect(whyNow(given({ openTickets: 4 })).rest).toBe('Four tickets are open.')
    expect(whyNow(given({ openTickets: 1 })).rest).toBe('')
    const urgent = [factor('risk.urgent-tickets', 2)]
    expect(whyNow(given({ openTickets: 2, riskFactors: urgent })).rest).toBe('Two urgent tickets are open.')
  })

  it('says what is good where nothing is bad', () => {
    expect(whyNow(given({ usageChange: 12.4, health: 81.2 })).rest).toBe(
      'Usage grew 12% and health is 81, and nothing is burning.',
    )
  })
})

describe('a row of the list, in a few words', () => {
  const short = (known: Partial<WhyNowFacts>) => whyNow(given(known)).short
  it.each([
    [{ days: 10 }, 'Nothing is agreed'],
    [{ days: 20 }, 'Nothing is agreed'],
    [{ days: 45 }, 'Time to put it on paper'],
    [{ days: 75 }, 'Time to agree on terms'],
    [{ days: 110 }, 'Time to open the talk'],
    [{ days: 150 }, 'Time to prepare'],
    [{ days: 75, progress: 'proposed' }, 'The offer is not answered'],
    [{ days: 75, riskFactors: [factor('risk.usage', -30)] }, 'Usage fell 30% in four weeks'],
    [{ days: 10, riskFactors: [factor('risk.usage', -30)] }, 'Nothing is agreed'],
    [{ days: -4 }, 'Overdue, nothing is agreed'],
    [{ days: 3, kind: 'decision' }, 'Notice day on Thursday'],
  ] as const)('%o: %s', (known, words) => {
    expect(short(known)).toBe(words)
  })
})

describe('why anything else now', () => {
  it.each([
    [{ family: 'risk', riskFactors: [factor('risk.leaving', 'ticket')] }, 'They speak of leaving.'],
    [{ family: 'risk', risk: 74.6 }, 'Risk has reached 75.'],
    [
      { family: 'opportunity', opportunityFactors: [factor('opportunity.utilization', 96)] },
      '96% of their seats are used.',
    ],
    [
      { family: 'opportunity', opportunityFactors: [factor('opportunity.products', 2)] },
      'Two products are still open to them.',
    ],
    [{ family: 'opportunity' }, 'There is room to grow.'],
    [{ family: 'strategic' }, 'A good time to plan the next year.'],
    [
      { family: 'cadence', because: [{ code: 'days-without-contact', value: 75 }] },
      'There was no two-way contact for 75 days.',
    ],
    [{ family: 'event', because: [{ code: 'contact-left', value: 'champion' }] }, 'The champion left.'],
    [{ family: 'event', because: [{ code: 'ticket-priority', value: 'urgent' }] }, 'An urgent ticket was opened.'],
    [{ family: 'event', because: [{ code: 'usage-change-percent', value: 63.2 }] }, 'Usage grew 63.2%.'],
    [{ family: 'event' }, 'A conversation is due.'],
    [
      { family: 'renewal', trigger: 'question', days: -31 },
      'The renewal date has passed and nobody said how it ended.',
    ],
    [{ family: 'renewal', trigger: 'question', days: null }, 'Nobody knows when they renew.'],
  ] as const)('%o: %s', (known, sentence) => {
    expect(says(known)).toBe(sentence)
  })

  it('never says the same thing twice', () => {
    const known = {
      family: 'risk',
      riskFactors: [factor('risk.leaving', 'ticket'), factor('risk.usage', -30, 5)],
    } as const
    expect(says(known)).toBe('They speak of leaving. Usage fell 30% in four weeks.')
  })
})

it('of whatever customer is at most two whole sentences, in clean words', () => {
  const around = fc.record({
    family: fc.constantFrom(...FAMILIES),
    trigger: fc.constantFrom('renewal', 'question', 'risk'),
    days: fc.option(fc.integer({ min: -400, max: 900 }), { nil: null }),
    kind: fc.constantFrom('renewal', 'decision'),
    progress: fc.option(fc.constantFrom(...RENEWAL_PROGRESS), { nil: null }),
  })
  fc.assert(
    fc.property(anyFacts, around, (facts, known) => {
      const { risk, opportunity, usage, health, support } = analyze(facts, givenContext())
      const { first, rest, short } = whyNow(
        given({
          ...known,
          weekday: known.days === null ? null : 1 + (Math.abs(known.days) % 7),
          risk: risk.value,
          riskFactors: risk.factors,
          opportunityFactors: opportunity.factors,
          usageChange: usage?.changePercent ?? null,
          health: health.value,
          openTickets: support.open,
        }),
      )
      for (const sentence of [first, rest].filter((text) => text !== '')) {
        expect(sentence).toMatch(/^[A-Z0-9][^.]*(\d\.\d[^.]*)?\.$/)
        expect(sentence).not.toMatch(/undefined|NaN|null|\d{4}-\d{2}-\d{2}|[a-z]_[a-z]|\ba 1 |-\d/)
      }
      expect(short).toMatch(/^[A-Z0-9].*[^.]$/)
    }),
  )
})
