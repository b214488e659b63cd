import type { Day } from '../base/day.ts'
import type { Family } from './words.ts'

/** What rests within a family: `renewal:<id>:<stage>`, a workflow id, or `event:<key>`. */
export type RestScope = string

/** Why it rests. The last two are answers of a person that no waiting outlives: they rest until the input changes. */
export type RestReason = 'completed' | 'cancelled' | 'not-relevant' | 'bad-data'

/** The input as it was when the rest began, and what has happened to it since. */
export type RestInput = {
  /** What the trigger read, in one line; see `inputOf` in determine. */
  readonly input: string
  /** Risk at the time; the rest after its days ends when it rose by 10. */
  readonly risk: number | null
  /** Codes of the risk factors at the time; a new one ends the rest after its days. */
  readonly factors: readonly string[]
  /** Risk was seen below the off limit since. */
  readonly fellBelow: boolean
  /** The date that the renewal's stage counted to: when it moves by more than a band, it is another conversation. */
  readonly anchor: Day | null
}

/** A finished or cancelled execution rests its trigger, so that nothing comes back that was done. */
export type Rest = {
  readonly id: string
  readonly customerId: string
  readonly family: Family
  readonly scope: RestScope
  readonly reason: RestReason
  readonly from: Day
  /** The last day of the rest; null: no day ends it. */
  readonly until: Day | null
  readonly whileUnchanged: RestInput
}

export const renewalScope = (renewalId: string | null, stage: string): RestScope =>
  `renewal:${renewalId ?? 'unknown'}:${stage}`

export const eventScope = (eventKey: string): RestScope => `event:${eventKey}`

/** A rest that begins. */
export type NewRest = Omit<Rest, 'id'> & { readonly executionId: string | null }
