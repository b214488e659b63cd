import type { Day } from '../../base/day.ts'
import type { Family } from '../../spine/words.ts'
import type { PrioritySettings } from './settings.ts'

/** What decides the place of an execution in a list. */
export type Ranked = {
  readonly executionId: string
  readonly score: number
  readonly renewalDate: Day | null
  readonly daysUntilRenewal: number | null
  readonly arr: number | null
  readonly customerId: string
  readonly customerExternalId: string
  readonly family: Family
  readonly workflowId: string
}

// Later than any date; a number, because infinity less infinity is none.
const NEVER = Number.MAX_SAFE_INTEGER

type Order = Pick<PrioritySettings, 'families' | 'renewalLeadsDays'>

/**
 * Higher scores first; ties: earlier renewal date, higher ARR, then the customer's external id, within a customer the family,
 * then the definition's id. Total: two different executions never compare equal.
 */
export function byPriority(order: Order): (a: Ranked, b: Ranked) => number {
  return (a, b) =>
    b.score - a.score ||
    (a.renewalDate ?? NEVER) - (b.renewalDate ?? NEVER) ||
    (b.arr ?? -1) - (a.arr ?? -1) ||
    byCodeUnit(a.customerExternalId, b.customerExternalId) ||
    byCodeUnit(a.customerId, b.customerId) ||
    familyRank(a, order) - familyRank(b, order) ||
    byCodeUnit(a.workflowId, b.workflowId) ||
    byCodeUnit(a.executionId, b.executionId)
}

/** Place of a family among the workflows of one customer: a renewal that is near comes first. */
export function familyRank(
  run: Pick<Ranked, 'family' | 'daysUntilRenewal'>,
  { families, renewalLeadsDays }: Order,
): number {
  const near = run.daysUntilRenewal !== null && run.daysUntilRenewal <= renewalLeadsDays
  return run.family === 'renewal' && near ? -1 : families.indexOf(run.family)
}

// Not localeCompare: the order must not depend on where it runs.
const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
