import type { Day } from '../../base/day.ts'
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
  readonly today: Day
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
  { settings, today }: { readonly settings: DetermineSettings; readonly today: Day },
): Context {
  const { facts, analysis, open, rests, cadence, atOnce } = input
  const live: RenewalClock[] = []
  const past: RenewalClock[] = []
  let small: RenewalClock | null = null
  for (const renewal of analysis.renewals) {
    const isPast = today - renewal.date > settings.pastRenewalDays
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
    signals: {
      risk,
      opportunity: analysis.opportunity.value,
      days: next?.days ?? null,
      stage: next?.stage ?? null,
      progress: next?.progress ?? 'none',
      plan: facts.accountPlan,
      contactDue: overdue(contact ?? customerSince, today - cadence.contactDays),
      qbrDue: cadence.qbrDays !== null && overdue(analysis.lastQbrOn ?? customerSince, today - cadence.qbrDays),
    },
  }
}

// Where no contact is on record, silence is counted from the first day as a customer; without that it is unknown, not overdue.
const overdue = (since: Day | null, expected: Day): boolean => since !== null && since < expected

function latest(a: Day | null, b: Day | null): Day | null {
  if (a === null) return b
  return b === null ? a : Math.max(a, b)
}

/** Nobody has put a hand to it, so the rules may take it away again. Escalated ones and those opened by hand are in somebody's hands. */
export const untouched = (run: OpenExecution): boolean =>
  !run.started && run.byHand !== true && (run.status === 'pending' || run.status === 'snoozed')
