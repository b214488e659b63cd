import type { Tx } from '../../../platform/postgres.ts'
import { raiseFacts } from '../../../spine/facts-version.store.ts'
import { createResolver } from '../import/references.store.ts'
import { giveToCustomer, waitingRefs, type Called } from './deliveries.store.ts'
import { partsOf, type KnownTicket } from './parts.ts'

export const ACTIVE_SOURCE = 'active'

/** Whom webhooks mean by these names; null: nobody, or several. */
export async function customersMeant(tx: Tx, refs: readonly string[]): Promise<Called[]> {
  const resolver = createResolver(ACTIVE_SOURCE)
  await resolver.learn(tx, 'customers', refs)
  return [...new Set(refs)].map((customerRef) => ({
    customerRef,
    customerId: resolver.find('customers', customerRef)?.id ?? null,
  }))
}

/** Tickets of this source as they stand, by external id. */
export async function knownTickets(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, KnownTicket>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.rows<{ id: string; openedAt: Date; status: string | null; resolvedAt: Date | null }>(
    `select external_id as id, opened_at as "openedAt", status, resolved_at as "resolvedAt" from support_tickets
      where company_id = app.company_id() and source = $2 and external_id = any($1)`,
    [ids, ACTIVE_SOURCE],
  )
  return new Map(
    rows.map(({ id, openedAt, status, resolvedAt }) => [
      id,
      { openedAt: openedAt.toISOString(), status, resolvedAt: resolvedAt?.toISOString() ?? null },
    ]),
  )
}

export type Saying = {
  readonly customerId: string
  readonly attributes: Readonly<Record<string, unknown>>
  /** When the newest of it was true. */
  readonly knownAt: string
}

/** Adds attributes to customers; what was there before is kept as a version. */
export async function putAttributes(tx: Tx, sayings: readonly Saying[]): Promise<void> {
  const said = sayings.filter(({ attributes }) => Object.keys(attributes).length > 0)
  if (said.length === 0) return
  // No import did this: taking one back must not take this along.
  await tx.run(`select set_config('app.import_id', '', true), set_config('app.versions', 'on', true)`)
  const changed = await tx.rows<{ id: string }>(
    `update customers c set attributes = c.attributes || s.attributes, known_at = greatest(c.known_at, least(s.known_at, app.now())),
            import_id = null, updated_at = app.now()
       from unnest($1::uuid[], $2::jsonb[], $3::timestamptz[]) as s(id, attributes, known_at)
      where c.company_id = app.company_id() and c.id = s.id and c.attributes || s.attributes is distinct from c.attributes returning c.id`,
    [
      said.map(({ customerId }) => customerId),
      said.map(({ attributes }) => JSON.stringify(attributes)),
      said.map(({ knownAt }) => knownAt),
    ],
  )
  if (changed.length > 0) {
    await raiseFacts(tx, 'select unnest($1::uuid[]) as customer_id', [changed.map(({ id }) => id)])
  }
}

const PAGE = 10_000

/** Customers have arrived: what webhooks told of them meanwhile is theirs from now on. */
export async function linkDeliveries(tx: Tx): Promise<number> {
  const resolver = createResolver(ACTIVE_SOURCE)
  let linked = 0
  let after = ''
  for (;;) {
    const refs = await waitingRefs(tx, after, PAGE)
    const last = refs.at(-1)
    if (last === undefined) return linked
    after = last
    await resolver.learn(tx, 'customers', refs)
    for (const ref of refs) {
      const id = resolver.find('customers', ref)?.id
      if (id === undefined) continue
      const told = await giveToCustomer(tx, ref, id)
      const { attributes } = partsOf(told, { isNew: () => true, knownTickets: new Map() })
      await putAttributes(tx, [{ customerId: id, attributes, knownAt: told.at(-1)?.body.occurredAt ?? 'infinity' }])
      linked += 1
    }
  }
}
