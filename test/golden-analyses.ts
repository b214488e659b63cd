import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import type { Day } from '../src/base/day.ts'
import type { AnalysisInputs } from '../src/stages/analyze/analysis-inputs.ts'
import { MODEL_VERSION } from '../src/stages/analyze/analyze.defaults.ts'
import { analyze, analyzed, replay } from '../src/stages/analyze/analyze.ts'
import { analysisConfiguration } from '../src/stages/analyze/configuration.ts'
import type { Figures } from '../src/stages/analyze/figures.ts'
import { anyFacts } from './any-facts.ts'
import { TODAY } from './given-customer.ts'
import { contract, givenContext } from './given-facts.ts'

/** One kept analysis: what it read, on which day, and what came out. */
export type GoldenCase = { readonly asOf: Day; readonly inputs: AnalysisInputs; readonly found: GoldenResult }
type GoldenResult = {
  readonly figures: readonly [health: number, risk: number, opportunity: number, coverage: number]
  readonly contributions: Readonly<Record<string, number>>
}
export type Golden = { readonly modelVersion: number; readonly cases: readonly GoldenCase[] }

export const GOLDEN_FILE = new URL('../src/stages/analyze/golden/analyses.ndjson', import.meta.url)
const CASES = 300
const SEED = 20_270_315

export function resultOf({ health, risk, opportunity, coverage }: Figures): GoldenResult {
  const factors = [...health.factors, ...risk.factors, ...opportunity.factors]
  return {
    figures: [health.value, risk.value, opportunity.value, coverage],
    contributions: Object.fromEntries(factors.map(({ code, contribution }) => [code, contribution])),
  }
}

export const goldenResult = ({ inputs, asOf }: Pick<GoldenCase, 'inputs' | 'asOf'>): GoldenResult =>
  resultOf(replay(inputs, asOf, analysisConfiguration()))

/** Customers of every kind on some days, some with an override, with notice, with a book that moves, with values kept from before. Always the same ones. */
function madeCases(): GoldenCase[] {
  const pairs = fc.sample(fc.tuple(anyFacts, anyFacts), { numRuns: CASES, seed: SEED })
  return pairs.map(([facts, before], index) => {
    const asOf = TODAY + (index % 40)
    const override = { figure: index % 2 === 0 ? 'risk' : 'health', value: index % 101, reason: '', by: '' } as const
    const { inputs } = analyzed(
      {
        ...facts,
        overrides: index % 5 === 0 ? [{ ...override, from: TODAY, until: TODAY + 60 }] : [],
        contracts: index % 11 === 0 ? [contract({ noticeGivenOn: TODAY - 3 })] : [],
      },
      givenContext({
        today: asOf,
        book: { medianChangePercent: index % 3 === 0 ? -25 + (index % 50) : null, customers: 100 },
        previous: { asOf: asOf - 9, components: analyze(before, givenContext({ today: asOf - 9 })).components },
      }),
    )
    return { asOf, inputs, found: goldenResult({ inputs, asOf }) }
  })
}

/** The golden file's text: a line for the model's version, then a line for each case. */
export const goldenText = (): string =>
  [{ modelVersion: MODEL_VERSION }, ...madeCases()].map((line) => `${JSON.stringify(line)}\n`).join('')

/** The golden file as it stands. */
export function readGolden(): Golden {
  const [head, ...cases] = readFileSync(GOLDEN_FILE, 'utf8').trimEnd().split('\n')
  const { modelVersion } = JSON.parse(head ?? '{}') as { modelVersion: number }
  return { modelVersion, cases: cases.map((line) => JSON.parse(line) as GoldenCase) }
}
