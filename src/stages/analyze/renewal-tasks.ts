import type { Day } from '../../base/day.ts'
import type { Today } from '../../base/today.ts'
import type { RenewalClock } from './analysis.ts'
import { addMonths } from './calendar-months.ts'
import type { LiveTerm } from './renewal-groups.ts'
import type { Rules } from './rules.contract.ts'

/** A task that a contract's calendar asks for. Written once per key. */
export type RenewalTask = {
  readonly task: 'confirm-auto-renewal' | 'anniversary' | 'minor-renewal'
  readonly key: string
  readonly renewalId: string | null
  readonly contractId: string | null
  /** The day it is about. */
  readonly on: Day
}

const MONTHS_A_YEAR = 12
// A last "anniversary" this close to the end is the renewal itself.
const NOT_BEFORE_END_DAYS = 60

/** The next anniversary of each contract of several years, once it is near. */
export function anniversaryTasks(terms: readonly LiveTerm[], today: Today, rules: Rules['renewals']): RenewalTask[] {
  const tasks: RenewalTask[] = []
  for (const { contract, end } of terms) {
    const { startDate, id } = contract
    if (startDate === null || (contract.autoRenew && (contract.termMonths ?? MONTHS_A_YEAR) <= MONTHS_A_YEAR)) continue
    for (let year = 1; ; year += 1) {
      const on = addMonths(startDate, year * MONTHS_A_YEAR)
      if (on > end - NOT_BEFORE_END_DAYS || !today.hasCome(on - rules.anniversaryLeadDays)) break
      if (today.hasCome(on + 1)) continue
      tasks.push({ task: 'anniversary', key: `anniversary:${id}:${String(on)}`, renewalId: null, contractId: id, on })
    }
  }
  return tasks
}

/** A renewal too small for a card of its own is a task on the main one, once it is near. */
export function minorRenewalTasks(
  clocks: readonly RenewalClock[],
  today: Today,
  rules: Rules['renewals'],
): RenewalTask[] {
  const tasks: RenewalTask[] = []
  for (const { minor, renewalId, stageDate } of clocks) {
    if (!minor || !today.hasCome(stageDate - rules.minorLeadDays)) continue
    const key = `minor-renewal:${renewalId}`
    tasks.push({ task: 'minor-renewal', key, renewalId, contractId: null, on: stageDate })
  }
  return tasks
}
