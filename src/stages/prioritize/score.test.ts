import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BUILT_IN_WORKFLOWS } from '../../spine/catalogue.defaults.ts'
import type { Score } from '../../spine/factor.ts'
import { ACCOUNT_PLANS, FAMILIES, STAGES } from '../../spine/words.ts'
import { compare, rescore } from './compare.ts'
import { DEFAULT_PRIORITY } from './prioritize.defaults.ts'
import { score, teamScore } from './score.ts'
import type { PrioritySettings } from './settings.ts'
import type { PrioritySignals } from './signals.ts'
import { priorityVector } from './priority-vector.ts'
import type { MultiplicativeVector, WeightedVector } from './priority-vector.ts'

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`vectors/${name}.json`, import.meta.url), 'utf8')) as T

const weighted = read<{ readonly cases: readonly (WeightedVector & { score: number })[] }>('priority-weighted')
const multiplicative = read<{
  readonly base: Record<string, number>
  readonly cases: readonly (MultiplicativeVector & { score: number })[]
}>('priority-multiplicative')

const MULTIPLICATIVE: PrioritySettings = { ...DEFAULT_PRIORITY, model: 'multiplicative' }

const given = (known: Partial<PrioritySignals>): PrioritySignals => ({
  workflowId: 'standard-renewal',
  family: 'renewal',
  stage: null,
  arr: 0,
  daysUntilRenewal: 365,
  healthDecline: null,
  usageChangePercent: null,
  accountPlan: 'manage',
  riskScore: null,
  csmExperience: null,
  activeWorkflows: 0,
  dueSnoozedStep: false,
  ...known,
})

const contribution = (priority: Score, code: string): number | undefined =>
  priority.factors.find((factor) => factor.code === code)?.contribution

describe('the weighted model', () => {
  it.each(weighted.cases)('$arr, $daysUntilRenewal days, $accountPlan, $family: $score', (row) => {
    expect(priorityVector('weighted', row)).toBe(row.score)
  })

  it('shows the plan as what doubling adds', () => {
    const priority = score(
      given({ family: 'strategic', arr: 185_000, usageChangePercent: 20, accountPlan: 'expand' }),
      DEFAULT_PRIORITY,
    )
    expect(priority.factors.map((factor) => [factor.code, factor.contribution])).toEqual([
      ['arr', 27.75],
      ['urgency', 4],
      ['health', 0],
      ['usage', 12],
      ['risk', 0],
      ['plan', 43.75],
    ])
  })

  it('counts unknown days as the least urgent, and what is unknown else as nothing', () => {
    const nothing = score(given({ arr: null, daysUntilRenewal: null, accountPlan: null }), DEFAULT_PRIORITY)
    expect(nothing.value).toBe(4)
  })

  it.each([
    ['contract-finalization', 'emergency', 50],
    ['contract-finalization', 'finalize', 100],
    ['confirm-renewal-outcome', null, 50],
    ['emergency-retention', 'emergency', 100],
  ] as const)('%s in stage %s has an urgency of %i with five days left', (workflowId, stage, urgency) => {
    const priority = score(given({ workflowId, stage, daysUntilRenewal: 5 }), DEFAULT_PRIORITY)
    expect(contribution(priority, 'urgency')).toBe(urgency)
  })
})

describe('the multiplicative model', () => {
  it.each(multiplicative.cases)('$workflow, $arr, $accountPlan, $activeWorkflows active: $score', (row) => {
    expect(priorityVector('multiplicative', row)).toBe(row.score)
  })

  it('has the base scores of the source document', () => {
    for (const [id, base] of Object.entries(multiplicative.base)) {
      expect(BUILT_IN_WORKFLOWS.find((kind) => kind.id === id)?.baseScore).toBe(base)
    }
  })

  it('shows each multiplier as what it adds at its turn', () => {
    const priority = score(
      given({
        workflowId: 'emergency-retention',
        arr: 185_000,
        accountPlan: 'invest',
        csmExperience: 1.1,
        activeWorkflows: 5,
      }),
      MULTIPLICATIVE,
    )
    expect(priority.factors.map((factor) => factor.contribution)).toEqual([90, 90, 90, 27, -10])
  })
})

describe('any score', () => {
  it('gains 25 points, as a factor of its own, while a snoozed step is back', () => {
    const without = score(given({}), DEFAULT_PRIORITY)
    const back = score(given({ dueSnoozedStep: true }), DEFAULT_PRIORITY)
    expect(back.value - without.value).toBe(25)
    expect(contribution(back, 'due-step')).toBe(25)
  })

  it('leaves the person out in a list over several people', () => {
    const signals = given({
      workflowId: 'emergency-retention',
      arr: 185_000,
      accountPlan: 'invest',
      csmExperience: 1.1,
      activeWorkflows: 5,
    })
    expect(teamScore(score(signals, MULTIPLICATIVE)).value).toBe(270)
  })
})

const amount = fc.option(fc.integer({ min: 0, max: 50_000_000 }).map((cents) => cents / 100))
const signals: fc.Arbitrary<PrioritySignals> = fc.record({
  workflowId: fc.constantFrom(...BUILT_IN_WORKFLOWS.map((kind) => kind.id)),
  family: fc.option(fc.constantFrom(...FAMILIES)),
  stage: fc.option(fc.constantFrom(...STAGES)),
  arr: amount,
  daysUntilRenewal: fc.option(fc.integer({ min: -500, max: 1500 })),
  healthDecline: fc.option(fc.integer({ min: -10_000, max: 10_000 }).map((value) => value / 100)),
  usageChangePercent: fc.option(fc.integer({ min: -10_000, max: 30_000 }).map((value) => value / 100)),
  accountPlan: fc.option(fc.constantFrom(...ACCOUNT_PLANS)),
  riskScore: fc.option(fc.integer({ min: 0, max: 10_000 }).map((value) => value / 100)),
  csmExperience: fc.option(fc.constantFrom(0.9, 0.95, 1, 1.07, 1.1, 1.2)),
  activeWorkflows: fc.nat({ max: 40 }),
  dueSnoozedStep: fc.boolean(),
})
const settings = fc.constantFrom(DEFAULT_PRIORITY, MULTIPLICATIVE, {
  ...DEFAULT_PRIORITY,
  weighted: { ...DEFAULT_PRIORITY.weighted, penalty: 1.7 },
})

const hundredths = (value: number): number => Math.round(value * 100)
const total = (priority: Score): number =>
  priority.factors.reduce((sum, factor) => sum + hundredths(factor.contribution), 0)

describe('whatever the signals', () => {
  it('the factors add up to the score exactly, also without the person and with other weights', () => {
    fc.assert(
      fc.property(signals, settings, fc.double({ min: 0, max: 3, noNaN: true }), (each, configured, weight) => {
        const priority = score(each, configured)
        for (const version of [
          priority,
          teamScore(priority),
          rescore(priority, { plan: weight, urgency: weight, base: weight }),
        ]) {
          expect(total(version)).toBe(hundredths(version.value))
        }
      }),
    )
  })

  it('the same weights give the same score', () => {
    fc.assert(
      fc.property(signals, settings, (each, configured) => {
        const priority = score(each, configured)
        expect(rescore(priority, {})).toEqual(priority)
      }),
    )
  })

  it('the differences between two scores add up to the difference of the scores', () => {
    fc.assert(
      fc.property(signals, signals, settings, (a, b, configured) => {
        const [ours, theirs] = [score(a, configured), score(b, configured)]
        const { gap, rows } = compare(ours, theirs)
        expect(rows.reduce((sum, row) => sum + hundredths(row.gap), 0)).toBe(hundredths(gap))
        expect(hundredths(gap)).toBe(hundredths(ours.value) - hundredths(theirs.value))
      }),
    )
  })

  it('more risk, a nearer date or more ARR never lower a weighted score', () => {
    fc.assert(
      fc.property(signals, (each) => {
        const now = score(each, DEFAULT_PRIORITY).value
        expect(score({ ...each, riskScore: 100 }, DEFAULT_PRIORITY).value).toBeGreaterThanOrEqual(now)
        expect(score({ ...each, daysUntilRenewal: 0 }, DEFAULT_PRIORITY).value).toBeGreaterThanOrEqual(now)
        expect(score({ ...each, arr: (each.arr ?? 0) + 10_000 }, DEFAULT_PRIORITY).value).toBeGreaterThanOrEqual(now)
      }),
    )
  })
})
