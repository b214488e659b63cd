import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { daysLeft } from '../../base/today.ts'
import type { AccountPlan } from '../../spine/words.ts'
import { DEFAULT_STAGES, FOUR_STAGES } from '../analyze/analyze.defaults.ts'
import { stageOf } from '../analyze/stage.ts'
import { DEFAULT_RULES, FOUR_STAGE_RULES } from './determine.defaults.ts'
import { ruleFor, workflowsDue } from './rules.ts'
import type { MatrixSignals } from './rules.ts'

type Vectors = {
  readonly cases: readonly {
    readonly riskScore: number
    readonly opportunityScore: number
    readonly daysUntilRenewal: number
    readonly accountPlan: AccountPlan
    readonly workflows: readonly string[]
  }[]
}

const vectors = JSON.parse(readFileSync(new URL('vectors/determination.json', import.meta.url), 'utf8')) as Vectors

const signals = (known: Partial<MatrixSignals>): MatrixSignals => ({
  risk: 0,
  opportunity: 0,
  days: null,
  stage:
    known.days === null || known.days === undefined ? null : stageOf(known.days.count, { table: DEFAULT_STAGES }).stage,
  progress: 'none',
  plan: null,
  contactDue: false,
  qbrDue: false,
  ...known,
})

describe('the decision matrix', () => {
  it.each(vectors.cases)(
    'risk $riskScore, opportunity $opportunityScore, $daysUntilRenewal days, $accountPlan',
    (row) => {
      const found = workflowsDue(
        DEFAULT_RULES,
        signals({
          risk: row.riskScore,
          opportunity: row.opportunityScore,
          days: daysLeft(row.daysUntilRenewal),
          plan: row.accountPlan,
        }),
      )
      expect(found).toEqual(row.workflows)
    },
  )

  it('knows no renewal and no strategic trigger, and is out of band, when the days are unknown', () => {
    expect(workflowsDue(DEFAULT_RULES, signals({ risk: 90, opportunity: 90, plan: 'invest' }))).toEqual([
      'out-of-band-opportunity',
      'out-of-band-risk',
    ])
  })

  it.each([
    [3, 80, 'emergency-retention'],
    [3, 20, 'critical-intervention'],
    [30, 20, 'critical-intervention'],
    [31, 99, 'renewal-preparation'],
    [179, 20, 'renewal-preparation'],
  ])('with four stages, %i days at risk %i is %s', (days, risk, workflowId) => {
    const { stage } = stageOf(days, { table: FOUR_STAGES, risk })
    expect(ruleFor(FOUR_STAGE_RULES, 'renewal', signals({ days: daysLeft(days), risk, stage }))?.workflowId).toBe(
      workflowId,
    )
  })

  it('with four stages, monitors from 180 days on as a matter of cadence', () => {
    const far = signals({ days: daysLeft(180), stage: 'monitor' })
    expect(ruleFor(FOUR_STAGE_RULES, 'renewal', far)).toBeUndefined()
    expect(ruleFor(FOUR_STAGE_RULES, 'cadence', far)?.workflowId).toBe('monitor')
  })

  it('is only the paper once the price is agreed by word and nothing is at risk', () => {
    const agreed = signals({ days: daysLeft(5), progress: 'verbal', risk: 30 })
    expect(ruleFor(DEFAULT_RULES, 'renewal', agreed)?.name).toBe('renewal.verbal')
    expect(ruleFor(DEFAULT_RULES, 'renewal', { ...agreed, risk: 55 })?.workflowId).toBe('emergency-retention')
    expect(ruleFor(DEFAULT_RULES, 'renewal', { ...agreed, risk: 55 }, () => true)?.workflowId).toBe(
      'contract-finalization',
    )
  })

  it('holds a trigger between its two limits and does not switch it on there', () => {
    fc.assert(
      fc.property(fc.double({ min: 60, max: 69.99, noNaN: true }), (risk) => {
        expect(ruleFor(DEFAULT_RULES, 'risk', signals({ risk }))).toBeUndefined()
        expect(ruleFor(DEFAULT_RULES, 'risk', signals({ risk }), () => true)).toBeDefined()
      }),
    )
  })
})
