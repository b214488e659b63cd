import type { Day } from '../base/day.ts'

/**
 * One reason behind a figure. Codes and values are stored, sentences are rendered on read by the rule that owns the code.
 * The contributions of a figure's factors, in whole hundredths, add up to the figure exactly.
 */
export type Factor = {
  /** Stable name of the rule's row, e.g. `usage.trend`, `urgency`, `arr`. */
  readonly code: string
  /** The input as it was found: a number, a word, or null when unknown. */
  readonly value: number | string | null
  /** Points added (or taken away), in whole hundredths. */
  readonly contribution: number
  /** Which record kind the input came from, e.g. `usage`, `tickets`, `contract`, `configuration`. */
  readonly source: string
  /** The day of the newest record behind the value; its age is worked out on read. */
  readonly on: Day | null
}

/** A factor as it is kept: by place instead of by name, without a day that is null. Places are for ever: what is new goes to the end. */
export type StoredFactor = [
  code: string,
  value: Factor['value'],
  contribution: number,
  source: string,
  on?: Factor['on'],
]

export const storedFactor = ({ code, value, contribution, source, on }: Factor): StoredFactor =>
  on === null ? [code, value, contribution, source] : [code, value, contribution, source, on]

export const factorFrom = ([code, value, contribution, source, on]: StoredFactor): Factor => ({
  code,
  value,
  contribution,
  source,
  on: on ?? null,
})

/** Factors as a row has them: scores of before they were kept by place have them by name. */
export type KeptFactors = readonly (StoredFactor | Factor)[]

export const factorsFrom = (kept: KeptFactors): readonly Factor[] =>
  kept.map((factor) => ('code' in factor ? factor : factorFrom(factor)))

/** A figure with its reasons. */
export type Score = { readonly value: number; readonly factors: readonly Factor[] }
