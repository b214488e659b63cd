import type { Day } from '../../base/day.ts'
import type { Score } from '../../spine/factor.ts'
import type { AnalysisInputs } from './analysis-inputs.ts'
import { unpackUsage } from './analysis-inputs.ts'
import type { HealthComponent, UsageTrend } from './analysis.ts'
import type { Profile } from './configuration.ts'
import { healthComponents, healthScore } from './health.ts'
import { opportunityScore } from './opportunity.ts'
import { riskScore } from './risk.ts'
import type { Rules } from './rules.contract.ts'
import { usageTrend } from './trend.ts'

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
function trendOn(inputs: AnalysisInputs, asOf: Day, rules: Rules): UsageTrend | null {
  if (inputs.usage.length === 0) return null
  const oldest = asOf - rules.freshness.usageDays - rules.freshness.keptDays
  return usageTrend(inputs.usage.map(unpackUsage), { rules: rules.trend, bookMedian: inputs.book, oldest })
}

/** Health's components alone, under given rules: what like-with-like comparison needs of an older day. */
export function componentsOn(inputs: AnalysisInputs, asOf: Day, rules: Rules): HealthComponent[] {
  return healthComponents(inputs, { asOf, rules, trend: trendOn(inputs, asOf, rules) })
}

/** The figures of one customer on one day: a pure function of inputs, day and profile. `analyze` and `replay` are both this. */
export function figuresOf(
  inputs: AnalysisInputs,
  { asOf, profile: { name, rules } }: { asOf: Day; profile: Profile },
): Figures {
  const usage = trendOn(inputs, asOf, rules)
  const components = healthComponents(inputs, { asOf, rules, trend: usage })
  const { score: health, coverage } = healthScore(components)
  const risk = riskScore(inputs, { asOf, rules: rules.risk, health: health.value, trend: usage })
  const opportunity = opportunityScore(inputs, {
    rules: rules.opportunity,
    components,
    trend: usage,
    health: inputs.overridden[0] ?? health.value,
    risk: inputs.overridden[1] ?? risk.value,
  })
  return { profile: name, health, risk, opportunity, coverage, components, usage }
}
