import type { Score } from '../../spine/factor.ts'
import type { AnalysisInputs } from './analysis-inputs.ts'
import type { HealthComponent, UsageTrend } from './analysis.ts'
import { boundedScore } from './risk.ts'
import type { Rules } from './rules.contract.ts'
import { usedChange } from './trend.ts'

type Row = Parameters<typeof boundedScore>[0][number]

/**
 * Opportunity 0–100: points for seats that fill up, growth, health, products not owned and an open expansion; less while risk is high.
 * `health` and `risk` as they are in force, overrides included.
 */
export function opportunityScore(
  inputs: AnalysisInputs,
  {
    rules,
    components,
    trend,
    health,
    risk,
  }: {
    rules: Rules['opportunity']
    components: readonly HealthComponent[]
    trend: UsageTrend | null
    health: number
    risk: number
  },
): Score {
  const rows: Row[] = []
  const utilization = components.find(({ code }) => code === 'usage.utilization')
  const percent = utilization?.score === null || !utilization ? null : utilization.value
  if (typeof percent === 'number' && percent >= rules.utilization.atLeast * 100) {
    const { points } = rules.utilization
    rows.push({ code: 'opportunity.utilization', value: percent, points, source: 'usage', on: utilization?.on ?? null })
  }
  if (trend && usedChange(trend) >= rules.growth.atLeastPercent) {
    const { points } = rules.growth
    rows.push({ code: 'opportunity.growth', value: usedChange(trend), points, source: 'usage', on: trend.lastDay })
  }
  if (health >= rules.health.atLeast) {
    rows.push({ code: 'opportunity.health', value: health, points: rules.health.points, source: 'health', on: null })
  }
  const notOwned = inputs.portfolio ? inputs.portfolio[1] - inputs.portfolio[0] : 0
  if (notOwned >= rules.products.notOwnedAtLeast) {
    const { points } = rules.products
    rows.push({ code: 'opportunity.products', value: notOwned, points, source: 'products', on: null })
  }
  if (inputs.expansionOn !== null) {
    const { points } = rules.expansion
    rows.push({ code: 'opportunity.expansion', value: 'open', points, source: 'opportunities', on: inputs.expansionOn })
  }
  if (risk >= rules.risk.atLeast && rows.length > 0) {
    rows.push({ code: 'opportunity.risk', value: risk, points: rules.risk.points, source: 'risk', on: null })
  }
  return boundedScore(rows, { code: 'opportunity.cap' })
}
