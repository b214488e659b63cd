import type { AccountPlan, Family } from '../../spine/words.ts'
import { DEFAULT_PRIORITY } from './prioritize.defaults.ts'
import { score } from './score.ts'
import type { PriorityModel } from './signals.ts'

export type WeightedVector = {
  readonly arr: number
  readonly daysUntilRenewal: number
  readonly healthDecline: number
  readonly usageChangePercent: number
  readonly accountPlan: AccountPlan
  readonly activeWorkflows: number
  readonly workloadPenalty: number
  readonly riskScore?: number | undefined
  readonly family?: Family | undefined
}

export type MultiplicativeVector = {
  readonly workflow: string
  readonly arr: number
  readonly accountPlan: AccountPlan
  readonly csmExperience: number
  readonly activeWorkflows: number
}

/** The score of one line of the tables `priority-weighted` and `priority-multiplicative`; what a line does not give is unknown. */
export function priorityVector(model: PriorityModel, vector: WeightedVector | MultiplicativeVector): number {
  const known = 'workflow' in vector ? { workflowId: vector.workflow } : vector
  const penalty = 'workloadPenalty' in vector ? vector.workloadPenalty : DEFAULT_PRIORITY.weighted.penalty
  const signals = {
    workflowId: '',
    family: null,
    stage: null,
    daysUntilRenewal: null,
    healthDecline: null,
    usageChangePercent: null,
    riskScore: null,
    csmExperience: null,
    dueSnoozedStep: false,
    ...vector,
    ...known,
  }
  return score(signals, { ...DEFAULT_PRIORITY, model, weighted: { ...DEFAULT_PRIORITY.weighted, penalty } }).value
}
