import type { Tx } from '../../../platform/postgres.ts'
import { raiseFacts } from '../import/merge.store.ts'
import { createResolver } from '../import/references.store.ts'
import { giveToCustomer, waitingRefs } from './deliveries.store.ts'
import { attributesTogether, type KnownTicket } from './parts.ts'

export const ACTIVE_SOURCE = 'active'

/** The customer that a webhook means; null: nobody, or several. */
export async function customerMeant(tx: Tx, ref: string): Promise<string | null> {
  const resolver = createResolver(ACTIVE_SOURCE)
  await resolver.learn(tx, 'customers', [ref])
  return resolver.find('customers', ref)?.id ?? null
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

type Saying = { readonly attributes: Readonly<Record<string, unknown>>; readonly knownAt: string }

/** Adds attributes to a customer; what was there before is kept as a version. False: it says so already. */
export async function putAttributes(tx: Tx, customerId: string, { attributes, knownAt }: Saying): Promise<boolean> {
  if (Object.keys(attributes).length === 0) return false
  // No import did this: taking one back must not take this along.
  await tx.run(`select set_config('app.import_id', '', true), set_config('app.versions', 'on', true)`)
  const changed = await tx.run(
    `update customers set attributes = attributes || $2::jsonb, known_at = greatest(known_at, least($3::timestamptz, app.now())),
            import_id = null, updated_at = app.now()
      where company_id = app.company_id() and id = $1 and attributes || $2::jsonb is distinct from attributes`,
    [customerId, JSON.stringify(attributes), knownAt],
  )
  if (changed > 0) await raiseFacts(tx, 'select $1::uuid as customer_id', [customerId])
  return changed > 0
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
      await putAttributes(tx, id, {
        attributes: attributesTogether(told),
        knownAt: told.at(-1)?.body.occurredAt ?? 'infinity',
      })
      linked += 1
    }
  }
}
