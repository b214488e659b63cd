import type { OpenExecution, Reason } from '../../spine/open-execution.ts'
import { untouched } from './context.ts'
import type { Context } from './context.ts'
import { NOTHING, type Decision, type OpenDecision, type Outcome } from './decision.ts'
import { dueOn } from './due.ts'
import { markIfChanged, ofFamily, opening, withdrawal } from './opening.ts'
import { restOf, riskFactorsOf } from './resting.ts'
import { ruleFor } from './rules.ts'

/** What a trigger reads, in one line; a cancellation as "bad data" rests until it changes. */
function inputOf(context: Context, family: 'risk' | 'opportunity' | 'strategic'): string {
  if (family === 'strategic') return context.facts.accountPlan ?? ''
  if (family === 'risk') return riskFactorsOf(context.analysis).join(' ')
  return context.analysis.opportunity.factors
    .filter((factor) => factor.contribution > 0)
    .map((factor) => factor.code)
    .sort()
    .join(' ')
}

function becauseOf(context: Context, family: 'risk' | 'opportunity' | 'strategic'): readonly Reason[] {
  const days = { code: 'days-to-renewal', value: context.signals.days?.count ?? null }
  if (family === 'strategic') return [{ code: 'plan', value: context.facts.accountPlan }, days]
  return [{ code: family, value: family === 'risk' ? context.risk : context.opportunity }, days]
}

/**
 * Risk, opportunity and strategic planning: on, going on, resting, or off. At most one is open per family.
 * A not started one goes when its trigger has been off for some days; a started one is its owner's to finish.
 */
export function scoreDecisions(context: Context, family: 'risk' | 'opportunity' | 'strategic'): Outcome {
  const runs = ofFamily(context, family)
  const rule = ruleFor(context.settings.rules, family, context.signals, () => runs.length > 0)
  if (!rule && runs.length === 0) return NOTHING
  if (!rule) return { decisions: runs.filter(untouched).flatMap((run) => fading(context, run)), resting: [] }
  const input = inputOf(context, family)
  const current = runs.find((run) => run.workflowId === rule.workflowId) ?? runs[0]
  if (current && (current.workflowId === rule.workflowId || !untouched(current))) {
    return { decisions: markIfChanged(current, { input }), resting: [] }
  }
  const asked = opening({
    workflowId: rule.workflowId,
    family,
    trigger: family,
    rule: rule.name,
    because: becauseOf(context, family),
    input,
    dueOn: dueOn(family, context),
  })
  if (current) return { decisions: [byItsOtherName(current, asked)], resting: [] }
  const rest = restOf(context, family === 'strategic' ? rule.workflowId : family, { input, anchor: null })
  if (rest) return { decisions: [], resting: [{ workflowId: rule.workflowId, restId: rest.id, until: rest.until }] }
  return { decisions: [asked], resting: [] }
}

// The renewal came nearer (or went away): the same matter by its other name, with the same date and the same snooze.
const byItsOtherName = (current: OpenExecution, asked: OpenDecision): OpenDecision => ({
  ...asked,
  dueOn: current.dueOn ?? asked.dueOn,
  held: current.held,
  snoozedUntil: current.snoozedUntil,
  supersedes: [current.id],
})

function fading({ today, settings }: Context, run: OpenExecution): readonly Decision[] {
  if (run.triggerOffSince === null) return [{ kind: 'mark', executionId: run.id, triggerOffSince: today.day }]
  if (!today.hasCome(run.triggerOffSince + settings.withdrawAfterDays)) return []
  return [withdrawal(run, [{ code: 'trigger-off-days', value: today.day - run.triggerOffSince }])]
}

/** What the rests of the risk trigger remember: that risk fell below its limit while they lasted. */
export function noteCalm(context: Context): readonly Decision[] {
  if (context.rests.length === 0) return []
  const limit = context.settings.rules.find((rule) => rule.trigger === 'risk')?.when.risk?.off
  if (limit === undefined || context.risk >= limit) return []
  return context.rests
    .filter((rest) => rest.family === 'risk' && !rest.whileUnchanged.fellBelow)
    .map((rest) => ({
      kind: 'note-rest',
      restId: rest.id,
      whileUnchanged: { ...rest.whileUnchanged, fellBelow: true },
    }))
}
