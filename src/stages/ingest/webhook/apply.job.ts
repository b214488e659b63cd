import { systemActor } from '../../../base/actor.ts'
import type { Clock } from '../../../base/clock.ts'
import { enqueue } from '../../../platform/jobs/enqueue.ts'
import type { Database, Tx } from '../../../platform/postgres.ts'
import { specOf } from '../import/fields/catalogue.ts'
import type { Kind } from '../import/fields/field.ts'
import { runImport } from '../import/import.job.ts'
import { holdImports } from '../import/imports.store.ts'
import type { ReadTicket } from '../import/parts.store.ts'
import { ACTIVE_SOURCE, customerMeant, knownTickets, putAttributes } from './customer-attributes.store.ts'
import {
  beginTry,
  newerThan,
  noteApplied,
  noteFailure,
  waitingDelivery,
  type ApplyPayload,
} from './deliveries.store.ts'
import { partsOf, ticketIdsOf, type Parts, type Told } from './parts.ts'

/** The job that looks at one customer at once; see the pipeline. */
export const ANALYZE_TASK = 'analyze-customer'
export type AnalyzePayload = { readonly companyId: string; readonly customerId: string }

export type ApplyDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly readTicket: ReadTicket
  /** Told when a delivery is given up. */
  readonly onDead?: (error: unknown) => void
}

/**
 * Applies an accepted delivery: all of it, the note that it was done, and the job that looks at the customer are one transaction.
 * Applied already, it does nothing. Throws when it should be tried again; after five tries it is left dead.
 */
export async function applyDelivery(deps: ApplyDeps, payload: ApplyPayload): Promise<void> {
  const { companyId, deliveryId } = payload
  const inCompany = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => deps.database.withCompany(companyId, work)
  if (!(await inCompany((tx) => beginTry(tx, deliveryId)))) return
  try {
    await inCompany((tx) => applyWhole(tx, deps, payload))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (!(await inCompany((tx) => noteFailure(tx, deliveryId, reason)))) throw error
    deps.onDead?.(error)
  }
}

async function applyWhole(tx: Tx, deps: ApplyDeps, { companyId, deliveryId }: ApplyPayload): Promise<void> {
  // One update of a company at a time, so that what is newer is either in already or finds this one.
  await holdImports(tx)
  const told = await waitingDelivery(tx, deliveryId)
  if (!told) return
  const customerRef = told.body.customerId
  const customerId = await customerMeant(tx, customerRef)
  const newer = await newerThan(tx, deliveryId, { customerRef, customerId })
  const parts = partsOf(told, { newer, knownTickets: await knownTickets(tx, ticketIdsOf(told)) })
  const report = await importParts(tx, { deps, companyId, told, parts })
  if (customerId !== null) {
    await putAttributes(tx, customerId, { attributes: parts.attributes, knownAt: told.body.occurredAt })
    const analyze: AnalyzePayload = { companyId, customerId }
    await enqueue(tx, ANALYZE_TASK, analyze, { key: `analyze:${customerId}` })
  }
  await noteApplied(tx, deliveryId, { customerId, report: { ...report, unknownCustomer: customerId === null } })
}

type Importing = {
  readonly deps: ApplyDeps
  readonly companyId: string
  readonly told: Told
  readonly parts: Parts
}

const KINDS = ['usage', 'events', 'tickets'] as const

async function importParts(tx: Tx, { deps, companyId, told, parts }: Importing): Promise<Record<string, object>> {
  const reports: Record<string, object> = {}
  for (const kind of KINDS) {
    const records = parts[kind]
    if (records.length === 0) continue
    const {
      mapping: _,
      dryRun: _never,
      kind: _kind,
      ...report
    } = await runImport(
      { database: within(tx), clock: deps.clock, readTicket: deps.readTicket },
      {
        companyId,
        actor: systemActor('Active webhook'),
        kind,
        source: ACTIVE_SOURCE,
        input: { name: `webhook ${told.webhookId}`, records },
        mapping: canonical(kind, records),
      },
    )
    reports[kind] = report
  }
  return reports
}

/** Fields by their canonical names are what they say; only others are guessed. */
function canonical(kind: Kind, records: readonly object[]): Record<string, string> {
  const named = new Set(records.flatMap((record) => Object.keys(record)))
  return Object.fromEntries(specOf(kind).fields.flatMap(({ name }) => (named.has(name) ? [[name, name] as const] : [])))
}

/** The caller's transaction in the form of a database: what would be a transaction of its own is a part that can be taken back. */
function within(tx: Tx): Database {
  const part = async <T>(work: (inner: Tx) => Promise<T>): Promise<T> => {
    await tx.run('savepoint part')
    try {
      const answer = await work(tx)
      await tx.run('release savepoint part')
      return answer
    } catch (error) {
      await tx.run('rollback to savepoint part')
      throw error
    }
  }
  return {
    withCompany: (_companyId, work) => part(work),
    platform: part,
    close: () => Promise.resolve(),
    abort: () => undefined,
  }
}
