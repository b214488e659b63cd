import type { Day } from '../../base/day.ts'
import type { Factor } from '../../spine/factor.ts'
import type { Analysis, HealthComponent, RenewalClock, SupportSummary, UsageTrend } from './analysis.ts'

/** An analysis as it is kept as JSON beside its columns: what the columns do not say. Days left are counted on read. */
export type StoredAnalysis = {
  readonly health: readonly Factor[]
  readonly risk: readonly Factor[]
  readonly opportunity: readonly Factor[]
  readonly components: readonly PackedHealthComponent[]
  readonly usage: UsageTrend | null
  readonly support: SupportSummary
  readonly renewals: readonly Omit<RenewalClock, 'days'>[]
  readonly contractStatus: Analysis['contractStatus']
  readonly override: Analysis['override']
  readonly uncertain: boolean
  readonly lastTwoWayOn: Day | null
  readonly lastQbrOn: Day | null
}

type PackedHealthComponent = readonly [
  code: string,
  weight: number,
  score: number | null,
  value: number | string | null,
  stale: boolean,
  keptSince: Day | null,
  on: Day | null,
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

export function storedAnalysis(analysis: Analysis): StoredAnalysis {
  return {
    health: analysis.health.factors,
    risk: analysis.risk.factors,
    opportunity: analysis.opportunity.factors,
    components: analysis.components.map(packed),
    usage: analysis.usage,
    support: analysis.support,
    renewals: analysis.renewals.map(({ days: _, ...clock }) => clock),
    contractStatus: analysis.contractStatus,
    override: analysis.override,
    uncertain: analysis.uncertain,
    lastTwoWayOn: analysis.lastTwoWayOn,
    lastQbrOn: analysis.lastQbrOn,
  }
}

/** The analysis as it was made. */
export function analysisFrom(columns: AnalysisColumns, stored: StoredAnalysis): Analysis {
  const { health, risk, opportunity, ...figures } = columns
  return {
    ...figures,
    health: { value: health, factors: stored.health },
    risk: { value: risk, factors: stored.risk },
    opportunity: { value: opportunity, factors: stored.opportunity },
    override: stored.override,
    uncertain: stored.uncertain,
    components: stored.components.map(unpacked),
    usage: stored.usage,
    support: stored.support,
    contractStatus: stored.contractStatus,
    renewals: stored.renewals.map((clock) => ({ ...clock, days: clock.stageDate - columns.asOf })),
    lastTwoWayOn: stored.lastTwoWayOn,
    lastQbrOn: stored.lastQbrOn,
  }
}

const packed = (component: HealthComponent): PackedHealthComponent => [
  component.code,
  component.weight,
  component.score,
  component.value,
  component.stale,
  component.keptSince,
  component.on,
]

const unpacked = ([code, weight, score, value, stale, keptSince, on]: PackedHealthComponent): HealthComponent => ({
  code,
  weight,
  score,
  value,
  stale,
  keptSince,
  on,
})
