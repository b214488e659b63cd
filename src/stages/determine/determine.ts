import type { Today } from '../../base/today.ts'
import { unreachable } from '../../base/unreachable.ts'
import { cadenceDecisions, leaving, onboardingDecisions } from './cadence-decisions.ts'
import { contextOf, untouched } from './context.ts'
import type { Context, DetermineInput } from './context.ts'
import { NOTHING, type Decision, type Determination, type Gate, type Outcome } from './decision.ts'
import { eventDecision, eventsInFacts, settledTickets } from './events.ts'
import { gateOf } from './gates.ts'
import { withHolding } from './hold-decisions.ts'
import { withdrawal } from './opening.ts'
import { endedRenewals, pastRenewalQuestion, renewalDecisions, unknownDateQuestion } from './renewal-decisions.ts'
import { noteCalm, scoreDecisions } from './score-decisions.ts'
import { ruleFor } from './rules.ts'
import type { DetermineSettings } from './settings.ts'

/**
 * Which workflows are due for one customer today, and what becomes of those that are open. Performs nothing.
 * The same input gives the same answer; what has been decided once is not decided again.
 */
export function determine(
  input: DetermineInput,
  options: { readonly settings: DetermineSettings; readonly today: Today },
): Determination {
  const asked = contextOf(input, options)
  const ended = endedRenewals(asked)
  const gone = leaving(ended)
  const context = gone.size === 0 ? asked : { ...asked, open: asked.open.filter((run) => !gone.has(run.id)) }
  const gate = gateOf(context)
  const outcome = gate?.stops === 'all' ? behindGate(context, gate) : inTheOpen(context)
  const decisions = [...ended, ...withHolding(context, outcome.decisions), ...noteCalm(context)]
  const left = leaving(decisions)
  const remains = input.open.some((run) => !left.has(run.id)) || decisions.some((decision) => decision.kind === 'open')
  return {
    customerId: input.facts.customerId,
    gate,
    decisions,
    resting: outcome.resting,
    monitored: gate === null && !remains,
  }
}

function inTheOpen(context: Context): Outcome {
  const decisions: Decision[] = []
  const resting: Outcome['resting'][number][] = []
  const add = (outcome: Outcome): void => {
    decisions.push(...outcome.decisions)
    resting.push(...outcome.resting)
  }
  for (const run of settledTickets(context)) decisions.push(withdrawal(run, [{ code: 'tickets-settled', value: null }]))
  for (const event of eventsInFacts(context)) {
    const opened = eventDecision(context, event)
    if (opened) decisions.push(opened)
  }
  for (const clock of context.live) add(renewalDecisions(context, clock))
  for (const clock of context.past) add(pastRenewalQuestion(context, clock))
  add(unknownDateQuestion(context))
  add(scoreDecisions(context, 'risk'))
  add(scoreDecisions(context, 'opportunity'))
  add(scoreDecisions(context, 'strategic'))
  const bigger = strategicMadeWay(context, decisions)
  const cadence = cadenceDecisions(context, bigger)
  return {
    decisions: [...bigger, ...cadence.decisions],
    resting: [...resting, ...cadence.resting],
  }
}

/** A strategic planning that nobody began makes way for the first renewal workflow: the stage has moved on. */
function strategicMadeWay(context: Context, decisions: readonly Decision[]): readonly Decision[] {
  const renewal = decisions.find((decision) => decision.kind === 'open' && decision.trigger === 'renewal')
  if (renewal?.kind !== 'open' || ruleFor(context.settings.rules, 'strategic', context.signals)) return decisions
  const planned = context.open
    .filter((run) => run.workflowId === 'strategic-planning' && untouched(run))
    .map((run) => run.id)
  return decisions
    .filter((decision) => !('executionId' in decision && planned.includes(decision.executionId)))
    .map((decision) =>
      decision === renewal ? { ...renewal, supersedes: [...renewal.supersedes, ...planned] } : decision,
    )
}

/** Behind a gate: its own question or rule and nothing else; what nobody began goes away. */
function behindGate(context: Context, gate: Gate): Outcome {
  const own = ownRule(context, gate)
  const mentioned = new Set(
    own.decisions.flatMap((decision) => {
      if (decision.kind === 'open') return [...decision.supersedes, ...decision.folds]
      return decision.kind === 'note-rest' ? [] : [decision.executionId]
    }),
  )
  const because = [{ code: 'gate', value: gate.reason }]
  const others = context.open.filter((run) => !mentioned.has(run.id) && !belongsTo(gate, run.workflowId))
  const decisions = others.flatMap((run): Decision[] => {
    if (untouched(run)) return [withdrawal(run, because)]
    if (gate.reason === 'churned') return [{ kind: 'close', executionId: run.id, outcome: 'churned', because }]
    if (gate.reason === 'test' || gate.reason === 'internal') {
      return [{ kind: 'close', executionId: run.id, outcome: 'out-of-scope', because }]
    }
    return []
  })
  return { decisions: [...own.decisions, ...decisions], resting: own.resting }
}

function belongsTo(gate: Gate, workflowId: string): boolean {
  if (gate.reason === 'onboarding') return workflowId === 'onboarding-stalled'
  if (gate.reason === 'churned') return workflowId === 'offboarding' || workflowId === 'win-back'
  return gate.reason === 'renewal-past' && workflowId === 'confirm-renewal-outcome'
}

function ownRule(context: Context, gate: Gate): Outcome {
  switch (gate.reason) {
    case 'onboarding':
      return onboardingDecisions(context)
    case 'renewal-past': {
      const asked = context.past.map((clock) => pastRenewalQuestion(context, clock))
      return { decisions: asked.flatMap((each) => each.decisions), resting: asked.flatMap((each) => each.resting) }
    }
    case 'churned':
    case 'test':
    case 'internal':
    case 'digital':
    case 'renewal-unknown':
      return NOTHING
    default:
      return unreachable(gate.reason)
  }
}
