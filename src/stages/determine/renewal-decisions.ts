import { isoDay } from '../../base/day.ts'
import type { Today } from '../../base/today.ts'
import type { OpenExecution, Reason } from '../../spine/open-execution.ts'
import { renewalScope } from '../../spine/rest.ts'
import type { Stage } from '../../spine/words.ts'
import type { RenewalClock } from '../analyze/analysis.ts'
import { signalsFor, untouched } from './context.ts'
import type { Context } from './context.ts'
import { NOTHING, type Decision, type Outcome } from './decision.ts'
import { dueOn as dueAfter, renewalDueOn } from './due.ts'
import { markIfChanged, ofFamily, opening, withdrawal } from './opening.ts'
import { QUESTIONS, restOf } from './resting.ts'
import { ruleFor } from './rules.ts'
import type { Rule } from './rules.ts'

/** From here on a new stage does not wait for what was begun in an earlier one. */
export const LATE: readonly Stage[] = ['urgent', 'critical', 'emergency']
/** From here on a snooze of the earlier stage no longer counts. */
const TOO_LATE_TO_SNOOZE: readonly Stage[] = ['critical', 'emergency']
const LEADS_WITH_RISK = ['contract-finalization', 'negotiation-prep']

/** What a renewal's trigger reads, in one line: changes when the conversation does, not with each day that passes. */
export const renewalInput = ({ stageDate, arrAtStake, progress }: RenewalClock): string =>
  `${isoDay(stageDate)}|${String(arrAtStake ?? '')}|${progress}`

/** Whether the run was opened, or last looked at, for this very date. */
const isOfDate = (run: OpenExecution, { stageDate }: RenewalClock): boolean => run.input.startsWith(isoDay(stageDate))

const because = (clock: RenewalClock, today: Today): readonly Reason[] => [
  {
    code: clock.decisionDate === clock.stageDate ? 'days-to-decision' : 'days-to-renewal',
    value: clock.stageDate - today.day,
  },
  { code: 'stage', value: clock.stage },
  ...(clock.progress === 'none' ? [] : [{ code: 'progress', value: clock.progress }]),
]

/** What becomes of one renewal's workflows today. */
export function renewalDecisions(context: Context, clock: RenewalClock): Outcome {
  const signals = clock === context.next ? context.signals : signalsFor(clock, context.today, context.signals)
  const mine = ofFamily(context, 'renewal').filter((run) => run.renewalId === clock.renewalId)
  const isOpen = (row: Rule): boolean =>
    mine.some((run) => run.stage === clock.stage && run.workflowId === row.workflowId)
  const rule = ruleFor(context.settings.rules, 'renewal', signals, isOpen)
  if (!rule && mine.length === 0) return NOTHING
  if (!rule) {
    const gone = mine
      .filter(untouched)
      .map((run) => withdrawal(run, [{ code: 'stage-without-workflow', value: clock.stage }]))
    return { decisions: gone, resting: [] }
  }
  const input = renewalInput(clock)
  const now = { input, anchor: clock.stageDate }
  const same = mine.find((run) => coversStage(run, clock, rule))
  if (same) return { decisions: goesOn(context, { clock, mine, same, input }), resting: [] }
  const rest = restFrom(context, clock, now)
  if (rest) {
    const gone = mine.filter(untouched).map((run) => withdrawal(run, [{ code: 'done-for-stage', value: clock.stage }]))
    return { decisions: gone, resting: [{ workflowId: rule.workflowId, restId: rest.id, until: rest.until }] }
  }
  return movedOn(context, { clock, rule, mine, input })
}

const HEAT: readonly Stage[] = [
  'monitor',
  'strategic',
  'prepare',
  'active',
  'negotiate',
  'finalize',
  'urgent',
  'critical',
  'emergency',
]

/** The stage and the hotter ones. Where risk is part of the stage it falls back at times; that is no new conversation. */
const stagesFrom = (stage: Stage): readonly Stage[] => HEAT.slice(HEAT.indexOf(stage))

/** The rest of its stage, or of a hotter one. */
function restFrom(context: Context, { renewalId, stage }: RenewalClock, now: Parameters<typeof restOf>[2]) {
  if (context.rests.length === 0) return undefined
  for (const each of stagesFrom(stage)) {
    const rest = restOf(context, renewalScope(renewalId, each), now)
    if (rest) return rest
  }
  return undefined
}

function coversStage(run: OpenExecution, clock: RenewalClock, rule: Rule): boolean {
  if (run.stage === null) return false
  if (run.stage === clock.stage) return run.workflowId === rule.workflowId || !untouched(run)
  return isOfDate(run, clock) && LATE.includes(run.stage) && stagesFrom(clock.stage).includes(run.stage)
}

function goesOn(
  context: Context,
  {
    clock,
    mine,
    same,
    input,
  }: { clock: RenewalClock; mine: readonly OpenExecution[]; same: OpenExecution; input: string },
): readonly Decision[] {
  // A due date counts from the day of opening; it moves only when the renewal's own date did.
  const dueOn = isOfDate(same, clock) ? undefined : renewalDueOn(clock.stageDate, clock.stage, context)
  const others = mine.filter((run) => run.id !== same.id && untouched(run))
  return [
    ...others.map((run) => withdrawal(run, [{ code: 'begun-already', value: null }])),
    ...markIfChanged(same, { input, dueOn }),
  ]
}

type Move = {
  readonly clock: RenewalClock
  readonly rule: Rule
  readonly mine: readonly OpenExecution[]
  readonly input: string
}

/** The stage is new to this renewal: begin it, in the place of what was not begun, beside what was. */
function movedOn(context: Context, { clock, rule, mine, input }: Move): Outcome {
  const dueOn = renewalDueOn(clock.stageDate, clock.stage, context)
  const replaced = mine.filter(untouched)
  const begun = mine.filter((run) => !untouched(run))
  const newest = begun.filter((run) => run.foldedUnder === null).at(-1) ?? begun.at(-1)
  if (newest && !LATE.includes(clock.stage)) {
    const kept = markIfChanged(newest, { input, stage: clock.stage, dueOn, because: because(clock, context.today) })
    return {
      decisions: [...replaced.map((run) => withdrawal(run, [{ code: 'begun-already', value: null }])), ...kept],
      resting: [],
    }
  }
  const atRisk = context.risk >= context.settings.leadingRisk && LEADS_WITH_RISK.includes(rule.workflowId)
  const open = opening({
    workflowId: rule.workflowId,
    family: 'renewal',
    stage: clock.stage,
    renewalId: clock.renewalId,
    trigger: 'renewal',
    rule: rule.name,
    because: because(clock, context.today),
    input,
    dueOn,
    leadingSteps: atRisk ? ['assess-risk'] : [],
    snoozedUntil: TOO_LATE_TO_SNOOZE.includes(clock.stage) ? null : latestSnooze(replaced),
    supersedes: replaced.map((run) => run.id),
    folds: begun.map((run) => run.id),
  })
  return { decisions: [open], resting: [] }
}

function latestSnooze(runs: readonly OpenExecution[]): Date | null {
  const until = runs.flatMap((run) => (run.snoozedUntil ? [run.snoozedUntil.getTime()] : []))
  return until.length === 0 ? null : new Date(Math.max(...until))
}

/** Executions of renewals that are over close with their outcome; those of renewals that are gone or have become minor go. */
export function endedRenewals(context: Context): readonly Decision[] {
  const runs = ofFamily(context, 'renewal')
  if (runs.length === 0) return []
  const cards = new Set([...context.live, ...context.past].map((clock) => clock.renewalId))
  const known = new Map(context.facts.renewals.map((renewal) => [renewal.id, renewal]))
  return runs.flatMap((run): Decision[] => {
    if (run.renewalId === null) {
      return untouched(run) && !QUESTIONS.includes(run.workflowId)
        ? [withdrawal(run, [{ code: 'renewal-gone', value: null }])]
        : []
    }
    if (cards.has(run.renewalId)) return []
    const progress = known.get(run.renewalId)?.progress
    if (progress === 'signed' || progress === 'lost') {
      return [
        {
          kind: 'close',
          executionId: run.id,
          outcome: progress,
          because: [{ code: 'renewal-closed', value: progress }],
        },
      ]
    }
    return untouched(run) ? [withdrawal(run, [{ code: 'renewal-gone', value: null }])] : []
  })
}

/** A question about one renewal whose date has long passed: once, and beside what was begun. */
export function pastRenewalQuestion(context: Context, clock: RenewalClock): Outcome {
  const mine = ofFamily(context, 'renewal').filter((run) => run.renewalId === clock.renewalId)
  if (mine.some((run) => QUESTIONS.includes(run.workflowId))) return NOTHING
  const input = isoDay(clock.date)
  return question(context, {
    workflowId: 'confirm-renewal-outcome',
    renewalId: clock.renewalId,
    input,
    anchor: clock.date,
    because: [{ code: 'days-past-renewal', value: context.today.day - clock.date }],
    supersedes: mine.filter(untouched).map((run) => run.id),
    folds: mine.filter((run) => !untouched(run)).map((run) => run.id),
  })
}

/** The same kind of question where no renewal date is known; asked once, and taken back when the date comes to be known. */
export function unknownDateQuestion(context: Context): Outcome {
  const asked = ofFamily(context, 'renewal').filter((run) => run.workflowId === 'confirm-renewal-date')
  if (context.next !== null || context.past.length > 0) {
    if (asked.length === 0) return NOTHING
    const gone = asked.filter(untouched).map((run) => withdrawal(run, [{ code: 'date-known', value: null }]))
    return { decisions: gone, resting: [] }
  }
  if (asked.length > 0 || justClosed(context)) return NOTHING
  return question(context, {
    workflowId: 'confirm-renewal-date',
    renewalId: null,
    input: 'unknown',
    anchor: null,
    because: [{ code: 'renewal-date', value: null }],
    supersedes: [],
    folds: [],
  })
}

// After a signature the next contract comes with the next import; asking the day after would make a CSM laugh.
const AFTER_CLOSING_DAYS = 60
const justClosed = ({ facts, today }: Context): boolean =>
  facts.renewals.some(
    (renewal) =>
      renewal.progress === 'lost' ||
      (renewal.progress === 'signed' &&
        renewal.closedOn !== null &&
        !today.hasCome(renewal.closedOn + AFTER_CLOSING_DAYS + 1)),
  )

type Question = {
  readonly workflowId: 'confirm-renewal-outcome' | 'confirm-renewal-date'
  readonly renewalId: string | null
  readonly input: string
  readonly anchor: number | null
  readonly because: readonly Reason[]
  readonly supersedes: readonly string[]
  readonly folds: readonly string[]
}

function question(context: Context, asked: Question): Outcome {
  const rest = restOf(context, renewalScope(asked.renewalId, 'question'), asked)
  if (rest) return { decisions: [], resting: [{ workflowId: asked.workflowId, restId: rest.id, until: rest.until }] }
  const { anchor: _, ...fields } = asked
  const open = opening({
    ...fields,
    family: 'renewal',
    trigger: 'question',
    rule: `question.${asked.workflowId}`,
    dueOn: dueAfter('question', context),
  })
  return { decisions: [open], resting: [] }
}
