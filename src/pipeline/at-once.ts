import { recordAudit } from '../access/audit.store.ts'
import { companyById } from '../access/companies.store.ts'
import { systemActor } from '../base/actor.ts'
import { dayIn } from '../base/day.ts'
import { companyConfiguration } from '../configuration.ts'
import { holdDecisionLock, lastDayRunBefore, lastPlan, recordEventRun } from '../operate/runs.store.ts'
import { patiently } from '../platform/patiently.ts'
import type { Tx } from '../platform/postgres.ts'
import { configurationInForce } from '../spine/configuration.store.ts'
import { giveOutOf } from './after-pages.ts'
import { cycleOf } from './begin.ts'
import type { Cycle, CycleDeps, CycleSnapshot } from './cycle.ts'
import { processPage } from './page.ts'
import type { PageCounts } from './save-page.ts'

export type AtOnceRequest = {
  readonly companyId: string
  readonly customerIds: readonly string[]
  /** Who or what asked, for the run and the audit trail. */
  readonly startedBy: string
}

/**
 * Looks at some customers now, as the daily run looks at all of them in the morning, and hears the events that do not wait for it. What the
 * whole book reads alike is that of the last run. Before a company's first run nothing is done: that one looks at everybody.
 */
export async function analyzeAtOnce(deps: CycleDeps, request: AtOnceRequest): Promise<PageCounts | null> {
  return patiently(() => deps.database.withCompany(request.companyId, (tx) => lookNow(tx, deps, request)))
}

async function lookNow(tx: Tx, deps: CycleDeps, request: AtOnceRequest): Promise<PageCounts | null> {
  await holdDecisionLock(tx)
  const cycle = await eventCycle(tx, deps, request)
  if (!cycle) return null
  const counts = await processPage(tx, cycle, request.customerIds)
  if (counts.opened > 0) await giveOutOf(tx, cycle, request.customerIds)
  const { runId: id, day: localDate, configuration } = cycle
  await recordEventRun(tx, {
    id,
    localDate,
    startedBy: request.startedBy,
    configurationVersion: configuration.version,
    counts: { ...counts, customersTotal: request.customerIds.length },
  })
  const actor = systemActor(request.startedBy)
  await recordAudit(tx, { actor, action: 'analyze', object: 'run', objectId: id, detail: counts })
  return counts
}

async function eventCycle(tx: Tx, deps: CycleDeps, request: AtOnceRequest): Promise<Cycle | null> {
  const company = await companyById(tx, request.companyId)
  const before = await lastPlan<CycleSnapshot>(tx)
  const made = await tx.row<{ id: string }>('select app.new_id() as id')
  if (!company || !before || !made) return null
  const day = dayIn(company.timeZone, deps.clock.now())
  const cycle = await cycleOf(tx, {
    runId: made.id,
    company,
    knowledge: { day, timeZone: company.timeZone, mode: 'now' },
    writes: 'everything',
    snapshot: { ...before.snapshot, confirmedOn: await lastDayRunBefore(tx, day) },
    configuration: companyConfiguration(await configurationInForce(tx)),
  })
  return { ...cycle, atOnce: true }
}
