import { roundHundredth } from '../../base/round.ts'
import type { Factor, Score } from '../../spine/factor.ts'

export type GapRow = {
  readonly code: string
  readonly ours: Factor | null
  readonly theirs: Factor | null
  /** Ours less theirs. */
  readonly gap: number
}

/** "Why not that one first?": row by row what sets two scores apart. The gaps add up to the difference of the scores exactly. */
export function compare(ours: Score, theirs: Score): { readonly gap: number; readonly rows: readonly GapRow[] } {
  const codes = new Set([...ours.factors, ...theirs.factors].map((factor) => factor.code))
  const rows = [...codes].map((code): GapRow => {
    const mine = ours.factors.find((factor) => factor.code === code) ?? null
    const other = theirs.factors.find((factor) => factor.code === code) ?? null
    return {
      code,
      ours: mine,
      theirs: other,
      gap: roundHundredth((mine?.contribution ?? 0) - (other?.contribution ?? 0)),
    }
  })
  return { gap: roundHundredth(ours.value - theirs.value), rows }
}

/** 1 is as configured; 0 takes a factor out. Codes that are left out stay as configured. */
export type Weights = Readonly<Record<string, number>>

const MULTIPLIERS = ['arr', 'plan', 'experience']

/**
 * What a score would be with other weights, from its factors alone: for sliders that re-rank a queue without saving.
 * A row that multiplies keeps doing so: its effect is scaled, and applies to what the rows before it give then.
 */
export function rescore(priority: Score, weights: Weights): Score {
  const isProduct = priority.factors.some((factor) => factor.code === 'base')
  let before = 0
  let after = 0
  const factors = priority.factors.map((factor): Factor => {
    const weight = weights[factor.code] ?? 1
    const multiplies = isProduct ? MULTIPLIERS.includes(factor.code) : factor.code === 'plan'
    const effect = multiplies && before !== 0 ? (factor.contribution / before) * after : factor.contribution
    const contribution = roundHundredth(effect * weight)
    before += factor.contribution
    after += contribution
    return { ...factor, contribution }
  })
  return { value: roundHundredth(after), factors }
}
