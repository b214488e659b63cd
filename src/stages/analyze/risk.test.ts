import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyFacts } from '../../../test/any-facts.ts'
import { contract, givenContext, givenKnownFacts, ticket, usage } from '../../../test/given-facts.ts'
import { TODAY } from '../../../test/given-customer.ts'
import { analyze } from './analyze.ts'
import type { CustomerFacts } from './facts.ts'

const riskOf = (known: Partial<CustomerFacts>, median = 0) =>
  analyze(givenKnownFacts(known), givenContext({ book: { medianChangePercent: median, customers: 100 } })).risk
const pointsOf = (known: Partial<CustomerFacts>, code: string, median = 0) =>
  riskOf(known, median).factors.find((factor) => factor.code === code)?.contribution ?? 0

const signal = (kind: string, daysAgo = 3) => ({ kind, severity: 'high', on: TODAY - daysAgo })
const contact = (daysAgo: number | null) => ({
  lastTwoWayOn: daysAgo === null ? null : TODAY - daysAgo,
  lastQbrOn: TODAY - 20,
  threads: 3,
})
const invoices = (daysLate: number | null) => ({
  paid: { count: 4, onTime: 4 },
  oldestOverdueSince: daysLate === null ? null : TODAY - daysLate,
  newestOn: TODAY - 30,
})

describe('points of risk', () => {
  it.each<[string, Partial<CustomerFacts>, number]>([
    ['risk.usage', { usage: [usage(1000, 801)] }, 0],
    ['risk.usage', { usage: [usage(100, 80)] }, 12],
    ['risk.usage', { usage: [usage(1000, 601)] }, 12],
    ['risk.usage', { usage: [usage(100, 60)] }, 20],
    ['risk.usage', { usage: [] }, 0],
    ['risk.silence', { engagement: contact(59) }, 0],
    ['risk.silence', { engagement: contact(60) }, 8],
    ['risk.silence', { engagement: contact(null) }, 8],
    ['risk.silence', { engagement: contact(null), customerSince: TODAY - 59 }, 0],
    ['risk.sponsor-left', { contacts: [{ role: 'champion', active: false, leftOn: TODAY - 90 }] }, 15],
    ['risk.sponsor-left', { contacts: [{ role: 'exec-sponsor', active: false, leftOn: TODAY - 90 }] }, 15],
    ['risk.sponsor-left', { contacts: [{ role: 'champion', active: false, leftOn: TODAY - 91 }] }, 0],
    ['risk.sponsor-left', { contacts: [{ role: 'user', active: false, leftOn: TODAY - 9 }] }, 0],
    ['risk.sponsor-left', { riskSignals: [signal('champion-left')] }, 15],
    ['risk.urgent-tickets', { tickets: [ticket({ priority: 'urgent' })] }, 6],
    ['risk.urgent-tickets', { tickets: Array.from({ length: 5 }, () => ticket({ priority: 'urgent' })) }, 12],
    ['risk.urgent-tickets', { tickets: [ticket({ priority: 'urgent', closedOn: TODAY - 1 })] }, 0],
    ['risk.sentiment', { tickets: [ticket({ sentiment: -0.25 })] }, 6],
    ['risk.sentiment', { tickets: [ticket({ sentiment: -0.24 })] }, 0],
    ['risk.sentiment', { riskSignals: [signal('negative-sentiment')] }, 6],
    ['risk.invoice-late', { invoices: invoices(30) }, 0],
    ['risk.invoice-late', { invoices: invoices(31) }, 8],
    ['risk.leaving', { tickets: [ticket({ leaving: true, openedOn: TODAY - 60, closedOn: TODAY - 1 })] }, 12],
    ['risk.leaving', { tickets: [ticket({ leaving: true, openedOn: TODAY - 61, closedOn: TODAY - 1 })] }, 0],
    ['risk.leaving', { riskSignals: [signal('cancellation')] }, 12],
    ['risk.leaving', { riskSignals: [signal('cancellation', 61), signal('toString')] }, 0],
  ])('%s for %j are %i', (code, known, points) => {
    expect(pointsOf(known, code)).toBe(points)
  })

  it('read the fall net of a book that fell too', () => {
    expect(pointsOf({ usage: [usage(100, 70)] }, 'risk.usage', -22)).toBe(0)
    expect(pointsOf({ usage: [usage(100, 50)] }, 'risk.usage', -22)).toBe(12)
  })

  it('start with half of what health lacks', () => {
    const { health, risk } = analyze(givenKnownFacts(), givenContext())
    expect(risk.factors).toEqual([
      { code: 'risk.health', value: health.value, contribution: 1.8, source: 'health', on: null },
    ])
  })

  it('are cut at 100, and the cut is said', () => {
    const { value, factors } = riskOf({
      usage: [usage(100, 10)],
      engagement: contact(400),
      contacts: [{ role: 'champion', active: false, leftOn: TODAY }],
      tickets: Array.from({ length: 9 }, () => ticket({ priority: 'urgent', sentiment: -1, leaving: true })),
      invoices: invoices(200),
    })
    expect(value).toBe(100)
    expect(factors.at(-1)).toMatchObject({ code: 'risk.cap' })
    expect(factors.at(-1)?.contribution).toBeLessThan(0)
  })
})

describe('notice given', () => {
  const leaving = contract({ noticeGivenOn: TODAY - 10 })

  it('is all the risk there is', () => {
    expect(riskOf({ contracts: [leaving] }).value).toBe(100)
    expect(pointsOf({ contracts: [leaving] }, 'risk.notice')).toBe(98.2)
  })

  it('is void once a later contract was signed, and unheard of before it is given', () => {
    const next = contract({ id: 'k2', startDate: TODAY - 2, endDate: TODAY + 800 })
    expect(pointsOf({ contracts: [leaving, next] }, 'risk.notice')).toBe(0)
    expect(pointsOf({ contracts: [contract({ noticeGivenOn: TODAY + 1 })] }, 'risk.notice')).toBe(0)
  })
})

describe('an input that is missing', () => {
  // What each input is when it is neither good nor bad: its component scores 50.
  const neutral: [keyof CustomerFacts, Partial<CustomerFacts>, Partial<CustomerFacts>][] = [
    ['licensedUsers', { licensedUsers: 200, usage: [usage(80, 80)] }, { licensedUsers: null, usage: [usage(80, 80)] }],
    ['engagement', { engagement: contact(88) }, { engagement: contact(null) }],
    ['features', { features: { lastUsedOn: [TODAY, TODAY, TODAY], known: 10 } }, { features: null }],
    [
      'invoices',
      { invoices: { paid: { count: 2, onTime: 1 }, oldestOverdueSince: null, newestOn: TODAY } },
      { invoices: { paid: null, oldestOverdueSince: null, newestOn: null } },
    ],
    ['pulse', { pulse: { colour: 'amber', on: TODAY } }, { pulse: null }],
  ]

  it.each(neutral)('%s never gives a better health or a lower risk than the neutral one', (_, known, missing) => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const old: CustomerFacts = { ...facts, touch: 'mid', customerSince: TODAY - 900 }
        const [unknown, middling] = [missing, known].map((change) => analyze({ ...old, ...change }, givenContext()))
        if (!unknown || !middling) throw new Error('both were analyzed')
        expect(unknown.health.value).toBeLessThanOrEqual(middling.health.value)
        expect(unknown.risk.value).toBeGreaterThanOrEqual(middling.risk.value)
        expect(unknown.coverage).toBeLessThanOrEqual(middling.coverage)
      }),
    )
  })
})
