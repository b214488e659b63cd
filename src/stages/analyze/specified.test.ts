import { describe, expect, it } from 'vitest'
import { givenFacts, TODAY } from '../../../test/given-customer.ts'
import {
  contract,
  givenContext,
  givenKnownFacts,
  previously,
  ticket,
  usage,
  type GivenContext,
} from '../../../test/given-facts.ts'
import { analyze, analyzed } from './analyze.ts'
import { DEFAULT_RULES } from './analyze.defaults.ts'
import { analysisConfiguration } from './configuration.ts'
import type { ContractFact, CustomerFacts, OverrideFact } from './facts.ts'

// The defaults as the product's specification words them, case by case; where a rule is described elsewhere in detail, here is what it comes to.

const of = (known: Partial<CustomerFacts>, context: GivenContext = {}) =>
  analyze(givenKnownFacts(known), givenContext(context))
const talked = (daysAgo: number | null, qbr: number | null = 20, threads: number | null = 3) => ({
  lastTwoWayOn: daysAgo === null ? null : TODAY - daysAgo,
  lastQbrOn: qbr === null ? null : TODAY - qbr,
  threads,
})
const unknown: Partial<CustomerFacts> = {
  usage: [],
  features: null,
  licensedUsers: null,
  contacts: [],
  ticketsKnown: false,
  engagement: talked(null, null, null),
  invoices: { paid: null, oldestOverdueSince: null, newestOn: null },
}
const NO_INVOICES = { paid: null, oldestOverdueSince: null, newestOn: null }

describe('health', () => {
  it('weighs usage 35, engagement 20, support, relationship and financial 15 each', () => {
    const { components } = of({})
    const sums = new Map<string, number>()
    for (const { code, weight } of components) {
      const group = code.split('.')[0] ?? ''
      sums.set(group, (sums.get(group) ?? 0) + weight)
    }
    expect(Object.fromEntries(sums)).toEqual({
      usage: 35,
      engagement: 20,
      support: 15,
      relationship: 15,
      financial: 15,
    })
    const weightOf = (code: string) => components.find((one) => one.code === code)?.weight
    expect(['usage.utilization', 'usage.trend', 'usage.breadth'].map(weightOf)).toEqual([15, 12, 8])
  })

  it.each<[string, Partial<CustomerFacts>, number, number]>([
    // Everything at its best, trend flat (70 of 100, weight 12): 100 − 3.6.
    ['everything known', {}, 96.4, 1],
    ['breadth unknown', { features: null }, 92.4, 0.92],
    ['payments unknown', { invoices: NO_INVOICES }, 88.9, 0.85],
    ['nothing known', unknown, 50, 0],
    // Only one input is known and it is bad: the unknown count like it, not like 50.
    [
      'no champion left, and no more known',
      { ...unknown, contacts: [{ role: 'champion', active: false, leftOn: null }] },
      0,
      0.05,
    ],
    ['a talk in time, and no more known', { ...unknown, engagement: talked(1, null, null) }, 57, 0.14],
  ])('with %s counts the unknown as the lower of 50 and the mean of the known', (_, known, health, coverage) => {
    const analysis = of(known)
    expect([analysis.health.value, analysis.coverage]).toEqual([health, coverage])
  })

  it.each([
    [0.39, true],
    [0.4, false],
  ])('with a coverage of %f is uncertain: %s', (coverage, uncertain) => {
    const rules = {
      weights: { 'engagement.contact': coverage * 100, 'engagement.qbr': 0, 'usage.trend': 100 - coverage * 100 },
    }
    const none = Object.fromEntries(Object.keys(DEFAULT_RULES.weights).map((code) => [code, 0]))
    const configuration = analysisConfiguration({ rules: { weights: { ...none, ...rules.weights } } })
    const analysis = of({ ...unknown, engagement: talked(1, 20, null) }, { configuration })
    expect([analysis.coverage, analysis.uncertain]).toEqual([coverage, uncertain])
  })

  const silences: [string, Partial<CustomerFacts>][] = [
    ['usage.utilization', { licensedUsers: null }],
    ['usage.breadth', { features: null }],
    ['engagement.contact', { engagement: talked(null) }],
    ['engagement.qbr', { engagement: talked(7, null) }],
    ['support', { ticketsKnown: false }],
    ['relationship.champion', { contacts: [{ role: 'economic-buyer', active: true, leftOn: null }] }],
    ['relationship.buyer', { contacts: [{ role: 'champion', active: true, leftOn: null }] }],
    ['relationship.threads', { engagement: talked(7, 20, null) }],
    ['financial', { invoices: NO_INVOICES }],
  ]
  it.each(silences)('keeps %s for 30 days, marked stale, and then no longer', (code, missing) => {
    const before = of({})
    const previous = previously(TODAY, before)
    const on = (today: number) =>
      of(missing, { today, previous }).components.find((component) => component.code === code)
    const was = before.components.find((component) => component.code === code)
    expect(was).toMatchObject({ stale: false, keptSince: null })
    expect(on(TODAY + 30)).toMatchObject({ score: was?.score, value: was?.value, stale: true, keptSince: TODAY })
    expect(on(TODAY + 31)).toMatchObject({ score: null, stale: false })
  })
})

describe('risk', () => {
  const risky: [string, Partial<CustomerFacts>, string, number][] = [
    ['usage −20 %', { usage: [usage(100, 80)] }, 'risk.usage', 12],
    ['usage −40 %, and not both', { usage: [usage(100, 60)] }, 'risk.usage', 20],
    ['usage −19.9 %', { usage: [usage(1000, 801)] }, 'risk.usage', 0],
    ['60 days of silence', { engagement: talked(60) }, 'risk.silence', 8],
    ['59 days of silence', { engagement: talked(59) }, 'risk.silence', 0],
    [
      'a champion who left 90 days ago',
      { contacts: [{ role: 'champion', active: false, leftOn: TODAY - 90 }] },
      'risk.sponsor-left',
      15,
    ],
    [
      'a champion and a sponsor who left, once',
      {
        contacts: [
          { role: 'champion', active: false, leftOn: TODAY - 3 },
          { role: 'exec-sponsor', active: false, leftOn: TODAY - 2 },
        ],
      },
      'risk.sponsor-left',
      15,
    ],
    [
      'a buyer who left',
      { contacts: [{ role: 'economic-buyer', active: false, leftOn: TODAY - 3 }] },
      'risk.sponsor-left',
      0,
    ],
    ['one urgent ticket', { tickets: [ticket({ priority: 'urgent' })] }, 'risk.urgent-tickets', 6],
    [
      'three urgent tickets',
      { tickets: Array.from({ length: 3 }, () => ticket({ priority: 'urgent' })) },
      'risk.urgent-tickets',
      12,
    ],
    ['a high ticket', { tickets: [ticket({ priority: 'high' })] }, 'risk.urgent-tickets', 0],
    ['negative sentiment', { tickets: [ticket({ sentiment: -0.6 })] }, 'risk.sentiment', 6],
    [
      'an invoice 31 days late',
      { invoices: { ...NO_INVOICES, oldestOverdueSince: TODAY - 31, newestOn: TODAY } },
      'risk.invoice-late',
      8,
    ],
    [
      'an invoice 30 days late',
      { invoices: { ...NO_INVOICES, oldestOverdueSince: TODAY - 30, newestOn: TODAY } },
      'risk.invoice-late',
      0,
    ],
    [
      'words of leaving 60 days ago',
      { tickets: [ticket({ leaving: true, openedOn: TODAY - 60, closedOn: TODAY - 59 })] },
      'risk.leaving',
      12,
    ],
  ]
  it.each(risky)('of %s', (_, known, code, points) => {
    const { risk } = of(known)
    expect(risk.factors.find((factor) => factor.code === code)?.contribution ?? 0).toBe(points)
  })

  it('begins with half of what health lacks, whatever a person has set health to', () => {
    const by: OverrideFact = { figure: 'health', value: 10, reason: '', by: '', from: TODAY, until: TODAY }
    const { risk, health, override } = of({ ...unknown, customerSince: TODAY - 5, overrides: [by] })
    expect([health.value, override.health, risk.value]).toEqual([50, 10, 25])
  })

  it('is 100 once notice was given, with all that adds up to it', () => {
    const contracts = [contract({ noticeGivenOn: TODAY })]
    for (const known of [{ contracts }, { contracts, ...unknown }, { contracts, usage: [usage(100, 30)] }]) {
      const { risk } = of(known)
      expect(risk.value).toBe(100)
      expect(Math.round(risk.factors.reduce((sum, { contribution }) => sum + contribution * 100, 0))).toBe(10_000)
    }
  })

  it.each<[string, Partial<ContractFact>, number]>([
    ['signed', { status: 'active' }, 1.8],
    ['of a source that says nothing of it', { status: null }, 1.8],
    ['only drafted', { status: 'Draft' }, 100],
    ['only sent', { status: 'sent' }, 100],
    ['called off again', { status: 'cancelled' }, 100],
    ['as old as the other', { startDate: TODAY - 264 }, 100],
    ['under notice as well', { noticeGivenOn: TODAY - 1 }, 100],
  ])('after notice is %s: a later contract may void it', (_, known, risk) => {
    const noticed = contract({ noticeGivenOn: TODAY - 10 })
    const next = contract({ id: 'k2', startDate: TODAY - 2, endDate: TODAY + 800, ...known })
    expect(of({ contracts: [noticed, next] }).risk.value).toBe(risk)
  })
})

describe('opportunity', () => {
  const low: Partial<CustomerFacts> = { ...unknown, products: null, openExpansion: null }
  it.each<[string, Partial<CustomerFacts>, number]>([
    ['nothing', low, 0],
    ['90 % of the seats in use', { ...low, licensedUsers: 100, usage: [usage(90, 90)] }, 30],
    ['89.9 %', { ...low, licensedUsers: 1000, usage: [usage(899, 899)] }, 0],
    ['growth of 15 %', { ...low, usage: [usage(100, 115, 'logins')] }, 25],
    ['growth of 14.9 %', { ...low, usage: [usage(1000, 1149, 'logins')] }, 0],
    ['a health of 80', { products: null }, 20],
    ['two products not owned', { ...low, products: { owned: 1, known: 3 } }, 10],
    ['one product not owned', { ...low, products: { owned: 2, known: 3 } }, 0],
    ['an open expansion', { ...low, openExpansion: { on: TODAY - 5 } }, 15],
    [
      'all of it',
      { licensedUsers: 100, usage: [usage(100, 120)], products: { owned: 1, known: 4 }, openExpansion: { on: TODAY } },
      100,
    ],
  ])('of %s', (_, known, opportunity) => {
    expect(of(known).opportunity.value).toBe(opportunity)
  })

  it.each([
    [59.99, 20],
    [60, 0],
  ])('with a risk of %f is %f: 40 less from 60 on, and never below nothing', (value, opportunity) => {
    const by: OverrideFact = { figure: 'risk', value, reason: '', by: '', from: TODAY, until: TODAY }
    expect(of({ products: null, overrides: [by] }).opportunity.value).toBe(opportunity)
  })
})

describe('usage against everybody’s', () => {
  const netOf = (median: number | null, now = 78) =>
    of({ usage: [usage(100, now)] }, { book: { medianChangePercent: median, customers: 300 } }).usage

  it.each([
    [null, null, 'down'],
    [-10, null, 'down'],
    [-10.1, -11.9, 'down'],
    [-22, 0, 'flat'],
    [-30, 8, 'up'],
    [15, -37, 'down'],
  ])('with a median of %s %% is net %s and %s', (median, net, direction) => {
    expect(netOf(median)).toMatchObject({ changePercent: -22, netChangePercent: net, direction })
  })

  it('costs nobody points where all went on holiday, and costs those who fell more', () => {
    const riskOf = (now: number) =>
      of({ usage: [usage(100, now)] }, { book: { medianChangePercent: -22, customers: 300 } }).risk.factors
    expect(riskOf(78).map(({ code }) => code)).toEqual(['risk.health'])
    expect(riskOf(55).map(({ code, value }) => [code, value])).toContainEqual(['risk.usage', -23])
  })
})

describe('an override', () => {
  const set = (known: Partial<OverrideFact>): OverrideFact => ({
    figure: 'risk',
    value: 77,
    reason: 'told on the phone',
    by: 'Ada',
    from: TODAY - 10,
    until: TODAY + 20,
    ...known,
  })
  it.each<[string, Partial<OverrideFact>, number, number | null]>([
    ['on its last day', { until: TODAY }, TODAY, 77],
    ['the day after', { until: TODAY }, TODAY + 1, null],
    ['before it begins', { from: TODAY + 1 }, TODAY, null],
    ['after 90 days, whatever it says', { from: TODAY - 91, until: TODAY + 400 }, TODAY, null],
    ['on the 90th day', { from: TODAY - 90, until: TODAY + 400 }, TODAY, 77],
  ])('%s', (_, known, today, value) => {
    const { override, risk } = of({ overrides: [set(known)] }, { today })
    expect(override.risk).toBe(value)
    expect(risk.value).toBeLessThan(20)
  })
})

describe('profiles', () => {
  const configuration = analysisConfiguration({
    profiles: [
      { name: 'banks', when: { segment: ['Bank'], touch: ['high', 'mid'] } },
      { name: 'key', when: { tier: ['A'] } },
      { name: 'starting', when: { lifecycle: ['onboarding'] } },
      { name: 'planners', when: { product: ['Planner'] } },
    ],
  })
  it.each<[string, Partial<CustomerFacts>]>([
    ['banks', { segment: 'bank', tier: 'A' }],
    ['key', { segment: 'bank', tier: 'a', touch: 'low' }],
    ['starting', { lifecycleStage: 'onboarding', productNames: ['planner'] }],
    ['planners', { productNames: ['Other', 'PLANNER'] }],
    ['default', { segment: 'banking', tier: null }],
  ])('%s is the first whose condition holds, and is named', (name, known) => {
    expect(of(known, { configuration }).profile).toBe(name)
  })
})

describe('metrics of every name', () => {
  it('do not crowd out those that a rule asks for', () => {
    const others = Array.from({ length: 30 }, (_, index) => usage(5, 5, `metric-${String(index)}`))
    const holes = (window: ReturnType<typeof usage>) => ({
      ...window,
      days: window.days.map((value, index) => (index % 5 === 0 ? null : value)),
    })
    const facts = givenKnownFacts({ usage: [...others, holes(usage(80, 60)), holes(usage(80, 40, 'seats_booked'))] })
    const { analysis, inputs } = analyzed(facts, givenContext())
    expect(analysis.usage).toMatchObject({ metric: 'active_users', changePercent: -25 })
    expect(analysis.components.find(({ code }) => code === 'usage.utilization')?.value).toBe(60)
    expect(inputs.usage.length).toBeLessThanOrEqual(8)
    const configuration = analysisConfiguration({
      profiles: [{ name: 'booked', when: { touch: ['mid'] }, rules: { trend: { metrics: ['seats_booked'] } } }],
    })
    expect(analyze(facts, givenContext({ configuration })).usage?.changePercent).toBe(-50)
  })
})

describe('a customer of five days', () => {
  it('is not silent yet, and is after 60 days without a word', () => {
    const young = (days: number) =>
      analyze(
        givenFacts({ customerSince: TODAY - days, engagement: talked(null, null, null) }),
        givenContext(),
      ).risk.factors.map(({ code }) => code)
    expect([young(5), young(60)]).toEqual([['risk.health'], ['risk.health', 'risk.silence']])
  })
})
