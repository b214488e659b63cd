import { describe, expect, it } from 'vitest'
import { goldenResult, goldenText, readGolden, resultOf } from '../../../test/golden-analyses.ts'
import { MODEL_VERSION } from './analyze.defaults.ts'
import { replay } from './analyze.ts'
import { analysisConfiguration } from './configuration.ts'

const golden = readGolden()
// When results are meant to change: raise MODEL_VERSION, then `node scripts/golden-analyses.ts`.
const changedIn = (cases: typeof golden.cases) =>
  cases.filter((one) => JSON.stringify(goldenResult(one)) !== JSON.stringify(one.found))

describe('the analyses that were kept', () => {
  it('are of this version of the model', () => {
    expect(golden.modelVersion).toBe(MODEL_VERSION)
    expect(golden.cases).toHaveLength(300)
  })

  it('come out as they were, to the last factor', () => {
    expect(changedIn(golden.cases)).toEqual([])
  })

  it('see every component, every point of risk and every chance somewhere', () => {
    const codes = new Set(golden.cases.flatMap(({ found }) => Object.keys(found.contributions)))
    expect([...codes].sort()).toEqual([
      'health.engagement.contact',
      'health.engagement.qbr',
      'health.financial',
      'health.relationship.buyer',
      'health.relationship.champion',
      'health.relationship.threads',
      'health.support',
      'health.usage.breadth',
      'health.usage.trend',
      'health.usage.utilization',
      'opportunity.cap',
      'opportunity.expansion',
      'opportunity.growth',
      'opportunity.health',
      'opportunity.products',
      'opportunity.risk',
      'opportunity.utilization',
      'risk.cap',
      'risk.health',
      'risk.invoice-late',
      'risk.leaving',
      'risk.notice',
      'risk.sentiment',
      'risk.silence',
      'risk.sponsor-left',
      'risk.urgent-tickets',
      'risk.usage',
    ])
  })

  it.each([
    ['a point of risk', { risk: { silence: { points: 8.01 } } }],
    ['a weight', { weights: { support: 15.1 } }],
    ['the dead band', { trend: { deadBandPercent: 5.5 } }],
    ['how long a silent source is kept', { freshness: { keptDays: 29 } }],
    ['a step of the cadence', { health: { contactPointsPerWeek: 12.4 } }],
  ])('would notice another value of %s', (_, rules) => {
    const other = analysisConfiguration({ rules })
    const differing = golden.cases.filter(
      ({ inputs, asOf, found }) => JSON.stringify(resultOf(replay(inputs, asOf, other))) !== JSON.stringify(found),
    )
    expect(differing.length).toBeGreaterThan(0)
  })

  it('are written the same way on every day and machine', () => {
    expect(goldenText()).toBe(goldenText())
  })
})
