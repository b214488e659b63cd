import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyFacts } from '../../../test/any-facts.ts'
import { givenAnalysis, givenClock, TODAY } from '../../../test/given-customer.ts'
import { contract, givenContext, previously } from '../../../test/given-facts.ts'
import type { Analysis } from './analysis.ts'
import type { AnalysisInputs } from './analysis-inputs.ts'
import { analyzed } from './analyze.ts'
import { analysisConfiguration } from './configuration.ts'
import { COMPONENT_CODES } from './rules.contract.ts'
import { analysisOf, componentsOf, keptAs, sayTheSame } from './stored-analysis.ts'
import { inputsFrom, storedInputs, type StoredInputs } from './stored-inputs.ts'

const keptInputs = (inputs: AnalysisInputs): AnalysisInputs =>
  inputsFrom(JSON.parse(JSON.stringify(storedInputs(inputs))) as StoredInputs)

it('what an analysis read and what it said come back as they were', () => {
  const configuration = analysisConfiguration({ rules: { weights: { support: 3.3, pulse: 0.7 } } })
  fc.assert(
    fc.property(anyFacts, anyFacts, (facts, before) => {
      const earlier = analyzed(before, givenContext({ configuration, today: TODAY - 8 }))
      const { analysis, inputs } = analyzed(
        { ...facts, contracts: [contract()] },
        givenContext({ configuration, previous: previously(TODAY - 8, earlier.analysis) }),
      )
      expect(keptInputs(inputs)).toEqual(inputs)
      expect(analysisOf(keptAs(analysis))).toEqual(analysis)
      const component = componentsOf(keptAs(analysis))
      const known = analysis.components.map(({ code }) => code)
      expect(known.map(component)).toEqual(analysis.components)
      const left = COMPONENT_CODES.filter((code) => !known.includes(code))
      expect(left.map(component)).toEqual(left.map(() => undefined))
    }),
  )
})

it('of an analysis in which nothing weighed anything no component is found, whatever numbers it holds', () => {
  const none = { value: 0, factors: [] }
  const analysis = { ...givenAnalysis({ risk: 0 }), components: [], risk: none, opportunity: none, usage: null }
  fc.assert(
    fc.property(fc.nat({ max: COMPONENT_CODES.length }), (open) => {
      const component = componentsOf(keptAs({ ...analysis, support: { ...analysis.support, open } }))
      expect(COMPONENT_CODES.flatMap((code) => component(code) ?? [])).toEqual([])
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
  expect(analysisOf(keptAs(analysis))).toEqual(analysis)
})

/** All that an analysis says, without the day it was made on and what is counted from that. */
const saying = ({ asOf: _, renewals, ...rest }: Analysis) => ({
  ...rest,
  renewals,
})

it('two analyses say the same exactly when nothing in them differs but their day', () => {
  fc.assert(
    fc.property(anyFacts, anyFacts, fc.integer({ min: 0, max: 40 }), fc.boolean(), (facts, others, later, isOther) => {
      const known = { contracts: [contract()] }
      const one = analyzed({ ...facts, ...known }, givenContext()).analysis
      const other = analyzed(
        { ...(isOther ? others : facts), ...known },
        givenContext({ today: TODAY + later }),
      ).analysis
      expect(sayTheSame(keptAs(one), keptAs(other))).toBe(isDeepStrictEqual(saying(one), saying(other)))
    }),
  )
})
