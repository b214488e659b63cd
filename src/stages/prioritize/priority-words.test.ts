import { describe, expect, it } from 'vitest'
import { compare } from './compare.ts'
import { DEFAULT_PRIORITY } from './prioritize.defaults.ts'
import { gapLabel, ledgerOf, sentenceOf } from './priority-words.ts'
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
    [{ daysUntilRenewal: -12 }, 'Time left | 12 days past | 100'],
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

  it('makes a sentence of a row', () => {
    const [arr, time] = ledgerOf(score(given({ usageChangePercent: 5 }), DEFAULT_PRIORITY), DEFAULT_PRIORITY, READER)
    expect(arr && sentenceOf(arr)).toBe('ARR ($80,000 ÷ 10,000 × 1.5) adds 12.')
    expect(time && sentenceOf(time)).toBe('Time left (100 days) adds 25.')
    expect(sentenceOf({ code: 'workload', label: 'Five other runs open', note: '2 each', contribution: -10 })).toBe(
      'Five other runs open (2 each) takes away 10.',
    )
    expect(sentenceOf({ code: 'health', label: 'Health', note: '', contribution: 0 })).toBe('Health adds nothing.')
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
