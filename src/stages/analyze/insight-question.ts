import type { Day } from '../../base/day.ts'
import type { AccountPlan } from '../../spine/words.ts'
import type { Analysis } from './analysis.ts'

/** All that the analyst is told; what is not in here it cannot say. */
export type InsightQuestion = {
  readonly customer: { readonly name: string; readonly arr: number | null; readonly accountPlan: AccountPlan | null }
  readonly analysis: Analysis
  readonly today: Day
  /** Code of the reporting currency, for amounts. */
  readonly currency: string
  readonly locale?: string
}
