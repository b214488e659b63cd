import { systemActor } from '../../../base/actor.ts'
import type { Clock } from '../../../base/clock.ts'
import type { Database, Tx } from '../../../platform/postgres.ts'
import { specOf } from '../import/fields/catalogue.ts'
import type { Kind } from '../import/fields/field.ts'
import { importInto } from '../import/import.job.ts'
import { holdImports } from '../import/imports.store.ts'
import type { ReadTicket } from '../import/parts.store.ts'
import { lookAtOnce } from '../look-at-once.store.ts'
import { ACTIVE_SOURCE, customersMeant, knownTickets, putAttributes } from './customer-attributes.store.ts'
import {
  beginTry,
  linesOf,
  noteApplied,
  noteFailure,
  waitingDeliveries,
  type ApplyPayload,
} from './deliveries.store.ts'
import { partsOf, ticketIdsOf, type Parts } from './parts.ts'

export type ApplyDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly readTicket: ReadTicket
  /** Told when a delivery is given up. */
  readonly onDead?: (error: unknown) => void
}

/**
 * Applies an accepted delivery, and those that wait beside it: all that they tell, the note that it was done, and the job that looks at the
 * customers are one transaction. Applied already, it does nothing. Throws when it should be tried again; after five tries it is left dead.
 */
export async function applyDelivery(deps: ApplyDeps, { companyId, deliveryId }: ApplyPayload): Promise<void> {
  const inCompany = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => deps.database.withCompany(companyId, work)
  const apply = (ids: readonly string[]) => inCompany((tx) => applyTogether(tx, { deps, companyId }, ids))
  const begun = await inCompany(async (tx) => {
    // Whoever applies some just now may be about to finish with this one.
    await holdImports(tx)
    return beginTry(tx, deliveryId)
  })
  if (begun.length === 0) return
  if (
    begun.length > 1 &&
    (await apply(begun).then(
      () => true,
      () => false,
    ))
  )
    return
  // Alone: one that cannot be applied stops no other.
  for (const id of begun) {
    try {
      await apply([id])
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (await inCompany((tx) => noteFailure(tx, id, reason))) deps.onDead?.(error)
      // The others have jobs of their own, which try them again.
      else if (id === deliveryId) throw error
    }
  }
}

type Applying = { readonly deps: ApplyDeps; readonly companyId: string }

async function applyTogether(tx: Tx, applying: Applying, ids: readonly string[]): Promise<void> {
  // One batch of a company at a time, so that what is newer is either in already or finds this one.
  await holdImports(tx)
  const waiting = await waitingDeliveries(tx, ids)
  if (waiting.length === 0) return
  const called = await customersMeant(
    tx,
    waiting.map(({ customerRef }) => customerRef),
  )
  const fresh = new Set(waiting.map(({ id }) => id))
  const lines = Map.groupBy(await linesOf(tx, [...fresh], called), ({ whose }) => whose)
  const tickets = await knownTickets(tx, ticketIdsOf([...lines.values()].flat()))
  const told = [...lines].map(([whose, line]) => ({
    whose,
    knownAt: line.at(-1)?.body.occurredAt ?? 'infinity',
    parts: partsOf(line, { isNew: ({ id }) => fresh.has(id), knownTickets: tickets }),
  }))
  const name = `${String(waiting.length)} ${waiting.length === 1 ? 'webhook' : 'webhooks'}`
  const report = await importParts(tx, { ...applying, name, parts: told.map(({ parts }) => parts) })
  const customerOf = new Map(called.map(({ customerRef, customerId }) => [customerRef, customerId]))
  const here = new Set([...customerOf.values()].filter((id) => id !== null))
  await putAttributes(
    tx,
    told.flatMap(({ whose, knownAt, parts: { attributes } }) =>
      here.has(whose) ? [{ customerId: whose, attributes, knownAt }] : [],
    ),
  )
  await lookAtOnce(tx, { companyId: applying.companyId, customerIds: [...here], startedBy: 'webhook' })
  const applied = waiting.map((each) => ({ ...each, customerId: customerOf.get(each.customerRef) ?? null }))
  await noteApplied(tx, applied, { deliveries: waiting.length, ...report })
}

type Importing = Applying & { readonly name: string; readonly parts: readonly Parts[] }

const KINDS = ['usage', 'events', 'tickets'] as const

async function importParts(tx: Tx, { deps, companyId, name, parts }: Importing): Promise<Record<string, object>> {
  const reports: Record<string, object> = {}
  for (const kind of KINDS) {
    const records = parts.flatMap((each) => each[kind])
    if (records.length === 0) continue
    const {
      mapping: _,
      dryRun: _never,
      kind: _kind,
      ...report
    } = await importInto((work) => work(tx), deps, {
      companyId,
      actor: systemActor('Active webhook'),
      kind,
      source: ACTIVE_SOURCE,
      input: { name, records },
      mapping: canonical(kind, records),
      looksHimself: true,
    })
    reports[kind] = report
  }
  return reports
}

/** Fields by their canonical names are what they say; only others are guessed. */
function canonical(kind: Kind, records: readonly object[]): Record<string, string> {
  const named = new Set(records.flatMap((record) => Object.keys(record)))
  return Object.fromEntries(specOf(kind).fields.flatMap(({ name }) => (named.has(name) ? [[name, name] as const] : [])))
}
