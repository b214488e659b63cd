import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import type { Day } from '../src/base/day.ts'
import { Today } from '../src/base/today.ts'
import { LIFECYCLE_STAGES, type ContractStatus } from '../src/spine/words.ts'
import type { AnalysisInputs } from '../src/stages/analyze/analysis-inputs.ts'
import { FOUR_STAGES, MODEL_VERSION } from '../src/stages/analyze/analyze.defaults.ts'
import { analyze, analyzed, replay } from '../src/stages/analyze/analyze.ts'
import { analysisConfiguration, type AnalysisConfiguration } from '../src/stages/analyze/configuration.ts'
import { contractStatusOf, renewalClocks } from '../src/stages/analyze/contract-clock.ts'
import type { Conversion } from '../src/stages/analyze/currency.ts'
import type { CustomerFacts } from '../src/stages/analyze/facts.ts'
import { profileOf } from '../src/stages/analyze/profile.ts'
import { anyFacts, anyOverride } from './any-facts.ts'
import { anyTerms, factsOfTerms, type Terms } from './any-terms.ts'
import { givenFacts, TODAY } from './given-customer.ts'
import { givenContext, previously } from './given-facts.ts'

/** One kept analysis: what it read, on which day, and what came out. */
export type GoldenCase = {
  readonly asOf: Day
  readonly inputs: AnalysisInputs
  readonly terms: Terms
  readonly found: GoldenResult
}
type GoldenResult = {
  readonly profile: string
  readonly figures: readonly [health: number, risk: number, opportunity: number, coverage: number]
  readonly contributions: Readonly<Record<string, number>>
  readonly contract: ContractStatus | null
  readonly clocks: readonly (readonly [stage: string, days: number, atStake: number | null, minor: boolean])[]
}
export type Golden = { readonly modelVersion: number; readonly cases: readonly GoldenCase[] }

export const GOLDEN_FILE = new URL('../src/stages/analyze/golden/analyses.ndjson', import.meta.url)
const CASES = 1000
const SEED = 20_270_315

/** A company with a profile for each thing that a profile's condition may ask; whoever is left has what ships. */
const SETTINGS = {
  profiles: [
    {
      name: 'onboarding',
      when: { lifecycle: ['onboarding'] },
      rules: { weights: { 'usage.breadth': 30, financial: 0 }, cadence: { touchWhenUnknown: 'high' } },
    },
    { name: 'trial', when: { status: ['trial'] }, rules: { weights: { pulse: 20 }, risk: { healthShare: 0.7 } } },
    { name: 'digital', when: { touch: ['digital'] }, rules: { stages: { table: FOUR_STAGES } } },
    { name: 'platform', when: { product: ['Platform'] }, rules: { opportunity: { growth: { points: 40 } } } },
    {
      name: 'bank',
      when: { segment: ['bank'] },
      rules: { stages: { clock: 'decision' }, trend: { deadBandPercent: 10 } },
    },
    { name: 'gold', when: { tier: ['gold'] }, rules: { stages: { clock: 'renewal' }, freshness: { keptDays: 10 } } },
  ],
}
export const CONVERSION: Conversion = {
  reporting: 'USD',
  rates: new Map([
    ['EUR', 1.0837],
    ['GBP', 1.2711],
  ]),
}

/** The configuration of the kept analyses, with other rules for those who have no profile of their own where some are given. */
export const goldenConfiguration = (rules: Readonly<Record<string, unknown>> = {}): AnalysisConfiguration =>
  analysisConfiguration({ ...SETTINGS, rules })

type Question = Pick<GoldenCase, 'inputs' | 'asOf' | 'terms'>

export function goldenResult({ inputs, asOf, terms }: Question, configuration = goldenConfiguration()): GoldenResult {
  const { profile, health, risk, opportunity, coverage } = replay(inputs, asOf, configuration)
  const { rules } = profileOf(configuration, inputs)
  const facts = {
    ...givenFacts(),
    status: inputs.status as CustomerFacts['status'],
    ...factsOfTerms(terms, CONVERSION),
  }
  const today = new Today(asOf)
  const clocks = renewalClocks(facts, { today, rules, risk: inputs.overridden[1] ?? risk.value })
  const factors = [...health.factors, ...risk.factors, ...opportunity.factors]
  return {
    profile,
    figures: [health.value, risk.value, opportunity.value, coverage],
    contributions: Object.fromEntries(factors.map(({ code, contribution }) => [code, contribution])),
    contract: contractStatusOf(facts, { today, rules: rules.renewals, clocks }),
    clocks: clocks.map(({ stage, stageDate, arrAtStake, minor }) => [stage, stageDate - asOf, arrAtStake, minor]),
  }
}

const anyPlace = fc.record({
  segment: fc.constantFrom(null, 'bank', 'retail'),
  tier: fc.constantFrom(null, 'gold', 'silver'),
  lifecycleStage: fc.constantFrom(null, ...LIFECYCLE_STAGES),
  productNames: fc.subarray(['Platform', 'Insight']),
})

const anyCase = fc.record({
  facts: anyFacts,
  before: anyFacts,
  place: anyPlace,
  terms: anyTerms,
  overrides: fc.oneof({ arbitrary: fc.constant([]), weight: 2 }, fc.array(anyOverride, { minLength: 1, maxLength: 3 })),
  after: fc.nat(40),
  median: fc.option(fc.integer({ min: -30, max: 30 }), { nil: null }),
})

/** Customers of every kind on some days; always the same ones. */
const madeCases = (): GoldenCase[] =>
  fc
    .sample(anyCase, { numRuns: CASES, seed: SEED })
    .map(({ facts, before, place, terms, overrides, after, median }) => {
      const asOf = TODAY + after
      const configuration = goldenConfiguration()
      const previous = analyze({ ...before, ...place }, givenContext({ configuration, today: asOf - 9 }))
      const { inputs } = analyzed(
        { ...facts, ...place, ...factsOfTerms(terms, CONVERSION), overrides },
        givenContext({
          configuration,
          today: asOf,
          book: { medianChangePercent: median, customers: 100 },
          previous: previously(asOf - 9, previous),
        }),
      )
      return { asOf, inputs, terms, found: goldenResult({ inputs, asOf, terms }) }
    })

/** The golden file's text: a line for the model's version, then a line for each case. */
export const goldenText = (): string =>
  [{ modelVersion: MODEL_VERSION }, ...madeCases()].map((line) => `${JSON.stringify(line)}\n`).join('')

/** The golden file as it stands. */
export function readGolden(): Golden {
  const [head, ...cases] = readFileSync(GOLDEN_FILE, 'utf8').trimEnd().split('\n')
  const { modelVersion } = JSON.parse(head ?? '{}') as { modelVersion: number }
  return { modelVersion, cases: cases.map((line) => JSON.parse(line) as GoldenCase) }
}
