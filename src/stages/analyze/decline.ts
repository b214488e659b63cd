import type { Day } from '../../base/day.ts'
import { roundHundredth } from '../../base/round.ts'
import { Today } from '../../base/today.ts'
import type { AnalysisInputs } from './analysis-inputs.ts'
import type { HealthComponent } from './analysis.ts'
import { componentsOn } from './figures.ts'
import type { Rules } from './rules.contract.ts'

/** The stored inputs of the latest analysis at least 28 days before the day in question. */
export type EarlierAnalysis = { readonly asOf: Day; readonly inputs: AnalysisInputs }

/**
 * Points of health lost since an earlier analysis, like with like: the older one is replayed under today's rules, and both days are
 * weighed on the components known at both. Never below 0; null: nothing to compare.
 */
export function healthDecline(
  components: readonly HealthComponent[],
  { earlier, rules }: { earlier: EarlierAnalysis | null; rules: Rules },
): number | null {
  if (!earlier) return null
  const then = componentsOn(earlier.inputs, new Today(earlier.asOf), rules)
  let [lost, weights] = [0, 0]
  for (const { code, score, weight } of components) {
    const before = then.find((component) => component.code === code)?.score ?? null
    if (score === null || before === null) continue
    lost += (before - score) * weight
    weights += weight
  }
  return weights === 0 ? null : Math.max(0, roundHundredth(Math.round((lost / weights) * 1e8) / 1e8))
}
