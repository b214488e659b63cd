import type { Day } from '../../base/day.ts'
import { Today } from '../../base/today.ts'
import type { Stage } from '../../spine/words.ts'
import type { StageRow } from './rules.contract.ts'

/** Whole calendar days from today to the date of renewal, both as days of the company's time zone; negative when past. */
export const daysUntilRenewal = (today: Day, renewalDate: Day): number => renewalDate - today

type StageRules = { readonly table: readonly StageRow[]; readonly risk?: number }

/** The first row of the table that holds for the days left to a date and for this risk; past the date it is also overdue. */
export function stageOn(
  date: Day,
  { today, table, risk = 0 }: StageRules & { readonly today: Today },
): { readonly stage: Stage; readonly overdue: boolean } {
  const row = table.find(
    ({ untilDays, riskAbove }) =>
      (untilDays === null || today.hasCome(date - untilDays)) && (riskAbove === undefined || risk > riskAbove),
  )
  // A table that ends before the horizon says nothing about later days: nothing is due there.
  return { stage: row?.stage ?? 'monitor', overdue: today.hasCome(date + 1) }
}

/** The same for so many days left. */
export const stageOf = (days: number, rules: StageRules): ReturnType<typeof stageOn> =>
  stageOn(days, { today: new Today(0), ...rules })
