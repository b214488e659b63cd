import type { Day } from '../../base/day.ts'
import type { Factor, Score } from '../../spine/factor.ts'
import type { ContractStatus, RenewalProgress, Stage } from '../../spine/words.ts'

/** What the analysis of one customer on one day says. Pure result of facts and configuration; replays to the bit. */
export type Analysis = {
  readonly asOf: Day
  readonly modelVersion: number
  readonly configurationVersion: number
  readonly profile: string
  readonly health: Score
  readonly risk: Score
  readonly opportunity: Score
  /** What the scores read where a person has overridden them; null: not overridden. The computed ones stay visible. */
  readonly override: { readonly health: number | null; readonly risk: number | null }
  /** 0–1: how much of what the health formula asks for was known. */
  readonly coverage: number
  /** Coverage below the profile's limit (default 0.4): shown in grey as uncertain. */
  readonly uncertain: boolean
  /** Health's components as they were known, so that a later day can compare like with like. */
  readonly components: readonly HealthComponent[]
  readonly usage: UsageTrend | null
  readonly support: SupportSummary
  readonly contractStatus: ContractStatus | null
  /** Open renewals with their clocks, the next one first; empty: unknown. */
  readonly renewals: readonly RenewalClock[]
  /** Points of health lost since the analysis at least 28 days ago, never below 0; null: no comparison yet. */
  readonly healthDecline: number | null
  /** Day of the last two-way contact and of the last QBR, as decisions about cadence read them. */
  readonly lastTwoWayOn: Day | null
  readonly lastQbrOn: Day | null
}

export type HealthComponent = {
  readonly code: string
  readonly weight: number
  /** 0–100; null: unknown. */
  readonly score: number | null
  readonly value: number | string | null
  /** Kept from an earlier day because the source went silent. */
  readonly stale: boolean
  /** While stale: the last day on which it was known; kept for 30 days from then. */
  readonly keptSince: Day | null
  readonly on: Day | null
}

/** Last 28 days against the 28 before; percent, positive = growth. */
export type UsageTrend = {
  readonly metric: string
  readonly changePercent: number
  /** The change net of the book's median, used when the median moved more than 10 %. */
  readonly netChangePercent: number | null
  readonly direction: 'up' | 'down' | 'flat'
  readonly current: number
  readonly before: number
  readonly lastDay: Day
}

export type SupportSummary = {
  readonly open: number
  readonly openUrgent: number
  readonly opened28: number
  readonly openedBefore28: number
  readonly firstReplyHours: number | null
  readonly resolutionHours: number | null
  readonly reopened: number
  readonly sentiment: number | null
}

export type RenewalClock = {
  readonly renewalId: string
  readonly date: Day
  /** Last day to give notice, while the contract renews by itself and notice is still possible. */
  readonly decisionDate: Day | null
  /** The date the stage counts to: decision or renewal date, by the stage clock. */
  readonly stageDate: Day
  readonly stage: Stage
  readonly overdue: boolean
  readonly arrAtStake: number | null
  readonly progress: RenewalProgress
  /** Below 10 % of the customer's ARR and below the floor: a task on the main one, no card of its own. */
  readonly minor: boolean
}

/** What the whole book did, needed to tell a customer's trend from a holiday. */
export type BookTrend = {
  readonly medianChangePercent: number | null
  readonly customers: number
}

export type { Factor }
