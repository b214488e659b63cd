import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Score } from '../../spine/factor.ts'
import { contract, givenContext, givenKnownFacts, previously, ticket, usage } from '../../../test/given-facts.ts'
import { givenFacts, TODAY } from '../../../test/given-customer.ts'
import { anyFacts } from '../../../test/any-facts.ts'
import { analyze, analyzed, replay } from './analyze.ts'
import { analysisConfiguration } from './configuration.ts'
import type { AnalysisInputs } from './analysis-inputs.ts'
import type { CustomerFacts } from './facts.ts'
import type { Analysis } from './analysis.ts'
import { keptAs, sayTheSame } from './stored-analysis.ts'

const sumOf = ({ factors }: Score): number =>
  factors.reduce((sum, { contribution }) => sum + Math.round(contribution * 100), 0) / 100

const riskOf = (facts: CustomerFacts): number => analyze(facts, givenContext()).risk.value
const same = (a: Analysis, b: Analysis): boolean => sayTheSame(keptAs(a), keptAs(b))
const healthOf = (facts: CustomerFacts): number => analyze(facts, givenContext()).health.value

describe('a customer of whom everything is known', () => {
  it('is healthy, at no risk beyond what health lacks, and fully covered', () => {
    const { health, risk, coverage, uncertain } = analyze(givenKnownFacts(), givenContext())
    expect({ health: health.value, risk: risk.value, coverage, uncertain }).toEqual({
      health: 96.4,
      risk: 1.8,
      coverage: 1,
      uncertain: false,
    })
  })

  it('says the same on the next day when nothing has happened', () => {
    const today = analyze(givenKnownFacts(), givenContext())
    const tomorrow = analyze(givenKnownFacts(), givenContext({ today: TODAY + 1 }))
    expect(same(today, tomorrow)).toBe(true)
    expect(tomorrow.renewals[0]?.stageDate).toBe(TODAY + 100)
  })

  it('says something else once it has waited beyond its cadence', () => {
    const today = analyze(givenKnownFacts(), givenContext())
    const later = analyze(givenKnownFacts(), givenContext({ today: TODAY + 60 }))
    expect(same(today, later)).toBe(false)
  })

  it.each<[string, Partial<CustomerFacts>]>([
    ['usage', { usage: [usage(80, 78)] }],
    ['a ticket', { tickets: [ticket()] }],
    ['a date', { renewals: [] }],
    ['an override', { overrides: [{ figure: 'risk', value: 80, reason: '', by: '', from: TODAY, until: TODAY + 9 }] }],
    ['a contact', { engagement: { lastTwoWayOn: TODAY, lastQbrOn: TODAY - 20, threads: 3 } }],
  ])('changes with %s', (_, change) => {
    const one = analyze(givenKnownFacts(), givenContext())
    expect(same(one, analyze(givenKnownFacts(change), givenContext()))).toBe(false)
  })
})

describe('a customer of whom nothing is known', () => {
  const facts = givenFacts({ engagement: { lastTwoWayOn: null, lastQbrOn: null, threads: null } })

  it('is neutral, uncertain and not quiet', () => {
    const { health, risk, opportunity, coverage, uncertain, usage: trend } = analyze(facts, givenContext())
    expect(health.value).toBe(50)
    expect(risk.value).toBe(33)
    expect(opportunity.value).toBe(0)
    expect({ coverage, uncertain, trend }).toEqual({ coverage: 0, uncertain: true, trend: null })
  })
})

describe('three customers as the story has them', () => {
  it('in an emergency: usage −23 %, five tickets, a sponsor gone', () => {
    const facts = givenKnownFacts({
      accountPlan: 'invest',
      touch: 'high',
      arr: 185_000,
      licensedUsers: 400,
      usage: [usage(300, 231)],
      features: { lastUsedOn: [TODAY - 1, TODAY - 3], known: 8 },
      contacts: [
        { role: 'champion', active: true, leftOn: null },
        { role: 'exec-sponsor', active: false, leftOn: TODAY - 24 },
      ],
      engagement: { lastTwoWayOn: TODAY - 45, lastQbrOn: TODAY - 140, threads: 1 },
      tickets: ['urgent', 'urgent', 'high', 'normal', 'normal'].map((priority) =>
        ticket({ priority: priority as 'urgent', sentiment: -0.45 }),
      ),
      contracts: [contract({ endDate: TODAY + 3 })],
    })
    const { usage: trend, support, risk, health } = analyze(facts, givenContext())
    expect(trend?.changePercent).toBe(-23)
    expect(support).toMatchObject({ open: 5, openUrgent: 2 })
    expect(health.value).toBeGreaterThan(40)
    expect(health.value).toBeLessThan(60)
    expect(risk.value).toBeGreaterThan(65)
    expect(risk.value).toBeLessThan(80)
    expect(risk.factors.map(({ code }) => code)).toEqual([
      'risk.health',
      'risk.usage',
      'risk.sponsor-left',
      'risk.urgent-tickets',
      'risk.sentiment',
    ])
  })

  it('growing: usage +20 %, seats nearly full', () => {
    const facts = givenKnownFacts({ licensedUsers: 250, usage: [usage(200, 240)] })
    const { usage: trend, opportunity, health } = analyze(facts, givenContext())
    expect(trend?.changePercent).toBe(20)
    expect(health.value).toBeGreaterThan(87)
    expect(opportunity.value).toBe(75)
  })
})

describe('an override', () => {
  const facts = givenKnownFacts({
    overrides: [{ figure: 'risk', value: 80, reason: 'heard it', by: 'u1', from: TODAY - 10, until: TODAY + 5 }],
  })

  it('stands beside the computed figure until it expires, and lowers opportunity meanwhile', () => {
    const during = analyze(facts, givenContext({ today: TODAY + 5 }))
    expect(during.override).toEqual({ health: null, risk: 80 })
    expect(during.risk.value).toBeLessThan(10)
    expect(during.opportunity.factors.map(({ code }) => code)).toContain('opportunity.risk')
    expect(analyze(facts, givenContext({ today: TODAY + 6 })).override).toEqual({ health: null, risk: null })
  })

  it('is replayed with the analysis', () => {
    const { analysis, inputs } = analyzed(facts, givenContext())
    expect(replay(inputs, TODAY, analysisConfiguration()).opportunity).toEqual(analysis.opportunity)
  })
})

describe('what went silent', () => {
  const known = analyze(givenKnownFacts(), givenContext())
  const previous = previously(TODAY, known)
  const silent = givenKnownFacts({ licensedUsers: null })
  const utilizationOn = (today: number) =>
    analyze(silent, givenContext({ today, previous })).components.find(({ code }) => code === 'usage.utilization')

  it('keeps its last value, marked stale, for 30 days', () => {
    expect(utilizationOn(TODAY + 30)).toMatchObject({ score: 100, stale: true, keptSince: TODAY })
    expect(utilizationOn(TODAY + 31)).toMatchObject({ score: null, stale: false, keptSince: null })
  })

  it('is kept from the day it was last known, however often it is analyzed in between', () => {
    let before = previous
    for (let today = TODAY + 1; today <= TODAY + 30; today += 1) {
      before = previously(today, analyze(silent, givenContext({ today, previous: before })))
    }
    const last = analyze(silent, givenContext({ today: TODAY + 31, previous: before }))
    expect(last.components.find(({ code }) => code === 'usage.utilization')?.score).toBeNull()
  })

  it('is in the inputs only when it was used, and replays from them', () => {
    expect(analyzed(givenKnownFacts(), givenContext({ today: TODAY + 1, previous })).inputs.kept).toEqual([])
    const { analysis, inputs } = analyzed(silent, givenContext({ today: TODAY + 9, previous }))
    expect(inputs.kept.map(([code]) => code)).toEqual(['usage.utilization'])
    expect(replay(inputs, TODAY + 9, analysisConfiguration()).health).toEqual(analysis.health)
  })

  it('marks a usage source stale after a week and forgets it a month later', () => {
    const stateOn = (today: number) => {
      const { components, usage: trend } = analyze(givenKnownFacts(), givenContext({ today }))
      return { stale: components.find(({ code }) => code === 'usage.trend')?.stale, known: trend !== null }
    }
    expect(stateOn(TODAY + 6)).toEqual({ stale: false, known: true })
    expect(stateOn(TODAY + 7)).toEqual({ stale: true, known: true })
    expect(stateOn(TODAY + 36)).toEqual({ stale: true, known: true })
    expect(stateOn(TODAY + 37)).toEqual({ stale: false, known: false })
  })
})

describe('for any customer', () => {
  it('each figure lies within 0–100 and its factors add up to it exactly', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { health, risk, opportunity } = analyze(facts, givenContext())
        for (const score of [health, risk, opportunity]) {
          expect(sumOf(score)).toBe(score.value)
          expect(score.value).toBeGreaterThanOrEqual(0)
          expect(score.value).toBeLessThanOrEqual(100)
        }
      }),
    )
  })

  it('the stored inputs replay to the same figures, through JSON', () => {
    fc.assert(
      fc.property(anyFacts, fc.integer({ min: -30, max: 30 }), (facts, median) => {
        const context = givenContext({ book: { medianChangePercent: median, customers: 50 } })
        const { analysis, inputs } = analyzed(facts, context)
        const again = replay(JSON.parse(JSON.stringify(inputs)) as AnalysisInputs, TODAY, context.configuration)
        expect(again.health).toEqual(analysis.health)
        expect(again.risk).toEqual(analysis.risk)
        expect(again.opportunity).toEqual(analysis.opportunity)
      }),
    )
  })

  it('more silence never lowers risk nor raises health', () => {
    fc.assert(
      fc.property(anyFacts, fc.nat(400), fc.nat(400), (facts, a, b) => {
        const silentFor = (days: number): CustomerFacts => ({
          ...facts,
          engagement: { ...facts.engagement, lastTwoWayOn: TODAY - days },
        })
        const [shorter, longer] = [Math.min(a, b), Math.max(a, b)]
        expect(riskOf(silentFor(longer))).toBeGreaterThanOrEqual(riskOf(silentFor(shorter)))
        expect(healthOf(silentFor(longer))).toBeLessThanOrEqual(healthOf(silentFor(shorter)))
      }),
    )
  })

  it('an unchanged one waits for a night without drifting, apart from whole steps', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const days = Array.from({ length: 14 }, (_, day) => analyze(facts, givenContext({ today: TODAY + day })))
        const changes = days.filter((today, index) => {
          const yesterday = days[index - 1]
          return yesterday && today.health.value !== yesterday.health.value
        })
        // Weekly steps of contact, review and lateness, tickets that leave a window, a source that falls silent.
        expect(changes.length).toBeLessThanOrEqual(10)
      }),
    )
  })
})
