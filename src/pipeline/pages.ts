import { recordAudit } from '../access/audit.store.ts'
import { systemActor } from '../base/actor.ts'
import { isoDay } from '../base/day.ts'
import type { DailyPayload } from '../operate/schedule.job.ts'
import { enqueue } from '../platform/jobs/enqueue.ts'
import { patiently } from '../platform/patiently.ts'
import { claimRun, holdDecisionLock, saveProgress, type Claim } from '../operate/runs.store.ts'
import type { Tx } from '../platform/postgres.ts'
import { stretchOf } from '../spine/among-customers.store.ts'
import { pageOfCustomers } from '../stages/analyze/facts.store.ts'
import type { CycleRun } from './begin.ts'
import type { Cycle, CycleDeps, CycleSnapshot } from './cycle.ts'
import { processPage } from './page.ts'
import type { PageCounts } from './save-page.ts'

// Five times as many take 590 MB where these take 250, and are no faster; what a kill loses is a fifth.
const PAGE_CUSTOMERS = 1000

/** All pages that are still to be done. */
export async function eachPage(deps: CycleDeps, cycle: Cycle, claim: Claim): Promise<void> {
  const limit = deps.pageCustomers ?? PAGE_CUSTOMERS
  for (;;) {
    const run = await patiently(() =>
      deps.database.withCompany(cycle.companyId, (tx) => nextPage(tx, cycle, { claim, limit })),
    )
    const done = run.analyzed + run.confirmed + run.overtaken
    deps.onProgress?.({ done, total: Math.max(done, run.customersTotal) })
    if (run.phase !== 'customers') return
  }
}

type Page = { readonly claim: Claim; readonly limit: number }

/** One page with the run's cursor and its row in the audit trail, all or nothing. After the last the run is in its next phase. */
async function nextPage(tx: Tx, cycle: Cycle, { claim, limit }: Page): Promise<CycleRun> {
  const run = await claimRun<CycleSnapshot>(tx, claim)
  if (run.phase !== 'customers') return run
  await holdDecisionLock(tx)
  const { onlyChanged } = cycle
  const ids = await pageOfCustomers(tx, { after: run.cursor, limit, onlyChanged })
  const counts = await processPage(tx, cycle, onlyChanged ? ids : stretchOf(ids))
  const phase = ids.length < limit ? 'assignment' : 'customers'
  await saveProgress(tx, run.id, { cursor: ids.at(-1) ?? null, phase, counts })
  if (ids.length > 0) await auditPage(tx, run, counts)
  if (counts.overtaken > 0) await enqueueCatchUp(tx, cycle)
  return claimRun<CycleSnapshot>(tx, claim)
}

/** Whoever was overtaken by new facts again and again gets a job: a run of what has changed since, once this one is done. */
async function enqueueCatchUp(tx: Tx, { companyId, day }: Cycle): Promise<void> {
  const payload: DailyPayload = { companyId, localDate: isoDay(day) }
  await enqueue(tx, 'catch-up', payload, { key: `catch-up:${companyId}:${payload.localDate}` })
}

async function auditPage(tx: Tx, run: CycleRun, counts: PageCounts): Promise<void> {
  const actor = systemActor('daily run')
  await recordAudit(tx, { actor, action: 'analyze', object: 'run', objectId: run.id, detail: counts })
}

/** The run as it stands now. */
export function reload(deps: CycleDeps, cycle: Cycle, claim: Claim): Promise<CycleRun> {
  return deps.database.withCompany(cycle.companyId, (tx) => claimRun<CycleSnapshot>(tx, claim))
}
