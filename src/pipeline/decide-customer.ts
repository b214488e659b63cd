import { hash } from 'node:crypto'
import type { Day } from '../base/day.ts'
import type { Today } from '../base/today.ts'
import type { OpenExecution } from '../spine/open-execution.ts'
import type { Takeover } from '../spine/renewal.store.ts'
import { renewalScope, type Rest } from '../spine/rest.ts'
import type { AnalysisInputs } from '../stages/analyze/analysis-inputs.ts'
import type { Analysis } from '../stages/analyze/analysis.ts'
import { analyzed } from '../stages/analyze/analyze.ts'
import { cadenceOf } from '../stages/analyze/cadence.ts'
import type { EarlierAnalysis } from '../stages/analyze/decline.ts'
import type { CustomerFacts } from '../stages/analyze/facts.ts'
import { profileOfCustomer } from '../stages/analyze/profile.ts'
import { minorRenewalTasks, type RenewalTask } from '../stages/analyze/renewal-tasks.ts'
import { deriveRenewals, withRenewalEffects, type RenewalEffect } from '../stages/analyze/renewals.ts'
import { componentsOf, keptAs, sayTheSame, type KeptAnalysis } from '../stages/analyze/stored-analysis.ts'
import { takenOver } from '../stages/analyze/taken-over.ts'
import type { Determination } from '../stages/determine/decision.ts'
import { determine } from '../stages/determine/determine.ts'
import type { Cycle } from './cycle.ts'

/** What is at hand about one customer when its turn comes. */
export type Subject = {
  readonly facts: CustomerFacts
  readonly last: KeptAnalysis | null
  readonly earlier: EarlierAnalysis | null
  readonly open: readonly OpenExecution[]
  readonly rests: readonly Rest[]
  /** The day, with what reading all this has asked of it. */
  readonly today: Today
}

/** What the day says of one customer. Nothing is performed here. */
export type Verdict = {
  readonly facts: CustomerFacts
  readonly renewals: readonly RenewalEffect[]
  /** Renewals whose place another one takes. */
  readonly takeovers: readonly Takeover[]
  /** What is open, by the renewals as they are now. */
  readonly open: readonly OpenExecution[]
  readonly tasks: readonly RenewalTask[]
  readonly analysis: Analysis
  /** The analysis as it is kept. */
  readonly kept: KeptAnalysis
  readonly inputs: AnalysisInputs
  /** False: the last analysis says the same and is confirmed. */
  readonly isNew: boolean
  readonly determination: Determination
  /** The day, with all that was asked of it. */
  readonly today: Today
}

/** The same id for the same derived renewal on every run, so that a run as of a past day names it alike. */
export function renewalIdOf(customerId: string, key: string): string {
  const hex = hash('sha256', `${customerId} ${key}`, 'hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Renewals first, as the stage counts to them; then the analysis; then what is due. */
export function decideCustomer(subject: Subject, cycle: Cycle): Verdict {
  const { configuration } = cycle
  const { today } = subject
  const { rules } = profileOfCustomer(subject.facts, configuration.analyze)
  const effects = deriveRenewals(subject.facts, { today, rules: rules.renewals })
  const { customerId } = subject.facts
  const carried = carryOver(subject, takenOver(subject.facts, effects, rules.renewals))
  const facts = withRenewalEffects(subject.facts, effects, (key) => renewalIdOf(customerId, key))
  const { analysis, inputs } = analyzed(facts, {
    configuration: configuration.analyze,
    configurationVersion: configuration.version,
    today,
    book: cycle.trend,
    earlier: subject.earlier,
    previous: subject.last && { asOf: lastTrueOn(subject.last, cycle), component: componentsOf(subject.last) },
  })
  const kept = keptAs(analysis)
  const cadence = cadenceOf(facts.touch, rules.cadence)
  const determination = determine(
    { facts, analysis, open: carried.open, rests: carried.rests, cadence, atOnce: cycle.atOnce },
    { settings: configuration.determine, today },
  )
  return {
    facts,
    renewals: effects.length === 0 ? effects : effects.filter(({ kind }) => kind !== 'task'),
    takeovers: carried.takeovers,
    open: carried.open,
    tasks: [
      ...effects.filter((effect) => effect.kind === 'task'),
      ...minorRenewalTasks(analysis.renewals, today, rules.renewals),
    ],
    analysis,
    kept,
    inputs,
    isNew: subject.last === null || !sayTheSame(subject.last, kept),
    determination,
    today,
  }
}

const NO_TAKEOVERS: readonly Takeover[] = []

/** What was begun and done for a renewal that another one takes the place of is that one's now. */
function carryOver(
  { open, rests }: Subject,
  by: ReadonlyMap<string, string>,
): Pick<Subject, 'open' | 'rests'> & Pick<Verdict, 'takeovers'> {
  if (by.size === 0) return { open, rests, takeovers: NO_TAKEOVERS }
  const takeovers = [...by].map(([from, to]) => ({
    from,
    to,
    // Two open ones of one renewal there cannot be; then the rules take back that of the renewal that goes.
    withOpen: open.filter(({ renewalId }) => renewalId === to || by.get(renewalId ?? '') === to).length === 1,
  }))
  const now = new Map(takeovers.flatMap(({ from, to, withOpen }) => (withOpen ? [[from, to] as const] : [])))
  return {
    takeovers,
    open: open.map((run) => ({ ...run, renewalId: now.get(run.renewalId ?? '') ?? run.renewalId })),
    rests: rests.map((rest) => {
      const [family, renewalId = '', stage = ''] = rest.scope.split(':')
      const to = family === 'renewal' ? by.get(renewalId) : undefined
      return to === undefined ? rest : { ...rest, scope: renewalScope(to, stage) }
    }),
  }
}

/** An analysis that stands was found true by every run since. */
const lastTrueOn = (last: KeptAnalysis, { confirmedOn }: Cycle): Day => Math.max(last.asOf, confirmedOn ?? last.asOf)
