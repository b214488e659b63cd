import { isoDay, type Day } from '../../base/day.ts'
import type { Factor, Score } from '../../spine/factor.ts'
import type { Analysis, UsageTrend } from './analysis.ts'
import type { AnalysisReply } from './intelligence.contract.ts'
import { sentenceOf } from './sentences.ts'

const isoOrNull = (on: Day | null): string | null => (on === null ? null : isoDay(on))

const factorReply = (
  factor: Factor,
  trend: UsageTrend | null,
  day: Day,
): AnalysisReply['health']['factors'][number] => ({
  factor: factor.code,
  value: factor.value,
  contribution: factor.contribution,
  sentence: sentenceOf(factor, trend),
  source: factor.source,
  on: isoOrNull(factor.on),
  age: factor.on === null ? null : day - factor.on,
})

type Kept = {
  readonly customerId: string
  readonly analysis: Analysis
  readonly runId: string
  readonly analyzedAt: Date
}

/** An analysis as the API tells it, of a day on which it held: ages and days left are counted to that day. */
export function analysisReply({ customerId, analysis, runId, analyzedAt }: Kept, day: Day): AnalysisReply {
  const { override, usage } = analysis
  const figure = ({ value, factors }: Score, set: number | null): AnalysisReply['health'] => ({
    value,
    override: set,
    factors: factors.map((factor) => factorReply(factor, usage, day)),
  })
  return {
    customerId,
    day: isoDay(day),
    asOf: isoDay(analysis.asOf),
    runId,
    analyzedAt: analyzedAt.toISOString(),
    profile: analysis.profile,
    configurationVersion: analysis.configurationVersion,
    modelVersion: analysis.modelVersion,
    health: figure(analysis.health, override.health),
    risk: figure(analysis.risk, override.risk),
    opportunity: figure(analysis.opportunity, null),
    coverage: analysis.coverage,
    uncertain: analysis.uncertain,
    healthDecline: analysis.healthDecline,
    usage: usage && {
      metric: usage.metric,
      changePercent: usage.changePercent,
      netChangePercent: usage.netChangePercent,
      direction: usage.direction,
    },
    contractStatus: analysis.contractStatus,
    renewals: analysis.renewals.map((clock) => ({
      renewalId: clock.renewalId,
      date: isoDay(clock.date),
      decisionDate: isoOrNull(clock.decisionDate),
      days: clock.stageDate - day,
      stage: clock.stage,
      overdue: clock.overdue,
      arrAtStake: clock.arrAtStake,
    })),
  }
}
