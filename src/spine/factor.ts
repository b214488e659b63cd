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

/** A figure with its reasons. */
export type Score = { readonly value: number; readonly factors: readonly Factor[] }
