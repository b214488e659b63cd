import { recordAudit } from '../access/audit.store.ts'
import { companyById } from '../access/companies.store.ts'
import type { Actor } from '../base/actor.ts'
import { dayIn } from '../base/day.ts'
import { companyConfiguration } from '../configuration.ts'
import { holdDecisionLock, saveProgress, snapshotOfDay, startRunOfOne } from '../operate/runs.store.ts'
import type { Tx } from '../platform/postgres.ts'
import { configurationInForce } from '../spine/configuration.store.ts'
import { openExecutionsOfOne } from '../spine/execution.store.ts'
import type { Knowledge } from '../stages/analyze/known.store.ts'
import { giveOutOf } from './after-pages.ts'
import { cycleOf, snapshotOf } from './begin.ts'
import type { CycleSnapshot } from './cycle.ts'
import { processPage } from './page.ts'

export type OneRequest = {
  readonly companyId: string
  readonly customerId: string
  readonly now: Date
  readonly actor: Actor
  /** Why it is looked at between the runs, for the audit trail: asked, override, pulse. */
  readonly cause: string
}

export type OneDone = {
  readonly runId: string
  /** False: the analysis that stands was confirmed. */
  readonly isNew: boolean
  readonly openedIds: readonly string[]
  readonly closedIds: readonly string[]
}

/**
 * One customer between the runs, in the caller's transaction: analyzed, determined, assigned and scored as the daily run does it, and with
 * the book as the day's run read it, so that a customer is not moved by the hour at which somebody asked.
 */
export async function analyzeCustomer(tx: Tx, request: OneRequest): Promise<OneDone> {
  const { companyId, customerId, now, actor } = request
  await holdDecisionLock(tx)
  const company = await companyById(tx, companyId)
  if (!company) throw new Error(`There is no company ${companyId}`)
  const day = dayIn(company.timeZone, now)
  const knowledge: Knowledge = { day, timeZone: company.timeZone, mode: 'now' }
  const inForce = await configurationInForce(tx)
  const configuration = companyConfiguration(inForce)
  const snapshot =
    (await snapshotOfDay<CycleSnapshot>(tx, day, inForce.version)) ??
    (await snapshotOf(tx, { company, knowledge, configuration }))
  const runId = await startRunOfOne(tx, {
    localDate: day,
    startedBy: actor.name,
    configurationVersion: inForce.version,
  })
  const cycle = await cycleOf(tx, { runId, company, knowledge, writes: 'everything', snapshot, configuration })
  const before = await openIds(tx, customerId)
  const counts = await processPage(tx, cycle, [customerId])
  await giveOutOf(tx, cycle, [customerId])
  const after = await openIds(tx, customerId)
  const openedIds = after.filter((id) => !before.includes(id))
  const closedIds = before.filter((id) => !after.includes(id))
  await saveProgress(tx, runId, { cursor: customerId, phase: 'done', counts })
  const detail = { run: runId, cause: request.cause, opened: openedIds.length, closed: closedIds.length }
  await recordAudit(tx, { actor, action: 'analyze', object: 'customer', objectId: customerId, detail })
  return { runId, isNew: counts.analyzed > 0, openedIds, closedIds }
}

const openIds = async (tx: Tx, customerId: string): Promise<string[]> =>
  (await openExecutionsOfOne(tx, customerId)).map(({ id }) => id)
