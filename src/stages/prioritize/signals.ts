import type { AccountPlan, Family, Stage } from '../../spine/words.ts'

/** What a score is made of. Null means unknown: it adds nothing. */
export type PrioritySignals = {
  readonly workflowId: string
  /** Null: ARR capped as for renewals, and usage counts both ways. */
  readonly family: Family | null
  readonly stage: Stage | null
  /** ARR; for the renewal family what is at stake. Reporting currency. */
  readonly arr: number | null
  readonly daysUntilRenewal: number | null
  /** Points of health lost, negative counts 0. */
  readonly healthDecline: number | null
  /** Percent, positive = growth. */
  readonly usageChangePercent: number | null
  readonly accountPlan: AccountPlan | null
  /** 0–100, as overridden. */
  readonly riskScore: number | null
  /** Of the assigned CSM, 0.9–1.2; null: 1. */
  readonly csmExperience: number | null
  /** The assigned CSM's executions in progress at the start of the run, the scored one not counted. */
  readonly activeWorkflows: number
  readonly dueSnoozedStep: boolean
}

export type PriorityModel = 'weighted' | 'multiplicative'
