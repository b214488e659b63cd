import type { Today } from '../../base/today.ts'
import type { Score } from '../../spine/factor.ts'
import type { AnalysisInputs } from './analysis-inputs.ts'
import { unpackUsage } from './analysis-inputs.ts'
import type { HealthComponent, UsageTrend } from './analysis.ts'
import type { Profile } from './configuration.ts'
import { healthComponents, healthScore } from './health.ts'
import { opportunityScore } from './opportunity.ts'
import { riskScore } from './risk.ts'
import type { Rules } from './rules.contract.ts'
import { usageTrend, type UsageReading } from './trend.ts'

export type Figures = {
  readonly profile: string
  readonly health: Score
  readonly risk: Score
  readonly opportunity: Score
  readonly coverage: number
  readonly components: readonly HealthComponent[]
  readonly usage: UsageTrend | null
}

/** The trend as these inputs gave it on a day. A silent source is believed for a while (see `freshness`), then the trend is unknown. */
function trendOn(inputs: AnalysisInputs, today: Today, rules: Rules): UsageTrend | null {
  const { usageDays, keptDays } = rules.freshness
  const believed: UsageReading[] = []
  for (const packed of inputs.usage) {
    const reading = unpackUsage(packed)
    if (!today.hasCome(reading.lastDay + usageDays + keptDays + 1)) believed.push(reading)
  }
  return believed.length === 0 ? null : usageTrend(believed, { rules: rules.trend, bookMedian: inputs.book })
}

/** Health's components alone, under given rules: what like-with-like comparison needs of an older day. */
export function componentsOn(inputs: AnalysisInputs, today: Today, rules: Rules): HealthComponent[] {
  return healthComponents(inputs, { today, rules, trend: trendOn(inputs, today, rules) })
}

/** The figures of one customer on one day: a pure function of inputs, day and profile. `analyze` and `replay` are both this. */
export function figuresOf(
  inputs: AnalysisInputs,
  { today, profile: { name, rules } }: { today: Today; profile: Profile },
): Figures {
  const usage = trendOn(inputs, today, rules)
  const components = healthComponents(inputs, { today, rules, trend: usage })
  const { score: health, coverage } = healthScore(components)
  const risk = riskScore(inputs, { today, rules: rules.risk, health: health.value, trend: usage })
  const opportunity = opportunityScore(inputs, {
    rules: rules.opportunity,
    components,
    trend: usage,
    health: inputs.overridden[0] ?? health.value,
    risk: inputs.overridden[1] ?? risk.value,
  })
  return { profile: name, health, risk, opportunity, coverage, components, usage }
}
