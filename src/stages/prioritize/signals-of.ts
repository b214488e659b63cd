import type { OpenExecution } from '../../spine/open-execution.ts'
import type { Analysis } from '../analyze/analysis.ts'
import type { CustomerFacts } from '../analyze/facts.ts'
import { usedChange } from '../analyze/trend.ts'
import type { PrioritySignals } from './signals.ts'

/** Who is to do it: experience, and executions in progress at the start of the run. */
export type Csm = { readonly experience: number; readonly active: number }

type Scored = Pick<OpenExecution, 'workflowId' | 'family' | 'stage' | 'renewalId'> & {
  readonly status?: OpenExecution['status'] | undefined
  readonly nextDueStepAt?: Date | null | undefined
}

/**
 * What one execution is ranked by. A renewal's own workflows look at that renewal and what is at stake in it, the others at the next one.
 * @param csm null: nobody has it
 * @param now the instant by which a snoozed step is back
 */
export function signalsOf(
  run: Scored,
  { facts, analysis, csm, now }: { readonly facts: CustomerFacts; readonly analysis: Analysis; readonly csm: Csm | null; readonly now: Date },
): PrioritySignals {
  const own = analysis.renewals.find((renewal) => renewal.renewalId === run.renewalId)
  const clock = run.family === 'renewal' ? (own ?? null) : (analysis.renewals[0] ?? null)
  const isActive = run.status === 'in_progress' && csm !== null
  return {
    workflowId: run.workflowId,
    family: run.family,
    stage: run.stage,
    arr: run.family === 'renewal' ? (clock?.arrAtStake ?? facts.arr) : facts.arr,
    daysUntilRenewal: clock?.days ?? null,
    healthDecline: analysis.healthDecline,
    usageChangePercent: analysis.usage === null ? null : usedChange(analysis.usage),
    accountPlan: facts.accountPlan,
    riskScore: analysis.override.risk ?? analysis.risk.value,
    csmExperience: csm?.experience ?? null,
    activeWorkflows: csm === null ? 0 : csm.active - (isActive ? 1 : 0),
    dueSnoozedStep: run.nextDueStepAt !== null && run.nextDueStepAt !== undefined && run.nextDueStepAt <= now,
  }
}
