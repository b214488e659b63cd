import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyFacts } from '../../../test/any-facts.ts'
import { givenAnalysis, givenClock, TODAY } from '../../../test/given-customer.ts'
import { contract, givenContext } from '../../../test/given-facts.ts'
import type { Analysis } from './analysis.ts'
import type { AnalysisInputs } from './analysis-inputs.ts'
import { analyzed } from './analyze.ts'
import { analysisConfiguration } from './configuration.ts'
import { analysisFrom, storedAnalysis, type StoredAnalysis } from './stored-analysis.ts'
import { inputsFrom, storedInputs, type StoredInputs } from './stored-inputs.ts'

const keptInputs = (inputs: AnalysisInputs): AnalysisInputs =>
  inputsFrom(JSON.parse(JSON.stringify(storedInputs(inputs))) as StoredInputs)

function keptAnalysis(analysis: Analysis): Analysis {
  const stored = JSON.parse(JSON.stringify(storedAnalysis(analysis))) as StoredAnalysis
  const [health, risk, opportunity] = [analysis.health.value, analysis.risk.value, analysis.opportunity.value]
  return analysisFrom({ ...analysis, health, risk, opportunity }, stored)
}

it('what an analysis read and what it said come back as they were', () => {
  const configuration = analysisConfiguration({ rules: { weights: { support: 3.3, pulse: 0.7 } } })
  fc.assert(
    fc.property(anyFacts, anyFacts, (facts, before) => {
      const earlier = analyzed(before, givenContext({ configuration, today: TODAY - 8 }))
      const { analysis, inputs } = analyzed(
        { ...facts, contracts: [contract()] },
        givenContext({ configuration, previous: { asOf: TODAY - 8, components: earlier.analysis.components } }),
      )
      expect(keptInputs(inputs)).toEqual(inputs)
      expect(keptAnalysis(analysis)).toEqual(analysis)
    }),
  )
})

it('health that is not made of its components keeps its own reasons', () => {
  const analysis = givenAnalysis(
    { health: 66.66, risk: 40 },
    {
      renewals: [givenClock(20), givenClock(-3, { minor: true, overdue: true })],
      override: { health: null, risk: 80 },
    },
  )
  expect(keptAnalysis(analysis)).toEqual(analysis)
})
