import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Today } from '../../base/today.ts'
import { givenKnownFacts, usage } from '../../../test/given-facts.ts'
import { TODAY } from '../../../test/given-customer.ts'
import { inputsOf } from './analysis-inputs.ts'
import type { HealthComponent } from './analysis.ts'
import { DEFAULT_RULES } from './analyze.defaults.ts'
import { analysisConfiguration } from './configuration.ts'
import type { CustomerFacts } from './facts.ts'
import { componentsOn } from './figures.ts'
import { healthScore, trendScore } from './health.ts'

const scoreOf = (code: string, known: Partial<CustomerFacts>, rules = DEFAULT_RULES): number | null | undefined =>
  componentsOn(inputsOf(givenKnownFacts(known), new Today(TODAY)), new Today(TODAY), rules).find(
    (component) => component.code === code,
  )?.score

const component = (score: number | null, weight: number, code = 'support'): HealthComponent => ({
  code,
  weight,
  score,
  value: score,
  stale: false,
  on: null,
  keptSince: null,
})

describe("health's components", () => {
  it.each<[string, Partial<CustomerFacts>, number | null]>([
    ['usage.utilization', { licensedUsers: 100 }, 100],
    ['usage.utilization', { licensedUsers: 200 }, 50],
    ['usage.utilization', { licensedUsers: 0 }, null],
    ['usage.utilization', { licensedUsers: null }, null],
    ['usage.utilization', { usage: [usage(80, 80, 'logins')] }, null],
    ['usage.trend', { usage: [usage(100, 77)] }, 34],
    ['usage.trend', { usage: [usage(100, 112.5)] }, 85],
    ['usage.trend', { usage: [] }, null],
    ['usage.breadth', { features: { lastUsedOn: [TODAY - 1, TODAY - 28, TODAY - 40], known: 10 } }, 33.33],
    ['usage.breadth', { features: { lastUsedOn: [], known: 10 } }, null],
    ['usage.breadth', { features: { lastUsedOn: [TODAY], known: 0 } }, null],
    ['usage.breadth', { features: null }, null],
    ['engagement.contact', { engagement: { lastTwoWayOn: TODAY - 88, lastQbrOn: null, threads: null } }, 50],
    ['engagement.contact', { engagement: { lastTwoWayOn: null, lastQbrOn: null, threads: null } }, null],
    ['engagement.qbr', { engagement: { lastTwoWayOn: null, lastQbrOn: TODAY - 187, threads: null } }, 90],
    ['relationship.champion', { contacts: [{ role: 'champion', active: false, leftOn: null }] }, 0],
    ['relationship.champion', { contacts: [{ role: 'user', active: true, leftOn: null }] }, null],
    ['relationship.buyer', { contacts: [{ role: 'exec-sponsor', active: true, leftOn: null }] }, 100],
    ['relationship.threads', { engagement: { lastTwoWayOn: TODAY, lastQbrOn: null, threads: 1 } }, 33.33],
    ['relationship.threads', { engagement: { lastTwoWayOn: TODAY, lastQbrOn: null, threads: null } }, null],
    ['financial', { invoices: { paid: { count: 8, onTime: 7 }, oldestOverdueSince: null, newestOn: TODAY } }, 87.5],
    ['financial', { invoices: { paid: { count: 8, onTime: 8 }, oldestOverdueSince: TODAY - 8, newestOn: TODAY } }, 80],
    ['financial', { invoices: { paid: { count: 8, onTime: 8 }, oldestOverdueSince: TODAY - 99, newestOn: TODAY } }, 40],
    ['financial', { invoices: { paid: null, oldestOverdueSince: null, newestOn: TODAY } }, 50],
    ['financial', { invoices: { paid: null, oldestOverdueSince: null, newestOn: null } }, null],
    ['support', { ticketsKnown: false }, null],
  ])('%s of %j is %s', (code, known, expected) => {
    expect(scoreOf(code, known)).toBe(expected)
  })

  it('give the weight of a business review to contact where none is expected', () => {
    const found = componentsOn(
      inputsOf(givenKnownFacts({ touch: 'low' }), new Today(TODAY)),
      new Today(TODAY),
      DEFAULT_RULES,
    )
    expect(found.find(({ code }) => code === 'engagement.contact')?.weight).toBe(20)
    expect(found.some(({ code }) => code === 'engagement.qbr')).toBe(false)
  })

  it('ask for the CSM’s pulse once it has a weight', () => {
    const rules = analysisConfiguration({ rules: { weights: { pulse: 10 } } }).profiles[0]?.rules
    const pulse = { colour: 'amber', on: TODAY } as const
    expect(scoreOf('pulse', { pulse }, rules)).toBe(50)
    expect(scoreOf('pulse', { pulse: null }, rules)).toBeNull()
    expect(scoreOf('pulse', { pulse })).toBeUndefined()
  })
})

describe('the score of a trend', () => {
  it.each([
    [-100, 0],
    [-40, 0],
    [-22.5, 35],
    [-5, 70],
    [0, 70],
    [5, 70],
    [12.5, 85],
    [20, 100],
    [999, 100],
  ])('of %f %% is %f', (change, score) => {
    expect(trendScore(change, DEFAULT_RULES)).toBe(score)
  })
})

describe('health', () => {
  it('counts an unknown component as the lower of 50 and the mean of the known', () => {
    expect(healthScore([component(90, 50), component(null, 50)]).score.value).toBe(70)
    expect(healthScore([component(30, 50), component(null, 50)]).score.value).toBe(30)
    expect(healthScore([component(null, 50)]).score.value).toBe(50)
  })

  it('says how much of the weight was known', () => {
    expect(healthScore([component(90, 25), component(null, 75)]).coverage).toBe(0.25)
  })

  it('is neutral and uncovered when nothing is asked for', () => {
    const { score, coverage } = healthScore([])
    expect({ value: score.value, coverage }).toEqual({ value: 50, coverage: 0 })
    expect(score.factors.map(({ contribution }) => contribution)).toEqual([50])
  })

  it('is never better for an unknown component than for a neutral one, nor covers more', () => {
    const anyComponent = fc.record({
      score: fc.option(
        fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100),
        { nil: null },
      ),
      weight: fc.integer({ min: 1, max: 40 }),
    })
    fc.assert(
      fc.property(fc.array(anyComponent, { maxLength: 10 }), fc.integer({ min: 1, max: 40 }), (others, weight) => {
        const rest = others.map(({ score, weight: own }) => component(score, own))
        const unknown = healthScore([...rest, component(null, weight)])
        const neutral = healthScore([...rest, component(50, weight)])
        expect(unknown.score.value).toBeLessThanOrEqual(neutral.score.value)
        expect(unknown.coverage).toBeLessThanOrEqual(neutral.coverage)
      }),
    )
  })
})
