import type { Day } from '../base/day.ts'
import { finishedDays, lastDayRunBefore } from '../operate/runs.store.ts'
import { firstDatedFact } from '../stages/analyze/book.store.ts'
import { countCustomers, EVERYBODY } from '../stages/analyze/customers-to-look-at.store.ts'
import type { CycleDeps, DailyRequest } from './cycle.ts'

const WEEKS = 12
// Twelve analyses of each customer take twelve times as long; a larger book gets its comparison as the days pass.
const MOST_CUSTOMERS = 20_000

/**
 * Before a company's first run: the weeks of which something dated is known, the oldest first, so that decline has something to be told
 * against from the first day. Empty once a run was finished.
 */
export async function weeksBefore({ database }: CycleDeps, request: DailyRequest): Promise<DailyRequest[]> {
  // The weeks are runs of their own, whichever run was asked for.
  const { runId: _asked, ...each } = request
  const { companyId, localDate } = each
  return database.withCompany(companyId, async (tx) => {
    if ((await lastDayRunBefore(tx, localDate + 1)) !== null) return []
    if ((await countCustomers(tx, EVERYBODY)) > MOST_CUSTOMERS) return []
    const first = await firstDatedFact(tx)
    const done = await finishedDays(tx, 'first-import')
    return weeksFrom(first, localDate)
      .filter((day) => !done.has(day))
      .map((day) => ({ ...each, localDate: day, cause: 'first-import' as const }))
  })
}

/** The days one to twelve weeks before, from the first on that anything is dated. */
export function weeksFrom(first: Day | null, today: Day): Day[] {
  if (first === null) return []
  return Array.from({ length: WEEKS }, (_, index) => today - 7 * (WEEKS - index)).filter((day) => day >= first)
}
