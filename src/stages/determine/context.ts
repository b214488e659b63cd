import type { Day } from '../../base/day.ts'
import type { Today } from '../../base/today.ts'
import type { OpenExecution } from '../../spine/open-execution.ts'
import type { Rest } from '../../spine/rest.ts'
import type { Analysis, RenewalClock } from '../analyze/analysis.ts'
import type { Cadence } from '../analyze/cadence.ts'
import type { CustomerFacts } from '../analyze/facts.ts'
import type { MatrixSignals } from './rules.ts'
import type { DetermineSettings } from './settings.ts'

/** What is decided upon: one customer on one day. */
export type DetermineInput = {
  readonly facts: CustomerFacts
  readonly analysis: Analysis
  /** Its executions that are not finished, the oldest first. */
  readonly open: readonly OpenExecution[]
  /** Its rests, the newest of each scope, woken ones left out. */
  readonly rests: readonly Rest[]
  /** Of the profile that the analysis used; see `cadenceOf`. */
  readonly cadence: Cadence
  /** It is looked at because something happened; else by the daily run, which has time for nothing but the figures of the day. */
  readonly atOnce?: boolean
}

/** The same with what several rules work out of it. */
export type Context = DetermineInput & {
  readonly settings: DetermineSettings
  readonly today: Today
  /** Health and risk as overridden. */
  readonly risk: number
  readonly opportunity: number
  /** Renewals that get cards, those long past their date left out; the next one first. */
  readonly live: readonly RenewalClock[]
  /** Past their date by more than the company's patience. */
  readonly past: readonly RenewalClock[]
  /** The renewal that the customer's days are counted to; null: unknown. */
  readonly next: RenewalClock | null
  readonly signals: MatrixSignals
}

export function contextOf(
  input: DetermineInput,
  { settings, today }: { readonly settings: DetermineSettings; readonly today: Today },
): Context {
  const { facts, analysis, open, rests, cadence, atOnce } = input
  const live: RenewalClock[] = []
  const past: RenewalClock[] = []
  let small: RenewalClock | null = null
  for (const renewal of analysis.renewals) {
    const isPast = today.hasCome(renewal.date + settings.pastRenewalDays + 1)
    if (!renewal.minor) (isPast ? past : live).push(renewal)
    else if (!isPast) small ??= renewal
  }
  const next = live[0] ?? small
  const risk = analysis.override.risk ?? analysis.risk.value
  const contact = latest(analysis.lastTwoWayOn, analysis.lastQbrOn)
  const { customerSince } = facts
  return {
    facts,
    analysis,
    open,
    rests,
    cadence,
    atOnce,
    settings,
    today,
    risk,
    opportunity: analysis.opportunity.value,
    live,
    past,
    next,
    signals: signalsFor(next, today, {
      risk,
      opportunity: analysis.opportunity.value,
      plan: facts.accountPlan,
      contactDue: overdue(contact ?? customerSince, cadence.contactDays, today),
      qbrDue: cadence.qbrDays !== null && overdue(analysis.lastQbrOn ?? customerSince, cadence.qbrDays, today),
    }),
  }
}

// Where no contact is on record, silence is counted from the first day as a customer; without that it is unknown, not overdue.
const overdue = (since: Day | null, days: number, today: Today): boolean =>
  since !== null && today.hasCome(since + days + 1)

/** The signals as the matrix reads them for one renewal. */
export const signalsFor = (
  clock: RenewalClock | null,
  today: Today,
  { risk, opportunity, plan, contactDue, qbrDue }: Omit<MatrixSignals, 'days' | 'stage' | 'progress'>,
): MatrixSignals => ({
  risk,
  opportunity,
  plan,
  contactDue,
  qbrDue,
  stage: clock?.stage ?? null,
  progress: clock?.progress ?? 'none',
  days: clock && today.until(clock.stageDate),
})

function latest(a: Day | null, b: Day | null): Day | null {
  if (a === null) return b
  return b === null ? a : Math.max(a, b)
}

/** Nobody has put a hand to it, so the rules may take it away again. Escalated ones and those opened by hand are in somebody's hands. */
export const untouched = (run: OpenExecution): boolean =>
  !run.started && run.byHand !== true && (run.status === 'pending' || run.status === 'snoozed')
