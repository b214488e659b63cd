import type { Day } from '../base/day.ts'
import { roundHundredth } from '../base/round.ts'
import type { Factor, Score } from '../spine/factor.ts'
import type { UsageTrend } from '../stages/analyze/analysis.ts'
import { compare } from '../stages/prioritize/compare.ts'
import { isoOrNull, sourceWord, tell } from './factor-words.ts'
import { STALE_AFTER_DAYS } from './source-ages.ts'
import type { Comparison, WhyRow } from './why.contract.ts'

/** Days of the newest records behind a customer's inputs, by source; a factor's own day comes first. */
export type SourceDays = Readonly<Record<string, Day | null>>

type Ledger = {
  readonly today: Day
  readonly currency: string
  readonly days: SourceDays
  /** Codes whose source has gone silent. */
  readonly stale?: ReadonlySet<string>
  /** How the customer's usage moved. */
  readonly trend?: UsageTrend | null
}

/** Sources that move every day by themselves: silence at the figure means that the source has gone, not that nothing happened. */
const MOVES_DAILY = ['usage']

const MULTIPLIERS = ['arr', 'plan', 'experience']
// The same for every card of a person, or only a scale: moving it re-ranks nothing.
const NO_SLIDER = ['base', 'experience', 'due-step']

/** Factors as the rows of a ledger. They keep their order and add up to the figure. */
export function rowsOf(factors: readonly Factor[], { today, currency, days, stale, trend = null }: Ledger): WhyRow[] {
  const isProduct = factors.some(({ code }) => code === 'base')
  let before = 0
  return factors.map((factor) => {
    const multiplies = isProduct ? MULTIPLIERS.includes(factor.code) : factor.code === 'plan'
    const told = tell(factor, { currency, before, multiplies, trend })
    before += factor.contribution
    const on = factor.on ?? days[factor.source] ?? null
    const limit = MOVES_DAILY.includes(factor.source) ? STALE_AFTER_DAYS[factor.source] : undefined
    return {
      code: factor.code,
      ...told,
      contribution: factor.contribution,
      source: sourceWord(factor.source),
      on: isoOrNull(on),
      stale: stale?.has(factor.code) === true || (on !== null && limit !== undefined && today - on > limit),
      slider: factor.code.includes('.') || NO_SLIDER.includes(factor.code) ? null : factor.code,
    }
  })
}

export type Ranked = { readonly executionId: string; readonly customer: string; readonly priority: Score }

/** Why the other one does not stand first: a row where at least one of both has points, and the gaps add up. */
export function comparisonOf(ours: Score, theirs: Ranked): Comparison {
  const { gap, rows } = compare(ours, theirs.priority)
  const told = rows
    .map((row) => ({
      label: COMPARED[row.code] ?? row.code,
      ours: row.ours?.contribution ?? 0,
      theirs: row.theirs?.contribution ?? 0,
      gap: roundHundredth(row.gap),
    }))
    .filter((row) => row.ours !== 0 || row.theirs !== 0)
  return { executionId: theirs.executionId, customer: theirs.customer, total: theirs.priority.value, rows: told, gap }
}

const COMPARED: Readonly<Record<string, string>> = {
  base: 'Stage',
  arr: 'ARR',
  urgency: 'Time left',
  health: 'Health lost',
  usage: 'Usage',
  risk: 'Risk',
  plan: 'Plan',
  experience: 'Experience',
  workload: 'Other runs open',
  'due-step': 'A step that is back',
}
