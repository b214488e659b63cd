import type { Day } from '../../base/day.ts'
import type { Today } from '../../base/today.ts'
import type { LifecycleStage, Touch } from '../../spine/words.ts'
import type { HealthComponent } from './analysis.ts'
import type { AnalysisConfiguration } from './configuration.ts'
import { isSigned } from './contract-clock.ts'
import type { ContactFact, ContractFact, CustomerFacts } from './facts.ts'
import { supportReading, type SupportReading } from './support.ts'
import { usageReading, type UsageReading } from './trend.ts'

/**
 * Exactly what an analysis read, kept with it as JSON: what is known, reduced to what the rules can tell apart.
 * Thresholds, weights and ages are applied after this, so the same inputs answer under another configuration.
 */
export type AnalysisInputs = {
  readonly status: string
  readonly segment: string | null
  readonly tier: string | null
  readonly touch: Touch | null
  readonly lifecycle: LifecycleStage | null
  readonly products: readonly string[]
  readonly since: Day | null
  readonly seats: number | null
  readonly usage: readonly PackedUsage[]
  /** Features used in the four weeks up to the last feature row, of how many known, and that row's day. */
  readonly features: readonly [used: number, known: number, on: Day] | null
  readonly contact: Day | null
  readonly qbr: Day | null
  readonly threads: number | null
  /** Active people of a role (null: nobody of that role was ever known), and the day the last of them left. */
  readonly champion: Role
  readonly buyer: Role
  readonly sponsorLeftOn: Day | null
  readonly support: PackedSupport | null
  readonly noticeOn: Day | null
  readonly paid: readonly [count: number, onTime: number] | null
  readonly overdueSince: Day | null
  readonly invoiceOn: Day | null
  /** Owned, known. */
  readonly portfolio: readonly [number, number] | null
  readonly expansionOn: Day | null
  readonly pulse: readonly ['green' | 'amber' | 'red', Day] | null
  /** The last day of each kind of risk signal. */
  readonly signals: readonly (readonly [kind: string, on: Day])[]
  /** What a person had set for health and risk; null: nothing. */
  readonly overridden: readonly [health: number | null, risk: number | null]
  /** Median of the book, kept only where it may count. */
  readonly book: number | null
  /** Components known earlier and not today; each with the last day it was known. */
  readonly kept: readonly PackedComponent[]
}

export type Role = { readonly active: number | null; readonly leftOn: Day | null }
export type PackedUsage = readonly [
  metric: string,
  lastDay: Day,
  before: number,
  current: number,
  known: number,
  level: number | null,
]
/** In the order of `SupportReading`'s fields; see `packSupport`. */
export type PackedSupport = readonly (number | null)[]
export type PackedComponent = readonly [
  code: string,
  score: number,
  value: number | string | null,
  on: Day | null,
  keptSince: Day,
]

/** What an earlier day knew, for components that have gone silent since; asked for those alone. `asOf`: the last day on which it was found true. */
export type PreviousComponents = {
  readonly asOf: Day
  readonly component: (code: string) => HealthComponent | undefined
}

// More metrics than this are never asked for by a rule; a flood of made-up names shall not flood the history.
const MOST_METRICS = 8
const MOST_SIGNALS = 12
const FEATURE_DAYS = 28

export const unpackUsage = ([metric, lastDay, before, current, known, level]: PackedUsage): UsageReading => ({
  metric,
  lastDay,
  before,
  current,
  known,
  level,
})

const packSupport = (r: SupportReading): PackedSupport => [
  r.open,
  r.openLow,
  r.openHigh,
  r.openUrgent,
  r.opened28,
  r.openedBefore28,
  r.reopened,
  r.firstReplyHours,
  r.resolutionHours,
  r.sentiment,
  r.lastLeavingOn,
  r.newestOn,
]

export function unpackSupport(packed: PackedSupport): SupportReading {
  const at = (index: number): number => packed[index] ?? 0
  return {
    open: at(0),
    openLow: at(1),
    openHigh: at(2),
    openUrgent: at(3),
    opened28: at(4),
    openedBefore28: at(5),
    reopened: at(6),
    firstReplyHours: packed[7] ?? null,
    resolutionHours: packed[8] ?? null,
    sentiment: packed[9] ?? null,
    lastLeavingOn: packed[10] ?? null,
    newestOn: at(11),
  }
}

/** Metrics that a rule of some profile asks for, which must not be crowded out by others; utilization asks for the first. */
const metricsAsked = ({ profiles }: AnalysisConfiguration): readonly string[] => [
  'active_users',
  ...profiles.flatMap(({ rules }) => rules.trend.metrics),
]

function usageOf(facts: CustomerFacts, configuration: AnalysisConfiguration | undefined): PackedUsage[] {
  const readings: UsageReading[] = []
  for (const window of facts.usage) {
    const reading = usageReading(window)
    if (reading) readings.push(reading)
  }
  if (readings.length > MOST_METRICS) {
    const metricOrder = configuration ? metricsAsked(configuration) : []
    const rank = ({ metric }: UsageReading): number => {
      const index = metricOrder.indexOf(metric)
      return index < 0 ? metricOrder.length : index
    }
    readings.sort((a, b) => rank(a) - rank(b) || b.known - a.known || (a.metric < b.metric ? -1 : 1))
    readings.length = MOST_METRICS
  }
  return readings.map((r) => [r.metric, r.lastDay, r.before, r.current, r.known, r.level])
}

function featuresOf(features: CustomerFacts['features']): AnalysisInputs['features'] {
  if (!features || features.known <= 0 || features.lastUsedOn.length === 0) return null
  let newest = -Infinity
  for (const on of features.lastUsedOn) if (on > newest) newest = on
  let used = 0
  for (const on of features.lastUsedOn) if (on > newest - FEATURE_DAYS) used += 1
  return [used, features.known, newest]
}

function roleOf(contacts: readonly ContactFact[], matches: (role: ContactFact['role']) => boolean): Role {
  let active: number | null = null
  let leftOn: Day | null = null
  for (const contact of contacts) {
    if (!matches(contact.role)) continue
    active = (active ?? 0) + (contact.active ? 1 : 0)
    if (!contact.active && contact.leftOn !== null && contact.leftOn > (leftOn ?? -Infinity)) leftOn = contact.leftOn
  }
  return { active, leftOn }
}

const later = (a: Day | null, b: Day | null): Day | null => (a === null ? b : b === null ? a : Math.max(a, b))

/** Notice counts while the contract it was given for is the customer's last: a later one that was signed made it void. */
function noticeOf(contracts: readonly ContractFact[], today: Today): Day | null {
  let noticeOn: Day | null = null
  for (const contract of contracts) {
    const { noticeGivenOn, endDate } = contract
    if (noticeGivenOn === null || !today.hasCome(noticeGivenOn)) continue
    const replaced = contracts.some(
      (other) =>
        other !== contract &&
        isSigned(other) &&
        other.noticeGivenOn === null &&
        (other.startDate ?? -Infinity) > noticeGivenOn &&
        (other.endDate ?? Infinity) > (endDate ?? -Infinity),
    )
    if (!replaced) noticeOn = later(noticeOn, noticeGivenOn)
  }
  return noticeOn
}

function signalsOf(facts: CustomerFacts): [string, Day][] {
  if (facts.riskSignals.length === 0) return []
  const newest = new Map<string, Day>()
  for (const { kind, on } of facts.riskSignals) newest.set(kind, Math.max(on, newest.get(kind) ?? -Infinity))
  return [...newest].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_SIGNALS)
}

const NO_ROLE: Role = { active: null, leftOn: null }
const NONE: readonly never[] = []
export const NOT_OVERRIDDEN: AnalysisInputs['overridden'] = [null, null]

/** What depends on configuration and run. */
type AlsoRead = Partial<Pick<AnalysisInputs, 'overridden' | 'book'>> & {
  readonly configuration?: AnalysisConfiguration
}

/** Reduces facts to inputs. What is `kept` is known only once the figures are: see `analyzed`. */
export function inputsOf(facts: CustomerFacts, today: Today, also: AlsoRead = {}): AnalysisInputs {
  const { contacts, invoices } = facts
  const champion = contacts.length === 0 ? NO_ROLE : roleOf(contacts, (role) => role === 'champion')
  const sponsor = contacts.length === 0 ? NO_ROLE : roleOf(contacts, (role) => role === 'exec-sponsor')
  const support = supportReading(facts.tickets, today, facts.ticketsKnown ?? false)
  return {
    status: facts.status,
    segment: facts.segment,
    tier: facts.tier,
    touch: facts.touch,
    lifecycle: facts.lifecycleStage,
    products: facts.productNames ?? NONE,
    since: facts.customerSince,
    seats: facts.licensedUsers,
    usage: usageOf(facts, also.configuration),
    features: featuresOf(facts.features),
    contact: facts.engagement.lastTwoWayOn,
    qbr: facts.engagement.lastQbrOn,
    threads: facts.engagement.threads,
    champion,
    buyer:
      contacts.length === 0
        ? NO_ROLE
        : roleOf(contacts, (role) => role === 'economic-buyer' || role === 'exec-sponsor'),
    sponsorLeftOn: later(champion.leftOn, sponsor.leftOn),
    support: support && packSupport(support),
    noticeOn: noticeOf(facts.contracts, today),
    paid: invoices.paid && invoices.paid.count > 0 ? [invoices.paid.count, invoices.paid.onTime] : null,
    overdueSince: invoices.oldestOverdueSince,
    invoiceOn: invoices.newestOn,
    portfolio: facts.products && [facts.products.owned, facts.products.known],
    expansionOn: facts.openExpansion?.on ?? null,
    pulse: facts.pulse && [facts.pulse.colour, facts.pulse.on],
    signals: signalsOf(facts),
    overridden: also.overridden ?? NOT_OVERRIDDEN,
    book: also.book ?? null,
    kept: NONE,
  }
}
