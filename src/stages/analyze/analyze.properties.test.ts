import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Today } from '../../base/today.ts'
import { anyFacts } from '../../../test/any-facts.ts'
import { contract, givenContext, previously, renewal, ticket } from '../../../test/given-facts.ts'
import { TODAY } from '../../../test/given-customer.ts'
import type { Analysis } from './analysis.ts'
import type { AnalysisInputs } from './analysis-inputs.ts'
import { analyze, analyzed, replay } from './analyze.ts'
import { analysisConfiguration } from './configuration.ts'
import type { ContractFact, CustomerFacts, RenewalFact, UsageWindow } from './facts.ts'
import { deriveRenewals } from './renewals.ts'
import { DEFAULT_RULES } from './analyze.defaults.ts'

/** The default rules with the two weights that make every input of health have a neutral value: a pulse that counts, and two people as enough. */
const configuration = analysisConfiguration({ rules: { weights: { pulse: 10 }, health: { threadsFull: 2 } } })
const analysisOf = (facts: CustomerFacts, known: Parameters<typeof givenContext>[0] = {}): Analysis =>
  analyze(facts, givenContext({ configuration, ...known }))

/** Of the two analyses the first looks no better: no more health, no less risk, no more coverage. */
function expectNoBetter(worse: Analysis, better: Analysis): void {
  expect(worse.health.value).toBeLessThanOrEqual(better.health.value)
  expect(worse.risk.value).toBeGreaterThanOrEqual(better.risk.value)
}

const anyContract: fc.Arbitrary<ContractFact> = fc
  .record({
    id: fc.constantFrom('k1', 'k2', 'k3', 'k4'),
    startDate: fc.option(fc.integer({ min: TODAY - 900, max: TODAY + 60 }), { nil: null }),
    endDate: fc.option(fc.integer({ min: TODAY - 100, max: TODAY + 700 }), { nil: null }),
    termMonths: fc.option(fc.constantFrom(1, 12, 36), { nil: null }),
    value: fc.option(fc.nat(90_000), { nil: null }),
    autoRenew: fc.boolean(),
    noticeDays: fc.option(fc.constantFrom(0, 30, 90), { nil: null }),
    noticeGivenOn: fc.option(fc.integer({ min: TODAY - 90, max: TODAY }), { nil: null }),
    status: fc.constantFrom(null, 'active', 'draft', 'cancelled', 'renewed'),
  })
  .map((known) => contract(known))

const anyRenewal: fc.Arbitrary<RenewalFact> = fc
  .record({
    id: fc.constantFrom('r1', 'r2', 'r3', 'r4'),
    derived: fc.boolean(),
    contractIds: fc.subarray(['k1', 'k2', 'k3']),
    date: fc.option(fc.integer({ min: TODAY - 200, max: TODAY + 500 }), { nil: null }),
    decisionDate: fc.option(fc.integer({ min: TODAY - 100, max: TODAY + 300 }), { nil: null }),
    arrAtStake: fc.option(fc.nat(90_000), { nil: null }),
    state: fc.constantFrom('none', 'proposed', 'signed', 'lost'),
    closedOn: fc.integer({ min: TODAY - 150, max: TODAY }),
  })
  .map(({ state, closedOn, ...known }) =>
    renewal({
      ...known,
      progress: state as RenewalFact['progress'],
      closedOn: state === 'signed' || state === 'lost' ? closedOn : null,
    }),
  )

const unique = <T extends { readonly id: string }>(arbitrary: fc.Arbitrary<T>) =>
  fc.uniqueArray(arbitrary, { selector: ({ id }) => id, maxLength: 4 })

/** Customers with contracts, renewals and overrides, too. */
const anyCustomer: fc.Arbitrary<CustomerFacts> = fc
  .record({
    facts: anyFacts,
    contracts: unique(anyContract),
    renewals: unique(anyRenewal),
    overrides: fc.uniqueArray(
      fc.record({
        figure: fc.constantFrom('health', 'risk'),
        value: fc.nat(100),
        reason: fc.constant('heard'),
        by: fc.constant('Ada'),
        from: fc.integer({ min: TODAY - 60, max: TODAY }),
        until: fc.integer({ min: TODAY - 5, max: TODAY + 60 }),
      }),
      { selector: ({ from }) => from, maxLength: 3 },
    ),
  })
  .map(({ facts, ...more }) => ({ ...facts, ...more }))

describe('an input that is missing', () => {
  const touched = (days: number | null) => ({ lastTwoWayOn: days === null ? null : TODAY - days })
  const flat = (level: number, metric: string, before = level): UsageWindow => ({
    metric,
    lastDay: TODAY - 1,
    days: Array.from({ length: 84 }, (_, index) => (index < 56 ? before : level)),
  })
  const noTickets = { tickets: [], ticketsKnown: false }
  const old = TODAY - 60

  /** Each input where its component scores exactly 50, and without it. */
  const inputs: [string, (facts: CustomerFacts) => CustomerFacts, (facts: CustomerFacts) => CustomerFacts][] = [
    [
      'usage.utilization',
      (facts) => ({ ...facts, licensedUsers: 200, usage: [flat(80, 'active_users')] }),
      (facts) => ({ ...facts, licensedUsers: null, usage: [flat(80, 'active_users')] }),
    ],
    ['usage.trend', (facts) => ({ ...facts, usage: [flat(85, 'logins', 100)] }), (facts) => ({ ...facts, usage: [] })],
    [
      'usage.breadth',
      (facts) => ({ ...facts, features: { lastUsedOn: [TODAY, TODAY, TODAY], known: 10 } }),
      (facts) => ({ ...facts, features: null }),
    ],
    [
      'engagement.contact',
      (facts) => ({ ...facts, engagement: { ...facts.engagement, ...touched(88) } }),
      (facts) => ({ ...facts, engagement: { ...facts.engagement, ...touched(null) } }),
    ],
    [
      'engagement.qbr',
      (facts) => ({ ...facts, engagement: { ...facts.engagement, lastQbrOn: TODAY - 215 } }),
      (facts) => ({ ...facts, engagement: { ...facts.engagement, lastQbrOn: null } }),
    ],
    [
      'support',
      (facts) => ({
        ...facts,
        ticketsKnown: true,
        tickets: Array.from({ length: 5 }, () => ticket({ priority: 'high', openedOn: old })),
      }),
      (facts) => ({ ...facts, ...noTickets }),
    ],
    [
      'relationship.threads',
      (facts) => ({ ...facts, engagement: { ...facts.engagement, threads: 1 } }),
      (facts) => ({ ...facts, engagement: { ...facts.engagement, threads: null } }),
    ],
    [
      'financial',
      (facts) => ({ ...facts, invoices: { paid: { count: 2, onTime: 1 }, oldestOverdueSince: null, newestOn: old } }),
      (facts) => ({ ...facts, invoices: { paid: null, oldestOverdueSince: null, newestOn: null } }),
    ],
    ['pulse', (facts) => ({ ...facts, pulse: { colour: 'amber', on: TODAY } }), (facts) => ({ ...facts, pulse: null })],
  ]

  it.each(inputs)('%s is never better than at neutral, and lowers coverage', (code, neutral, without) => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const settled: CustomerFacts = { ...facts, touch: 'mid', customerSince: TODAY - 900 }
        const [known, unknown] = [analysisOf(neutral(settled)), analysisOf(without(settled))]
        expect(known.components.find((component) => component.code === code)?.score).toBe(50)
        expect(unknown.components.find((component) => component.code === code)?.score).toBeNull()
        expectNoBetter(unknown, known)
        expect(unknown.coverage).toBeLessThan(known.coverage)
      }),
    )
  })

  it.each(['champion', 'economic-buyer'] as const)('a %s nobody knows of is never better than one in place', (role) => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const others = facts.contacts.filter((one) => one.role !== role && one.role !== 'exec-sponsor')
        const known = analysisOf({ ...facts, contacts: [...others, { role, active: true, leftOn: null }] })
        const unknown = analysisOf({ ...facts, contacts: others })
        expectNoBetter(unknown, known)
        expect(unknown.coverage).toBeLessThan(known.coverage)
      }),
    )
  })

  it('never gives an opportunity', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const bare: CustomerFacts = { ...facts, usage: [], products: null, openExpansion: null, ...noTickets }
        const codes = analysisOf({ ...bare, features: null, licensedUsers: null }).opportunity.factors.map(
          ({ code }) => code,
        )
        expect(
          codes.filter((code) => !['opportunity.health', 'opportunity.risk', 'opportunity.cap'].includes(code)),
        ).toEqual([])
      }),
    )
  })
})

describe('worse news never looks better', () => {
  const worse: [string, (facts: CustomerFacts, more: number) => [worse: CustomerFacts, better: CustomerFacts]][] = [
    [
      'fewer users and logins in the last four weeks',
      (facts, more) => [
        {
          ...facts,
          usage: facts.usage.map((window) => ({
            ...window,
            days: window.days.map((value, index) =>
              value === null || index < window.days.length - 28 ? value : (value * (100 - more)) / 100,
            ),
          })),
        },
        facts,
      ],
    ],
    [
      'longer since the last talk',
      (facts, more) => {
        const last = facts.engagement.lastTwoWayOn ?? TODAY
        return [
          { ...facts, engagement: { ...facts.engagement, lastTwoWayOn: last - more } },
          { ...facts, engagement: { ...facts.engagement, lastTwoWayOn: last } },
        ]
      },
    ],
    [
      'another open ticket',
      (facts, more) => {
        const priority = (['low', 'normal', 'high', 'urgent'] as const)[more % 4] ?? 'low'
        const known = { ...facts, ticketsKnown: true }
        return [{ ...known, tickets: [...facts.tickets, ticket({ priority, openedOn: TODAY - (more % 28) })] }, known]
      },
    ],
    [
      'a ticket that speaks of leaving',
      (facts, more) => {
        const said = ticket({ openedOn: TODAY - more, closedOn: TODAY - more })
        return [
          { ...facts, tickets: [...facts.tickets, { ...said, leaving: true }] },
          { ...facts, tickets: [...facts.tickets, said] },
        ]
      },
    ],
    [
      'an angrier ticket',
      (facts, more) => [
        { ...facts, tickets: [...facts.tickets, ticket({ sentiment: -more / 100 })] },
        { ...facts, tickets: [...facts.tickets, ticket({ sentiment: 0 })] },
      ],
    ],
    [
      'an invoice that is late for longer',
      (facts, more) => {
        const since = facts.invoices.oldestOverdueSince ?? TODAY
        const invoices = { ...facts.invoices, newestOn: TODAY - 200 }
        return [
          { ...facts, invoices: { ...invoices, oldestOverdueSince: since - more } },
          { ...facts, invoices: { ...invoices, oldestOverdueSince: since } },
        ]
      },
    ],
    [
      'a champion who leaves',
      (facts, more) => [
        { ...facts, contacts: [...facts.contacts, { role: 'champion', active: false, leftOn: TODAY - more }] },
        { ...facts, contacts: [...facts.contacts, { role: 'champion', active: true, leftOn: null }] },
      ],
    ],
    [
      'notice',
      (facts, more) => [
        { ...facts, contracts: [contract({ noticeGivenOn: TODAY - more })] },
        { ...facts, contracts: [contract()] },
      ],
    ],
    [
      'a signal of leaving',
      (facts, more) => [
        { ...facts, riskSignals: [...facts.riskSignals, { kind: 'cancellation', severity: 'high', on: TODAY - more }] },
        facts,
      ],
    ],
    [
      'fewer people in touch',
      (facts, more) => [
        { ...facts, engagement: { ...facts.engagement, threads: 1 } },
        { ...facts, engagement: { ...facts.engagement, threads: 1 + more } },
      ],
    ],
    [
      'a worse pulse',
      (facts, more) => [
        { ...facts, pulse: { colour: 'red', on: TODAY } },
        { ...facts, pulse: { colour: more > 50 ? 'amber' : 'green', on: TODAY } },
      ],
    ],
  ]

  it.each(worse)('%s', (_, pairOf) => {
    fc.assert(
      fc.property(anyFacts, fc.integer({ min: 0, max: 100 }), (facts, more) => {
        const [one, other] = pairOf(facts, more)
        expectNoBetter(analysisOf(one), analysisOf(other))
      }),
    )
  })

  it('fewer users are never a greater opportunity', () => {
    fc.assert(
      fc.property(anyFacts, fc.nat(100), (facts, percent) => {
        const shrunk = facts.usage.map((window) => ({
          ...window,
          days: window.days.map((value, index) =>
            value === null || index < window.days.length - 28 ? value : (value * (100 - percent)) / 100,
          ),
        }))
        expect(analysisOf({ ...facts, usage: shrunk }).opportunity.value).toBeLessThanOrEqual(
          analysisOf(facts).opportunity.value,
        )
      }),
    )
  })
})

describe('the order in which records come', () => {
  const shuffled = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
    fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length })
  const inAnotherOrder = (facts: CustomerFacts): fc.Arbitrary<CustomerFacts> =>
    fc
      .record({
        usage: shuffled(facts.usage),
        contacts: shuffled(facts.contacts),
        tickets: shuffled(facts.tickets),
        contracts: shuffled(facts.contracts),
        renewals: shuffled(facts.renewals),
        overrides: shuffled(facts.overrides),
        riskSignals: shuffled(facts.riskSignals),
        lastUsedOn: shuffled(facts.features?.lastUsedOn ?? []),
      })
      .map(({ lastUsedOn, ...lists }) => ({
        ...facts,
        ...lists,
        features: facts.features && { ...facts.features, lastUsedOn },
      }))

  it('does not matter to an analysis', () => {
    const pair = anyCustomer.chain((facts) => fc.tuple(fc.constant(facts), inAnotherOrder(facts)))
    fc.assert(
      fc.property(pair, ([facts, other]) => {
        expect(analysisOf(other)).toEqual(analysisOf(facts))
      }),
      { numRuns: 300 },
    )
  })

  it('does not matter to the renewals that follow from contracts', () => {
    const pair = unique(anyContract).chain((contracts) => fc.tuple(fc.constant(contracts), shuffled(contracts)))
    fc.assert(
      fc.property(anyFacts, pair, (facts, [contracts, other]) => {
        const derived = (some: readonly ContractFact[]) =>
          deriveRenewals(
            { ...facts, contracts: some, renewals: [] },
            { today: new Today(TODAY), rules: DEFAULT_RULES.renewals },
          )
        const byKey = (effects: ReturnType<typeof derived>) => effects.map((effect) => JSON.stringify(effect)).sort()
        expect(byKey(derived(other))).toEqual(byKey(derived(contracts)))
      }),
      { numRuns: 300 },
    )
  })
})

describe('for any customer, on any day, under any movement of the book', () => {
  const anyDay = fc.record({
    today: fc.integer({ min: TODAY - 3, max: TODAY + 120 }),
    median: fc.option(fc.integer({ min: -40, max: 40 }), { nil: null }),
  })

  it('figures and factors are whole hundredths within their bounds, and factors add up exactly', () => {
    fc.assert(
      fc.property(anyCustomer, anyDay, (facts, { today, median }) => {
        const analysis = analysisOf(facts, { today, book: { medianChangePercent: median, customers: 80 } })
        for (const { value, factors } of [analysis.health, analysis.risk, analysis.opportunity]) {
          const hundredths = factors.map(({ contribution }) => contribution * 100)
          for (const part of hundredths) expect(Math.abs(part - Math.round(part))).toBeLessThan(1e-6)
          expect(hundredths.reduce((sum, part) => sum + Math.round(part), 0)).toBe(Math.round(value * 100))
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThanOrEqual(100)
        }
        expect(analysis.uncertain).toBe(analysis.coverage < 0.4)
        expect(analysis.components.every(({ score }) => score === null || (score >= 0 && score <= 100))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('the kept inputs give the figures again, under the configuration of then, through JSON', () => {
    const fitted = analysisConfiguration({
      rules: { weights: { pulse: 7, support: 3.5 }, trend: { metrics: ['exports'] }, risk: { healthShare: 0.3 } },
      profiles: [{ name: 'low', when: { touch: ['low'] }, rules: { cadence: { contactDays: { low: 9 } } } }],
    })
    fc.assert(
      fc.property(anyCustomer, anyDay, anyFacts, (facts, { today, median }, before) => {
        const context = givenContext({
          configuration: fitted,
          today,
          book: { medianChangePercent: median, customers: 80 },
          previous: previously(today - 9, analyze(before, givenContext({ today: today - 9 }))),
        })
        const { analysis, inputs } = analyzed(facts, context)
        const again = replay(JSON.parse(JSON.stringify(inputs)) as AnalysisInputs, today, fitted)
        const { profile, health, risk, opportunity, coverage, components, usage } = analysis
        expect(again).toEqual({ profile, health, risk, opportunity, coverage, components, usage })
      }),
      { numRuns: 300 },
    )
  })
})
