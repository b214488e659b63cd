import type { Day } from '../base/day.ts'
import type { Factor } from './factor.ts'
import type { Family, Stage } from './words.ts'

/** Why something is due or was closed: codes and values; the rule that owns the code renders the sentence. */
export type Reason = { readonly code: string; readonly value: number | string | null }

/** An execution that is not finished, as the rules that decide, rank and queue read it. */
export type OpenExecution = {
  readonly id: string
  readonly customerId: string
  /** Raised by whatever people do to it. */
  readonly version: number
  readonly workflowId: string
  readonly family: Family
  /** Stage of the renewal when it was opened or last moved on; null outside renewals. */
  readonly stage: Stage | null
  /** Null outside renewals, and for the question after an unknown renewal date. */
  readonly renewalId: string | null
  /** What tells one event from another; null outside the event family. */
  readonly eventKey: string | null
  readonly status: 'pending' | 'in_progress' | 'snoozed' | 'escalated'
  /** Was it ever in progress. */
  readonly started: boolean
  /** Opened by a person and not by a rule. */
  readonly byHand?: boolean
  /** An opportunity that waits while a risk, critical or emergency execution is open. */
  readonly held: boolean
  /** The newer execution of the same renewal that leads the card; null: it leads itself. */
  readonly foldedUnder: string | null
  readonly triggerOffSince: Day | null
  readonly snoozedUntil: Date | null
  readonly openedOn: Day
  readonly dueOn: Day | null
  readonly assignedTo: string | null
  /** A reason of `assign`, or the words of whoever gave it by hand, which no rule overrules. */
  readonly assignedBecause?: string | null
  /** What the trigger read when it was last looked at; a cancellation as "bad data" rests until this changes. */
  readonly input: string
  readonly score: number | null
  readonly factors: readonly Factor[]
  /** A snoozed step that is due again. */
  readonly nextDueStepAt: Date | null
}
