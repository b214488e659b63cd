import type { Day } from '../../base/day.ts'
import { shortened } from '../../base/shortened.ts'
import { factorFrom, storedFactor, type Factor, type StoredFactor } from '../../spine/factor.ts'
import type { Analysis, HealthComponent, RenewalClock, SupportSummary, UsageTrend } from './analysis.ts'
import { healthFactor } from './health.ts'
import { COMPONENT_CODES } from './rules.contract.ts'
import { sameFactor } from './same-figure.ts'

/**
 * An analysis as it is kept as JSON beside its columns: what the columns do not say, by place instead of by name, nulls at an end left out.
 * Days left are counted on read. Places are for ever: what is new goes to the end.
 */
export type StoredAnalysis = [
  components: StoredComponent[],
  risk: StoredFactor[],
  opportunity: StoredFactor[],
  usage: StoredUsage | null,
  support: StoredSupport,
  renewals: StoredClock[],
  contractStatus: Analysis['contractStatus'],
  uncertain: 0 | 1,
  lastTwoWayOn?: Day | null,
  lastQbrOn?: Day | null,
  healthOverride?: number | null,
  riskOverride?: number | null,
  /** Only where health is not made of its components alone. */
  health?: StoredFactor[] | null,
]

/** A component and what it gives to health. Its code by its place in `COMPONENT_CODES`. */
type StoredComponent = [
  code: number | string,
  weight: number,
  contribution: number | null,
  score?: number | null,
  value?: HealthComponent['value'],
  on?: Day | null,
  keptSince?: Day | null,
]

type StoredUsage = [
  metric: string,
  changePercent: number,
  netChangePercent: number | null,
  direction: UsageTrend['direction'],
  current: number,
  before: number,
  lastDay: Day,
]

/** Open, urgent ones among them, opened in 28 days, in the 28 before, reopened; then what may be unknown: sentiment, hours to a reply and to the end. */
type StoredSupport = (number | null)[]

type StoredClock = [
  renewalId: string,
  date: Day,
  decisionDate: Day | null,
  stageDate: Day,
  stage: RenewalClock['stage'],
  arrAtStake: number | null,
  progress: RenewalClock['progress'],
  overdue: 0 | 1,
  minor: 0 | 1,
]

/** The columns of the row that an analysis is kept in. */
export type AnalysisColumns = {
  readonly asOf: Day
  readonly modelVersion: number
  readonly configurationVersion: number
  readonly profile: string
  readonly health: number
  readonly risk: number
  readonly opportunity: number
  readonly coverage: number
  readonly healthDecline: number | null
}

/** An analysis as it lies in its row. Much of it is never asked for, so it is read out of its text only where it is. */
export type KeptAnalysis = AnalysisColumns & { /** `storedAnalysis` as JSON. */ readonly stored: string }

/** What is behind an analysis' figures. */
export type AnalysisDetail = Pick<
  Analysis,
  'components' | 'usage' | 'support' | 'contractStatus' | 'uncertain' | 'lastTwoWayOn' | 'lastQbrOn' | 'override'
> & {
  readonly health: readonly Factor[]
  readonly risk: readonly Factor[]
  readonly opportunity: readonly Factor[]
  readonly renewals: readonly RenewalClock[]
}

export function storedAnalysis(analysis: Analysis): StoredAnalysis {
  const { components, health, risk, opportunity, usage, support, override } = analysis
  const given = contributionsOf(health.factors, components)
  return shortened<StoredAnalysis>([
    components.map((component, index) => storedComponent(component, given?.[index] ?? null)),
    risk.factors.map(storedFactor),
    opportunity.factors.map(storedFactor),
    usage && storedUsage(usage),
    storedSupport(support),
    analysis.renewals.map(storedClock),
    analysis.contractStatus,
    analysis.uncertain ? 1 : 0,
    analysis.lastTwoWayOn,
    analysis.lastQbrOn,
    override.health,
    override.risk,
    given ? null : health.factors.map(storedFactor),
  ])
}

export function keptAs(analysis: Analysis): KeptAnalysis {
  const { asOf, modelVersion, configurationVersion, profile, health, risk, opportunity, coverage, healthDecline } =
    analysis
  return {
    asOf,
    modelVersion,
    configurationVersion,
    profile,
    health: health.value,
    risk: risk.value,
    opportunity: opportunity.value,
    coverage,
    healthDecline,
    stored: JSON.stringify(storedAnalysis(analysis)),
  }
}

/** Whether two analyses say the same, apart from the day they were made on: then the older one is confirmed and no row is written. */
export const sayTheSame = (a: KeptAnalysis, b: KeptAnalysis): boolean =>
  a.stored === b.stored &&
  a.health === b.health &&
  a.risk === b.risk &&
  a.opportunity === b.opportunity &&
  a.coverage === b.coverage &&
  a.healthDecline === b.healthDecline &&
  a.profile === b.profile &&
  a.configurationVersion === b.configurationVersion &&
  a.modelVersion === b.modelVersion

const parsed = ({ stored }: KeptAnalysis): StoredAnalysis => JSON.parse(stored) as StoredAnalysis

/** The whole of an analysis that was kept. */
export const analysisOf = (kept: KeptAnalysis): Analysis => analysisFrom(kept, parsed(kept))

/**
 * Health's components, each read when it is asked for: the next analysis asks for what has gone silent since, which is little or nothing.
 * They come first and are flat lists that begin with their place, so one is found in the text without reading the rest of it.
 */
export function componentsOf({ stored }: KeptAnalysis): (code: string) => HealthComponent | undefined {
  // Where nothing weighed anything there are none, and what follows has lists that begin with numbers too.
  const components = stored.startsWith('[[]') ? '' : stored.slice(0, stored.indexOf(']]') + 1)
  return (code) => {
    const place = PLACES.get(code)
    const start = place === undefined ? -1 : components.indexOf(`[${String(place)},`)
    if (start < 0) return undefined
    return componentFrom(JSON.parse(components.slice(start, components.indexOf(']', start) + 1)) as StoredComponent)
  }
}

/** What is kept, by its names. */
export function detailOf(stored: StoredAnalysis): AnalysisDetail {
  const [kept, risk, opportunity, usage, support, renewals, contractStatus, uncertain, ...rest] = stored
  const [lastTwoWayOn, lastQbrOn, healthOverride, riskOverride, health] = rest
  const components = kept.map(componentFrom)
  return {
    health: health
      ? health.map(factorFrom)
      : components.map((component, index) => healthFactor(component, kept[index]?.[2] ?? 0)),
    risk: risk.map(factorFrom),
    opportunity: opportunity.map(factorFrom),
    components,
    usage: usage && usageFrom(usage),
    support: supportFrom(support),
    renewals: renewals.map(clockFrom),
    contractStatus,
    override: { health: healthOverride ?? null, risk: riskOverride ?? null },
    uncertain: uncertain === 1,
    lastTwoWayOn: lastTwoWayOn ?? null,
    lastQbrOn: lastQbrOn ?? null,
  }
}

/** The analysis as it was made. */
export function analysisFrom(columns: AnalysisColumns, stored: StoredAnalysis): Analysis {
  const detail = detailOf(stored)
  const { asOf, modelVersion, configurationVersion, profile, coverage, healthDecline } = columns
  return {
    asOf,
    modelVersion,
    configurationVersion,
    profile,
    health: { value: columns.health, factors: detail.health },
    risk: { value: columns.risk, factors: detail.risk },
    opportunity: { value: columns.opportunity, factors: detail.opportunity },
    override: detail.override,
    coverage,
    uncertain: detail.uncertain,
    components: detail.components,
    usage: detail.usage,
    support: detail.support,
    contractStatus: detail.contractStatus,
    renewals: detail.renewals,
    healthDecline,
    lastTwoWayOn: detail.lastTwoWayOn,
    lastQbrOn: detail.lastQbrOn,
  }
}

/** What each component gives to health, where health is exactly its components; null: it is something else. */
function contributionsOf(factors: readonly Factor[], components: readonly HealthComponent[]): readonly number[] | null {
  if (factors.length !== components.length) return null
  const given: number[] = []
  for (const factor of factors) {
    const component = components[given.length]
    if (!component || !sameFactor(factor, healthFactor(component, factor.contribution))) return null
    given.push(factor.contribution)
  }
  return given
}

const CODES: readonly string[] = COMPONENT_CODES
const PLACES = new Map(CODES.map((code, place) => [code, place]))

const storedComponent = (
  { code, weight, score, value, on, keptSince }: HealthComponent,
  contribution: number | null,
): StoredComponent =>
  shortened<StoredComponent>([PLACES.get(code) ?? code, weight, contribution, score, value, on, keptSince])

function componentFrom(stored: StoredComponent): HealthComponent {
  const code = stored[0]
  return {
    code: typeof code === 'number' ? (CODES[code] ?? String(code)) : code,
    weight: stored[1],
    score: stored[3] ?? null,
    value: stored[4] ?? null,
    stale: stored[6] != null,
    keptSince: stored[6] ?? null,
    on: stored[5] ?? null,
  }
}

const storedUsage = (usage: UsageTrend): StoredUsage => [
  usage.metric,
  usage.changePercent,
  usage.netChangePercent,
  usage.direction,
  usage.current,
  usage.before,
  usage.lastDay,
]

const usageFrom = ([metric, changePercent, net, direction, current, before, lastDay]: StoredUsage): UsageTrend => ({
  metric,
  changePercent,
  netChangePercent: net,
  direction,
  current,
  before,
  lastDay,
})

const storedSupport = (support: SupportSummary): StoredSupport =>
  shortened([
    support.open,
    support.openUrgent,
    support.opened28,
    support.openedBefore28,
    support.reopened,
    support.sentiment,
    support.firstReplyHours,
    support.resolutionHours,
  ])

const supportFrom = (stored: StoredSupport): SupportSummary => ({
  open: stored[0] ?? 0,
  openUrgent: stored[1] ?? 0,
  opened28: stored[2] ?? 0,
  openedBefore28: stored[3] ?? 0,
  firstReplyHours: stored[6] ?? null,
  resolutionHours: stored[7] ?? null,
  reopened: stored[4] ?? 0,
  sentiment: stored[5] ?? null,
})

const storedClock = (clock: RenewalClock): StoredClock => [
  clock.renewalId,
  clock.date,
  clock.decisionDate,
  clock.stageDate,
  clock.stage,
  clock.arrAtStake,
  clock.progress,
  clock.overdue ? 1 : 0,
  clock.minor ? 1 : 0,
]

const clockFrom = ([
  renewalId,
  date,
  decisionDate,
  stageDate,
  stage,
  arrAtStake,
  progress,
  overdue,
  minor,
]: StoredClock): RenewalClock => ({
  renewalId,
  date,
  decisionDate,
  stageDate,
  stage,
  overdue: overdue === 1,
  arrAtStake,
  progress,
  minor: minor === 1,
})
