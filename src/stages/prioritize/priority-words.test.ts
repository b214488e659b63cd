import { describe, expect, it } from 'vitest'
import { compare } from './compare.ts'
import { DEFAULT_PRIORITY } from './prioritize.defaults.ts'
import { gapLabel, ledgerOf } from './priority-words.ts'
import type { Factor } from '../../spine/factor.ts'
import { readOn } from './read-on.ts'
import { score } from './score.ts'
import type { PrioritySettings } from './settings.ts'
import type { PrioritySignals } from './signals.ts'

const READER = { locale: 'en-US', currency: 'USD' }
const MULTIPLICATIVE: PrioritySettings = { ...DEFAULT_PRIORITY, model: 'multiplicative' }

const given = (known: Partial<PrioritySignals>): PrioritySignals => ({
  workflowId: 'standard-renewal',
  family: 'renewal',
  stage: null,
  arr: 80_000,
  daysUntilRenewal: 100,
  healthDecline: 0,
  usageChangePercent: 0,
  accountPlan: 'manage',
  riskScore: 20,
  csmExperience: 1,
  activeWorkflows: 0,
  dueSnoozedStep: false,
  ...known,
})

const rows = (known: Partial<PrioritySignals>, settings = DEFAULT_PRIORITY): readonly string[] =>
  ledgerOf(score(given(known), settings), settings, READER).map(
    (row) => `${row.label} | ${row.note} | ${String(row.contribution)}`,
  )

const sentences = (known: Partial<PrioritySignals>, settings: PrioritySettings): readonly string[] =>
  ledgerOf(score(given(known), settings), settings, READER).map(({ sentence }) => sentence)

const onDay = (factors: readonly Factor[], day: number): readonly Factor[] =>
  factors.map((factor) => (factor.code === 'urgency' ? { ...factor, on: day } : factor))

describe('the ledger of a score', () => {
  it('says how each row of the multiplicative model comes about', () => {
    const emergency = {
      workflowId: 'emergency-retention',
      arr: 185_000,
      accountPlan: 'invest',
      csmExperience: 1.1,
      activeWorkflows: 5,
    } as const
    expect(rows(emergency, MULTIPLICATIVE)).toEqual([
      'Emergency | Emergency Renewal | 90',
      'ARR over $150,000 | $185,000 × 2 | 90',
      'Plan: invest | × 1.5 | 90',
      'Experience | × 1.1 | 27',
      'Five other runs open | 2 each | -10',
    ])
  })

  it('says how each row of the weighted model comes about', () => {
    const growing = {
      family: 'strategic',
      arr: 185_000,
      daysUntilRenewal: 365,
      usageChangePercent: 20,
      accountPlan: 'expand',
    } as const
    expect(rows(growing)).toEqual([
      'ARR | $185,000 ÷ 10,000 × 1.5 | 27.75',
      'Time left | 365 days | 4',
      'Health | no points lost | 0',
      'Usage grew 20% | 20 ÷ 2 × 1.2 | 12',
      'Risk 20 | counts from 50 on | 0',
      'Plan: expand | × 2 | 43.75',
    ])
  })

  it.each([
    [{ daysUntilRenewal: null }, 'Time left | no date known | 4'],
    [{ daysUntilRenewal: -12 }, 'Past its date | 12 days | 100'],
    [{ daysUntilRenewal: 1 }, 'Time left | 1 day | 100'],
    [{ daysUntilRenewal: 0 }, 'Time left | today | 100'],
    [
      { daysUntilRenewal: 5, workflowId: 'contract-finalization', stage: 'emergency' },
      'Time left | 5 days, at half | 50',
    ],
    [{ arr: null }, 'ARR | not known | 0'],
    [{ arr: 2_500_000 }, 'ARR | $2,500,000, counted up to $1,000,000 ÷ 10,000 × 1.5 | 150'],
    [{ healthDecline: null }, 'Health | no comparison yet | 0'],
    [{ healthDecline: 18 }, 'Health fell | 18 points lost × 1.5 | 27'],
    [{ usageChangePercent: -23 }, 'Usage fell 23% | 23 ÷ 2 × 1.2 | 13.8'],
    [{ usageChangePercent: 23 }, 'Usage grew 23% | growth does not count here | 0'],
    [{ usageChangePercent: -150 }, 'Usage fell 150% | at most 50 × 1.2 | 60'],
    [{ riskScore: 72 }, 'Risk 72 | 22 above 50 × 1.5 | 33'],
    [{ accountPlan: null }, 'Plan: not known | × 1 | 0'],
    [{ dueSnoozedStep: true }, 'A snoozed step is back | until it is resumed | 25'],
  ] as const)('%o reads %s', (known, row) => {
    expect(rows(known)).toContain(row)
  })

  it('says that points are halved only where they are, not where they were given on an earlier day', () => {
    const yesterday = score(given({ daysUntilRenewal: 8 }), DEFAULT_PRIORITY)
    const today = { ...yesterday, factors: readOn(onDay(yesterday.factors, 1), 2) }
    expect(ledgerOf(today, DEFAULT_PRIORITY, READER)[1]).toMatchObject({ note: '7 days', contribution: 85 })
  })

  it.each([
    [{}, 'ARR ($80,000 ÷ 10,000 × 1.5) adds 12.'],
    [{}, 'Time left (100 days) adds 25.'],
    [{ daysUntilRenewal: 0 }, 'The day has come (today), which adds 100.'],
    [{ daysUntilRenewal: -12 }, 'Being past its date (12 days) adds 100.'],
    [{ daysUntilRenewal: null }, 'Time left (no date known) adds 4.'],
    [{ healthDecline: 1 }, 'Health fell (1 point lost × 1.5), which adds 1.5.'],
    [{ healthDecline: null }, 'Health (no comparison yet) adds nothing.'],
    [{ usageChangePercent: -23 }, 'Usage fell 23% (23 ÷ 2 × 1.2), which adds 13.8.'],
    [{ usageChangePercent: 5 }, 'Usage grew 5% (growth does not count here), which adds nothing.'],
    [{ riskScore: 72 }, 'Risk 72 (22 above 50 × 1.5) adds 33.'],
    [{ accountPlan: 'invest' }, 'The plan to invest (× 2) adds 37.'],
    [{ accountPlan: null }, 'An account plan that is not known (× 1) adds nothing.'],
    [{ dueSnoozedStep: true }, 'A snoozed step is back (until it is resumed), which adds 25.'],
  ] as const)('with %o it says “%s”', (known, sentence) => {
    expect(sentences(known, DEFAULT_PRIORITY)).toContain(sentence)
  })

  it.each([
    [{ workflowId: 'emergency-retention' }, 'The workflow “Emergency Renewal” by itself adds 90.'],
    [{ workflowId: 'executive-contact-loss' }, 'The workflow “A key contact left” by itself adds 75.'],
    [{ arr: 185_000 }, 'ARR over $150,000 ($185,000 × 2) adds 45.'],
    [{ accountPlan: 'monitor' }, 'The plan to monitor (× 0.8) takes away 11.25.'],
    [{ csmExperience: 0.9 }, 'Experience (× 0.9) takes away 5.62.'],
    [{ activeWorkflows: 5 }, 'Five other runs are open (2 each), which takes away 10.'],
    [{ activeWorkflows: 1 }, 'One other run is open, which takes away 2.'],
    [{ activeWorkflows: 0 }, 'No other runs are open, which adds nothing.'],
  ] as const)('in the multiplicative model with %o it says “%s”', (known, sentence) => {
    expect(sentences(known, MULTIPLICATIVE)).toContain(sentence)
  })
})

describe('a comparison in words', () => {
  it('names both values where they differ, and the subject alone where they do not', () => {
    const ours = score(given({ accountPlan: 'invest', daysUntilRenewal: 3 }), DEFAULT_PRIORITY)
    const theirs = score(given({ usageChangePercent: -4, daysUntilRenewal: 12 }), DEFAULT_PRIORITY)
    expect(compare(ours, theirs).rows.map((row) => gapLabel(row, READER))).toEqual([
      'ARR',
      'Time left: 3 days against 12 days',
      'Health',
      'Usage: 0% against −4%',
      'Risk',
      'Plan: invest against manage',
    ])
  })
})
