import type { Day } from '../../base/day.ts'
import type { Reason } from '../../spine/open-execution.ts'
import type { RestInput } from '../../spine/rest.ts'
import type { Family, Stage } from '../../spine/words.ts'

/** Why nothing, or nothing but a question, is opened for a customer. Listed with the customer. */
export type GateReason = 'churned' | 'test' | 'internal' | 'digital' | 'onboarding' | 'renewal-past' | 'renewal-unknown'

/** `stops`: `all`, or only what needs a renewal date (risk, opportunity and cadence go on, out of band). */
export type Gate = {
  readonly reason: GateReason
  readonly stops: 'all' | 'renewal'
  readonly because: readonly Reason[]
}

export type Trigger = 'risk' | 'opportunity' | 'renewal' | 'strategic' | 'cadence' | 'event' | 'onboarding' | 'question'

/** A workflow that becomes due. The store gives it its id. */
export type OpenDecision = {
  readonly kind: 'open'
  readonly workflowId: string
  readonly family: Family
  readonly stage: Stage | null
  readonly renewalId: string | null
  readonly eventKey: string | null
  readonly trigger: Trigger
  /** Name of the configuration row that decided, e.g. `renewal.emergency`. */
  readonly rule: string
  readonly because: readonly Reason[]
  readonly input: string
  readonly dueOn: Day
  readonly held: boolean
  /** Step ids that go before the definition's own, e.g. `assess-risk`. */
  readonly leadingSteps: readonly string[]
  /** Passed on from the one that it supersedes; null: opens as pending. */
  readonly snoozedUntil: Date | null
  /** Not started executions that it takes the place of. */
  readonly supersedes: readonly string[]
  /** Started executions of the same renewal that fold under it. */
  readonly folds: readonly string[]
}

/** What should happen for one customer. Decided purely; `applyDecisions` performs. */
export type Decision =
  | OpenDecision
  /** An open execution goes on and something about it changed; fields that are left out stay. */
  | {
      readonly kind: 'mark'
      readonly executionId: string
      readonly stage?: Stage | null
      readonly because?: readonly Reason[]
      readonly input?: string
      readonly dueOn?: Day
      readonly triggerOffSince?: Day | null
    }
  /** Never started and no longer wanted: goes away, listed under "done for you". */
  | { readonly kind: 'withdraw'; readonly executionId: string; readonly because: readonly Reason[] }
  /** Closes by itself with an outcome, e.g. the renewal was signed. */
  | {
      readonly kind: 'close'
      readonly executionId: string
      readonly outcome: 'signed' | 'lost' | 'churned' | 'out-of-scope'
      readonly because: readonly Reason[]
    }
  | { readonly kind: 'hold'; readonly executionId: string; readonly because: readonly Reason[] }
  | { readonly kind: 'release'; readonly executionId: string }
  /** A rest goes on and what it remembers changed (risk was seen below the limit). */
  | { readonly kind: 'note-rest'; readonly restId: string; readonly whileUnchanged: RestInput }

export type Determination = {
  readonly customerId: string
  readonly gate: Gate | null
  readonly decisions: readonly Decision[]
  /** Triggers that are on but rest: shown on the customer with their end; can be woken. */
  readonly resting: readonly { readonly workflowId: string; readonly restId: string; readonly until: Day | null }[]
  /** Nothing is due and nothing is open: named in the daily summary as monitored. */
  readonly monitored: boolean
}

/** What one of the rules comes to. */
export type Outcome = Pick<Determination, 'decisions' | 'resting'>

/** What most rules come to for most customers. */
export const NOTHING: Outcome = { decisions: [], resting: [] }
