import type { AccountPlan, Family, Stage } from '../../spine/words.ts'
import type { PriorityModel } from './signals.ts'

/** Reached by the first row whose limit holds. */
export type Step = { readonly untilDays: number; readonly points: number }
export type Multiplier = { readonly above: number; readonly times: number }

export type WeightedSettings = {
  readonly weights: { readonly arr: number; readonly health: number; readonly usage: number; readonly risk: number }
  /** ARR is counted in units of this much. */
  readonly arrUnit: number
  /** In units; the second for families that are about the future. */
  readonly arrCap: number
  readonly arrCapFuture: number
  readonly urgency: readonly Step[]
  /** Beyond the last row, and where the days are unknown. */
  readonly urgencyElse: number
  readonly usageDivisor: number
  readonly usageCap: number
  readonly riskFrom: number
  readonly strategicPlans: readonly AccountPlan[]
  readonly strategicTimes: number
  /** Points off for each other run that the CSM has in progress. */
  readonly penalty: number
}

export type MultiplicativeSettings = {
  /** By workflow id; a workflow that is not named has its catalogue's base score. */
  readonly base: Readonly<Record<string, number>>
  /** The first row that is exceeded. */
  readonly arr: readonly Multiplier[]
  readonly plans: Readonly<Partial<Record<AccountPlan, number>>>
  readonly penalty: number
}

export type PrioritySettings = {
  readonly model: PriorityModel
  readonly weighted: WeightedSettings
  readonly multiplicative: MultiplicativeSettings
  /** Points for a snoozed step that is back. */
  readonly dueStepPoints: number
  /** Half as urgent as the days say: agreed by word, or only a question. Stages null: in every stage. */
  readonly halfUrgency: readonly { readonly workflowId: string; readonly stages: readonly Stage[] | null }[]
  /** From this many days on, a customer's renewal leads its other workflows. */
  readonly renewalLeadsDays: number
  /** The order within a customer where nothing else decides. */
  readonly families: readonly Family[]
}
