import type { Day } from '../../base/day.ts'
import type { Stage } from '../../spine/words.ts'
import type { StageRow } from './rules.contract.ts'

/** Whole calendar days from today to the date of renewal, both as days of the company's time zone; negative when past. */
export const daysUntilRenewal = (today: Day, renewalDate: Day): number => renewalDate - today

/** The first row of the table that holds for these days and this risk; past the date it is also overdue. */
export function stageOf(
  days: number,
  { table, risk = 0 }: { readonly table: readonly StageRow[]; readonly risk?: number },
): { readonly stage: Stage; readonly overdue: boolean } {
  const row = table.find(
    ({ untilDays, riskAbove }) =>
      (untilDays === null || days <= untilDays) && (riskAbove === undefined || risk > riskAbove),
  )
  // A table that ends before the horizon says nothing about later days: nothing is due there.
  return { stage: row?.stage ?? 'monitor', overdue: days < 0 }
}
