import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { day, dayIn } from '../../base/day.ts'
import { DEFAULT_STAGES, FOUR_STAGES } from './analyze.defaults.ts'
import { daysUntilRenewal, stageOf } from './stage.ts'

const casesOf = <T>(file: string): T[] =>
  (JSON.parse(readFileSync(new URL(`vectors/${file}`, import.meta.url), 'utf8')) as { cases: T[] }).cases

describe('the stage of a renewal', () => {
  it.each(casesOf<{ daysUntilRenewal: number; stage: string; overdue: boolean }>('renewal-stage.json'))(
    'is $stage at $daysUntilRenewal days',
    ({ daysUntilRenewal: days, stage, overdue }) => {
      expect(stageOf(days, { table: DEFAULT_STAGES })).toEqual({ stage, overdue })
    },
  )

  it.each(casesOf<{ daysUntilRenewal: number; riskScore: number; stage: string }>('renewal-stage-four.json'))(
    'is $stage at $daysUntilRenewal days and risk $riskScore with four stages',
    ({ daysUntilRenewal: days, riskScore: risk, stage }) => {
      expect(stageOf(days, { table: FOUR_STAGES, risk }).stage).toBe(stage)
    },
  )

  it('is nothing to act on beyond a table that ends early', () => {
    expect(stageOf(31, { table: [{ untilDays: 30, stage: 'urgent' }] })).toEqual({ stage: 'monitor', overdue: false })
  })
})

describe('days until renewal', () => {
  it.each(
    casesOf<{ now: string; timeZone: string; renewalDate: string; daysUntilRenewal: number }>(
      'days-until-renewal.json',
    ),
  )('are $daysUntilRenewal from $now in $timeZone to $renewalDate', ({ now, timeZone, renewalDate, ...expected }) => {
    const today = dayIn(timeZone, new Date(now))
    expect(daysUntilRenewal(today, day(renewalDate))).toBe(expected.daysUntilRenewal)
  })
})
