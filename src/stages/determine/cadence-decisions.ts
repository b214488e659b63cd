import { isoDay, type Day } from '../../base/day.ts'
import type { Today } from '../../base/today.ts'
import type { OpenExecution, Reason } from '../../spine/open-execution.ts'
import type { CustomerFacts } from '../analyze/facts.ts'
import { untouched } from './context.ts'
import type { Context } from './context.ts'
import { NOTHING, type Decision, type OpenDecision, type Outcome } from './decision.ts'
import { dueOn } from './due.ts'
import { ofFamily, opening, withdrawal } from './opening.ts'
import { LATE } from './renewal-decisions.ts'
import { QUESTIONS, restOf } from './resting.ts'
import type { Rule } from './rules.ts'
import { holds } from './rules.ts'

/**
 * Keeping in touch: only while nothing bigger is open, for then there is contact anyway.
 * @param others what the other rules have decided for this customer today
 */
export function cadenceDecisions(context: Context, others: readonly Decision[]): Outcome {
  const runs = ofFamily(context, 'cadence')
  if (isBusy(context, others)) {
    if (runs.length === 0) return NOTHING
    const gone = runs.filter(untouched).map((run) => withdrawal(run, [{ code: 'bigger-open', value: null }]))
    return { decisions: gone, resting: [] }
  }
  const due = context.settings.rules.filter(
    (rule) =>
      rule.trigger === 'cadence' &&
      holds(rule.when, context.signals, false) &&
      !(rule.workflowId === 'monitor' && isPlanned(context, others)),
  )
  if (due.length === 0 && runs.length === 0) return NOTHING
  const stillDue = runs.find((run) => due.some((rule) => rule.workflowId === run.workflowId))
  const over = runs.filter((run) => untouched(run) && run !== stillDue)
  const gone = over.map((run) => withdrawal(run, [{ code: 'cadence-kept', value: null }]))
  if (over.length < runs.length) return { decisions: gone, resting: [] }
  const resting: Outcome['resting'][number][] = []
  for (const rule of due) {
    const input = inputOf(context, rule.workflowId)
    const rest = restOf(context, rule.workflowId, { input, anchor: null })
    if (rest) resting.push({ workflowId: rule.workflowId, restId: rest.id, until: rest.until })
    else if (isTurn(context, rule)) return { decisions: [...gone, cadenceOpening(context, rule, input)], resting }
  }
  return { decisions: gone, resting }
}

function isBusy(context: Context, others: readonly Decision[]): boolean {
  // In its last month a renewal is talked about, whether its stage's workflow is open or was done a day ago.
  if (context.live.some((clock) => LATE.includes(clock.stage))) return true
  if (context.open.length === 0 && others.length === 0) return false
  const gone = leaving(others)
  const big = (run: { readonly family: OpenExecution['family']; readonly workflowId: string }): boolean =>
    (run.family === 'renewal' || run.family === 'risk') && !QUESTIONS.includes(run.workflowId)
  return context.open.some((run) => big(run) && !gone.has(run.id)) || opened(others).some(big)
}

const isPlanned = (context: Context, others: readonly Decision[]): boolean =>
  [...context.open, ...opened(others)].some((run) => run.family === 'strategic')

const opened = (decisions: readonly Decision[]): readonly OpenDecision[] =>
  decisions.filter((decision) => decision.kind === 'open')

const NOBODY: ReadonlySet<string> = new Set()

/** Ids of the executions that these decisions end. */
export const leaving = (decisions: readonly Decision[]): ReadonlySet<string> =>
  decisions.length === 0
    ? NOBODY
    : new Set(
        decisions.flatMap((decision) => {
          if (decision.kind === 'open') return decision.supersedes
          return decision.kind === 'withdraw' || decision.kind === 'close' ? [decision.executionId] : []
        }),
      )

/**
 * Where the day of the last contact is known, an overdue one is due today (or spread, if the company says so).
 * Where none is on record, the book would be due on one morning: those are spread over the whole interval.
 */
function isTurn({ analysis, cadence, settings, facts, today }: Context, rule: Rule): boolean {
  const known = rule.workflowId === 'qbr' ? analysis.lastQbrOn : (analysis.lastTwoWayOn ?? analysis.lastQbrOn)
  const interval = rule.workflowId === 'qbr' ? cadence.qbrDays : cadence.contactDays
  const spread = known === null && rule.when.stages === undefined ? (interval ?? 1) : settings.cadenceSpreadDays
  return spread <= 1 || today.isOneOfEvery(spread, -numberOf(facts.externalId))
}

// FNV-1a: any even spread will do, as long as it is the same every day.
function numberOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  return hash
}

function inputOf({ analysis, signals }: Context, workflowId: string): string {
  if (workflowId === 'monitor') return signals.stage ?? ''
  const on = workflowId === 'qbr' ? analysis.lastQbrOn : analysis.lastTwoWayOn
  return on === null ? 'none' : isoDay(on)
}

function cadenceOpening(context: Context, rule: Rule, input: string): OpenDecision {
  return opening({
    workflowId: rule.workflowId,
    family: 'cadence',
    stage: rule.workflowId === 'monitor' ? 'monitor' : null,
    trigger: 'cadence',
    rule: rule.name,
    because: becauseOf(context, rule.workflowId),
    input,
    dueOn: dueOn('cadence', context),
  })
}

function becauseOf({ analysis, cadence, today, signals }: Context, workflowId: string): readonly Reason[] {
  if (workflowId === 'monitor') return [{ code: 'days-to-renewal', value: signals.days?.count ?? null }]
  const [on, days, code] =
    workflowId === 'qbr'
      ? [analysis.lastQbrOn, cadence.qbrDays, 'days-without-qbr']
      : [analysis.lastTwoWayOn, cadence.contactDays, 'days-without-contact']
  return [
    { code, value: daysSince(on, today) },
    { code: 'expected-every-days', value: days },
  ]
}

/** The one rule for a customer who is still being onboarded: weeks have passed and nothing moves. */
export function onboardingDecisions(context: Context): Outcome {
  const { facts, analysis, settings, today } = context
  const { afterDays, silentDays } = settings.onboardingStall
  const runs = ofFamily(context, 'cadence').filter((run) => run.workflowId === 'onboarding-stalled')
  const since = facts.customerSince
  const moves = (on: number | null): boolean => on !== null && !today.hasCome(on + silentDays + 1)
  const talking = moves(analysis.lastTwoWayOn)
  const used = moves(lastUsedOn(facts))
  const stalled = since !== null && today.hasCome(since + afterDays + 1) && !(talking && used)
  if (!stalled) {
    return {
      decisions: runs.filter(untouched).map((run) => withdrawal(run, [{ code: 'onboarding-moves', value: null }])),
      resting: [],
    }
  }
  // A health check that somebody has begun goes on; it is a conversation, and the family's one.
  const busy = ofFamily(context, 'cadence').some((run) => !untouched(run))
  if (busy || runs.length > 0) return NOTHING
  const input = inputOf(context, 'onboarding-stalled')
  const rest = restOf(context, 'onboarding-stalled', { input, anchor: null })
  if (rest)
    return { decisions: [], resting: [{ workflowId: 'onboarding-stalled', restId: rest.id, until: rest.until }] }
  const open = opening({
    workflowId: 'onboarding-stalled',
    family: 'cadence',
    trigger: 'onboarding',
    rule: 'onboarding.stalled',
    because: [
      ...(used ? [] : [{ code: 'days-without-usage', value: daysSince(lastUsedOn(facts), today) }]),
      ...(talking ? [] : [{ code: 'days-without-contact', value: daysSince(analysis.lastTwoWayOn, today) }]),
      { code: 'days-since-start', value: daysSince(since, today) },
    ],
    input,
    dueOn: dueOn('cadence', context),
  })
  return { decisions: [open], resting: [] }
}

const daysSince = (on: Day | null, today: Today): number | null => (on === null ? null : today.day - on)

/**
 * The last day on which anybody used anything, of the days that are kept. The trend cannot say it: that takes eight weeks, and who is
 * being onboarded has not lived through them.
 */
function lastUsedOn({ usage }: CustomerFacts): Day | null {
  const used = usage.flatMap(({ lastDay, days }) => {
    const index = days.findLastIndex((value) => value !== null && value > 0)
    return index === -1 ? [] : [lastDay - (days.length - 1 - index)]
  })
  return used.length === 0 ? null : Math.max(...used)
}
