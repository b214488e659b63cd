import type { Day } from '../../base/day.ts'
import type {
  AccountPlan,
  ContactRole,
  CustomerStatus,
  LifecycleStage,
  RenewalProgress,
  TicketPriority,
  Touch,
} from '../../spine/words.ts'

/**
 * All that is known of one customer on one day, as the rules need it. Built by `facts.store.ts`, a page of customers at a time.
 * Amounts are in the company's reporting currency (null: unknown, or no rate for that day). `null` always means unknown, never zero.
 * Facts after the day of analysis are not in here. Days, not ages: what does not change by waiting does not change in here.
 */
export type CustomerFacts = {
  readonly customerId: string
  readonly externalId: string
  readonly name: string
  readonly status: CustomerStatus
  readonly lifecycleStage: LifecycleStage | null
  readonly segment: string | null
  readonly tier: string | null
  readonly touch: Touch | null
  readonly accountPlan: AccountPlan | null
  readonly arr: number | null
  readonly licensedUsers: number | null
  readonly ownerId: string | null
  readonly parentId: string | null
  readonly customerSince: Day | null
  /** As the customer record itself gives it; contracts and renewals come first. */
  readonly renewalDate: Day | null
  readonly usage: readonly UsageWindow[]
  /** Features seen in usage rows: the last day each was used, against how many the company's book knows. Null: no feature data. */
  readonly features: { readonly lastUsedOn: readonly Day[]; readonly known: number } | null
  readonly contacts: readonly ContactFact[]
  readonly engagement: EngagementFact
  readonly tickets: readonly TicketFact[]
  /** The company's book has tickets at all, so that none here means a quiet customer. Left out or false: an empty list is unknown, not quiet. */
  readonly ticketsKnown?: boolean
  readonly contracts: readonly ContractFact[]
  /** Every renewal not yet closed, and those closed within the last 400 days. */
  readonly renewals: readonly RenewalFact[]
  readonly invoices: InvoiceFact
  readonly products: { readonly owned: number; readonly known: number } | null
  /** Names of the products owned, for profiles that ask for one. */
  readonly productNames?: readonly string[]
  /** An open opportunity of type expansion or upsell, and the day it was last heard of. */
  readonly openExpansion: { readonly on: Day } | null
  readonly overrides: readonly OverrideFact[]
  /** The CSM's own feeling; weighs 0 until switched on. */
  readonly pulse: { readonly colour: 'green' | 'amber' | 'red'; readonly on: Day } | null
  /** Signals by webhook or import within the last 90 days. */
  readonly riskSignals: readonly { readonly kind: string; readonly severity: string; readonly on: Day }[]
}

/** Daily values, oldest first, the last one belonging to `lastDay`; null: no value known for that day. At most 84. */
export type UsageWindow = {
  readonly metric: string
  readonly lastDay: Day
  readonly days: readonly (number | null)[]
}

export type ContactFact = {
  readonly role: ContactRole | null
  readonly active: boolean
  /** Since when the contact is inactive (left, bounced); null while active or when the day is unknown. */
  readonly leftOn: Day | null
}

export type EngagementFact = {
  readonly lastTwoWayOn: Day | null
  readonly lastQbrOn: Day | null
  /** Different people met or answered in the 90 days before; null: attendees are never recorded. */
  readonly threads: number | null
}

export type TicketFact = {
  readonly openedOn: Day
  readonly closedOn: Day | null
  readonly priority: TicketPriority
  readonly reopened: boolean
  readonly firstReplyHours: number | null
  readonly resolutionHours: number | null
  /** −1 … 1, worked out once per ticket; null: no text. */
  readonly sentiment: number | null
  /** Words of leaving were found in the text. */
  readonly leaving: boolean
}

export type ContractFact = {
  readonly id: string
  readonly startDate: Day | null
  readonly endDate: Day | null
  readonly termMonths: number | null
  readonly value: number | null
  readonly autoRenew: boolean
  readonly noticeDays: number | null
  /** The source says that notice was given. */
  readonly noticeGivenOn: Day | null
  readonly status: string | null
}

export type RenewalFact = {
  readonly id: string
  readonly derived: boolean
  readonly contractIds: readonly string[]
  readonly date: Day | null
  readonly decisionDate: Day | null
  readonly arrAtStake: number | null
  readonly progress: RenewalProgress
  readonly closedOn: Day | null
}

export type InvoiceFact = {
  /** Paid within the last 365 days: how many, and how many of them by the due date. Null: no invoices known. */
  readonly paid: { readonly count: number; readonly onTime: number } | null
  /** Due date of the oldest invoice that is due and unpaid. */
  readonly oldestOverdueSince: Day | null
  readonly newestOn: Day | null
}

export type OverrideFact = {
  readonly figure: 'health' | 'risk'
  readonly value: number
  readonly reason: string
  readonly by: string
  readonly from: Day
  readonly until: Day
}
