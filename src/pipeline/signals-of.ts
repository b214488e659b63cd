import { dayIn } from '../base/day.ts'
import type { Today } from '../base/today.ts'
import type { Score } from '../spine/factor.ts'
import type { Analysis, RenewalClock } from '../stages/analyze/analysis.ts'
import type { CustomerFacts } from '../stages/analyze/facts.ts'
import type { Knowledge } from '../stages/analyze/known.store.ts'
import { usedChange } from '../stages/analyze/trend.ts'
import { score } from '../stages/prioritize/score.ts'
import type { PrioritySignals } from '../stages/prioritize/signals.ts'
import type { Cycle } from './cycle.ts'

/** What is scored: an execution that is open, or one about to be opened. */
export type Scored = Pick<PrioritySignals, 'workflowId' | 'stage'> & {
  readonly family: NonNullable<PrioritySignals['family']>
  readonly renewalId: string | null
  readonly inProgress: boolean
  readonly nextDueStepAt: Date | null
}

export type Scene = {
  readonly facts: Pick<CustomerFacts, 'arr' | 'accountPlan'>
  readonly analysis: Analysis
  readonly assignedTo: string
  readonly cycle: Pick<Cycle, 'loads' | 'people' | 'knowledge'>
}

/**
 * The signals of one execution for the person who has it. A renewal is scored by its own amount and days, everything else by the
 * customer's; the person's load is that at the start of the run, the scored execution not counted.
 */
export function signalsOf(run: Scored, { facts, analysis, assignedTo, cycle }: Scene): PrioritySignals {
  const clock = clockOf(run, analysis)
  const active = cycle.loads.get(assignedTo)?.active ?? 0
  return {
    workflowId: run.workflowId,
    family: run.family,
    stage: run.stage,
    arr: run.family === 'renewal' ? (clock?.arrAtStake ?? facts.arr) : facts.arr,
    daysUntilRenewal: clock ? clock.stageDate - cycle.knowledge.day : null,
    healthDecline: analysis.healthDecline,
    usageChangePercent: analysis.usage && usedChange(analysis.usage),
    accountPlan: facts.accountPlan,
    riskScore: analysis.override.risk ?? analysis.risk.value,
    csmExperience: cycle.people.get(assignedTo)?.experience ?? null,
    activeWorkflows: Math.max(0, active - (run.inProgress ? 1 : 0)),
    dueSnoozedStep: isBack(run.nextDueStepAt, cycle.knowledge),
  }
}

/** A step that returns at any hour of the day is that day's: the order is made in the morning. */
const isBack = (at: Date | null, { day, timeZone }: Pick<Knowledge, 'day' | 'timeZone'>): boolean =>
  at !== null && dayIn(timeZone, at) <= day

/** The renewal that an execution is about, else the customer's next one. */
export function clockOf(run: Pick<Scored, 'renewalId'>, { renewals }: Analysis): RenewalClock | undefined {
  const own = run.renewalId === null ? undefined : renewals.find(({ renewalId }) => renewalId === run.renewalId)
  return own ?? renewals.find(({ minor }) => !minor) ?? renewals[0]
}

type Ahead = { readonly today: Today; readonly cycle: Pick<Cycle, 'configuration' | 'knowledge'> }

/** Notes when an execution's score will be another one though nothing new is known: its date comes nearer by a limit, or a step returns. */
export function noteScoreAhead(
  run: Pick<Scored, 'renewalId' | 'nextDueStepAt'>,
  analysis: Analysis,
  { today, cycle }: Ahead,
): void {
  const clock = clockOf(run, analysis)
  const { urgency } = cycle.configuration.prioritize.weighted
  if (clock) for (const { untilDays } of urgency) today.hasCome(clock.stageDate - untilDays)
  if (run.nextDueStepAt) today.hasCome(dayIn(cycle.knowledge.timeZone, run.nextDueStepAt))
}

/**
 * The score of one execution for the person who has it. Days left are kept with the day that they were counted on, so that the score of
 * a customer to whom nothing happens is not written anew every night; `value − (today − on)` is what is left on a later day.
 */
export function scoreOf(run: Scored, scene: Scene & { readonly cycle: Pick<Cycle, 'day' | 'configuration'> }): Score {
  const { value, factors } = score(signalsOf(run, scene), scene.cycle.configuration.prioritize)
  const { day } = scene.cycle
  return { value, factors: factors.map((factor) => (factor.code === 'urgency' ? { ...factor, on: day } : factor)) }
}
