import type { Day } from '../../base/day.ts'
import { eventScope, renewalScope } from '../../spine/rest.ts'
import type { NewRest, Rest, RestReason, RestScope } from '../../spine/rest.ts'
import type { OpenExecution } from '../../spine/open-execution.ts'
import type { Stage } from '../../spine/words.ts'
import type { Analysis } from '../analyze/analysis.ts'
import type { Cadence } from '../analyze/cadence.ts'
import { unreachable } from '../../base/unreachable.ts'
import type { Context } from './context.ts'
import type { DetermineSettings } from './settings.ts'

/** Stage name under which the questions about a renewal rest. */
export const QUESTION = 'question'

export const QUESTIONS: readonly string[] = ['confirm-renewal-outcome', 'confirm-renewal-date']

/** What a workflow rests under: a renewal's stage, the family's one trigger, the cadence's workflow, or the event. */
export function scopeOf(run: {
  readonly family: OpenExecution['family']
  readonly workflowId: string
  readonly stage: Stage | null
  readonly renewalId: string | null
  readonly eventKey: string | null
}): RestScope {
  switch (run.family) {
    case 'renewal':
      return renewalScope(run.renewalId, QUESTIONS.includes(run.workflowId) ? QUESTION : (run.stage ?? QUESTION))
    case 'risk':
    case 'opportunity':
      return run.family
    case 'strategic':
    case 'cadence':
      return run.workflowId
    case 'event':
      return eventScope(run.eventKey ?? '')
    default:
      return unreachable(run.family)
  }
}

/**
 * The rest that a trigger is in; undefined: none.
 * @param now what the trigger reads today, and the renewal's stage date where it has one
 */
export function restOf(
  context: Context,
  scope: RestScope,
  now: { readonly input: string; readonly anchor: Day | null },
): Rest | undefined {
  return context.rests.find((rest) => rest.scope === scope && stillRests(rest, context, now))
}

function stillRests(
  rest: Rest,
  { settings, today, risk, analysis }: Context,
  now: { readonly input: string; readonly anchor: Day | null },
): boolean {
  const then = rest.whileUnchanged
  if (rest.reason === 'not-relevant' || rest.reason === 'bad-data') return then.input === now.input
  if (then.anchor !== null && now.anchor !== null && Math.abs(now.anchor - then.anchor) > settings.rest.movedDate)
    return false
  if (rest.until === null || !today.hasCome(rest.until + 1)) return true
  if (rest.family !== 'risk') return false
  const rose = then.risk !== null && risk >= then.risk + settings.rest.riskRise
  const news = riskFactorsOf(analysis).some((code) => !then.factors.includes(code))
  return !(then.fellBelow || rose || news)
}

/** Codes of the factors that raise the risk, sorted. */
export const riskFactorsOf = (analysis: Analysis): readonly string[] =>
  analysis.risk.factors
    .filter((factor) => factor.contribution > 0)
    .map((factor) => factor.code)
    .sort()

/** How the execution ended, with what the analysis said then. */
export type Ending = {
  readonly today: Day
  readonly reason: RestReason
  readonly risk: number | null
  readonly riskFactors: readonly string[]
  /** The stage date of its renewal, where it has one. */
  readonly anchor: Day | null
  readonly cadence: Cadence | null
}

/** The rest that follows a finished or cancelled execution. */
export function restAfter(
  run: Pick<
    OpenExecution,
    'id' | 'customerId' | 'family' | 'workflowId' | 'stage' | 'renewalId' | 'eventKey' | 'input'
  >,
  { today, reason, risk, riskFactors, anchor, cadence }: Ending,
  settings: DetermineSettings,
): NewRest {
  const days = restDays(run, cadence, settings)
  return {
    customerId: run.customerId,
    family: run.family,
    scope: scopeOf(run),
    reason,
    from: today,
    until: days === null ? null : today + days,
    whileUnchanged: { input: run.input, risk, factors: riskFactors, fellBelow: false, anchor },
    executionId: run.id,
  }
}

function restDays(
  run: Pick<OpenExecution, 'family' | 'workflowId'>,
  cadence: Cadence | null,
  { rest }: DetermineSettings,
): number | null {
  switch (run.family) {
    case 'renewal':
    case 'event':
      return null
    case 'risk':
      return rest.risk
    case 'opportunity':
      return rest.opportunity
    case 'strategic':
      return rest.strategic
    case 'cadence':
      if (run.workflowId === 'monitor') return rest.monitor
      if (run.workflowId === 'onboarding-stalled') return rest.onboarding
      if (run.workflowId === 'qbr') return cadence?.qbrDays ?? rest.cadence
      return cadence?.contactDays ?? rest.cadence
    default:
      return unreachable(run.family)
  }
}
