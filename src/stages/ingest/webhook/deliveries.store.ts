import type { Tx } from '../../../platform/postgres.ts'
import { enqueue } from '../../../platform/jobs/enqueue.ts'
import type { Told } from './parts.ts'
import type { CustomerUpdate } from './update.contract.ts'

/** After so many tries a delivery is left alone until a person asks for it. */
export const MOST_TRIES = 5

export const APPLY_TASK = 'apply-webhook'
export type ApplyPayload = { readonly companyId: string; readonly deliveryId: string }

type Incoming = {
  readonly companyId: string
  readonly webhookId: string
  readonly rawBody: string
  readonly body: CustomerUpdate
}

/** Takes a delivery in, with the job that applies it. False: its id is known, and nothing was done. */
export async function acceptDelivery(tx: Tx, { companyId, webhookId, rawBody, body }: Incoming): Promise<boolean> {
  const taken = await tx.row<{ id: string }>(
    `insert into webhook_deliveries (company_id, webhook_id, customer_ref, occurred_at, body)
     values (app.company_id(), $1, $2, $3, $4) on conflict (company_id, webhook_id) do nothing returning id`,
    [webhookId, body.customerId, body.occurredAt, rawBody],
  )
  if (taken) await enqueueApplying(tx, { companyId, deliveryId: taken.id })
  return taken !== undefined
}

// Two more than the tries that are counted here: the one that finds them used up, and one that a stopped worker may cost.
const enqueueApplying = (tx: Tx, payload: ApplyPayload): Promise<void> =>
  enqueue(tx, APPLY_TASK, payload, { key: `webhook:${payload.deliveryId}`, maxAttempts: MOST_TRIES + 2 })

// Together they are one import of each kind instead of two hundred.
const MOST_TOGETHER = 200
const MOST_BYTES_TOGETHER = 4_000_000

/**
 * Begins a try of a delivery, and of others that nobody has tried yet: what fails is tried alone from then on. Tries are counted before they
 * begin, so that one which kills its process counts as well. None: there is nothing (more) to try. Ask while you hold the imports.
 */
export async function beginTry(tx: Tx, id: string): Promise<string[]> {
  const begun = await tx.row<{ attempts: number; ref: string }>(
    `update webhook_deliveries set attempts = attempts + 1 where id = $1 and status = 'accepted' and attempts < $2
     returning attempts, customer_ref as ref`,
    [id, MOST_TRIES],
  )
  if (begun) return begun.attempts > 1 ? [id] : [id, ...(await beginOthers(tx, begun.ref))]
  await tx.run(
    `update webhook_deliveries set status = 'dead', error = coalesce(error, 'Every try was cut off before its end')
      where id = $1 and status = 'accepted'`,
    [id],
  )
  return []
}

/** One of each customer: those of one customer are applied one after the other, so that what was between them is kept as a version. */
async function beginOthers(tx: Tx, ref: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `update webhook_deliveries d set attempts = 1
       from (select id, sum(octet_length(body::text)) over (order by id) as bytes from
               (select w.id, w.body from webhook_deliveries w
                 where w.status = 'accepted' and w.attempts = 0 and w.customer_ref <> $3
                   and not exists (select from webhook_deliveries o
                                    where o.customer_ref = w.customer_ref and o.status = 'accepted' and o.id < w.id)
                 order by w.id limit $1) first_come) untried
      where d.id = untried.id and untried.bytes <= $2 returning d.id`,
    [MOST_TOGETHER - 1, MOST_BYTES_TOGETHER, ref],
  )
  return rows.map(({ id }) => id)
}

/** Notes why a try failed. True when it was the last. */
export async function noteFailure(tx: Tx, id: string, error: string): Promise<boolean> {
  const row = await tx.row<{ dead: boolean }>(
    `update webhook_deliveries set error = $2, status = case when attempts >= $3 then 'dead' else status end
      where id = $1 and status = 'accepted' returning status = 'dead' as dead`,
    [id, error.slice(0, 1_000), MOST_TRIES],
  )
  return row?.dead === true
}

export type WaitingDelivery = { readonly id: string; readonly customerRef: string }

/** Those of some deliveries that are still to be applied, locked to the end of the transaction; the oldest of what they tell first. */
export const waitingDeliveries = (tx: Tx, ids: readonly string[]): Promise<WaitingDelivery[]> =>
  tx.rows<WaitingDelivery>(
    `select id, customer_ref as "customerRef" from webhook_deliveries where id = any($1::uuid[]) and status = 'accepted'
      order by id for update`,
    [ids],
  )

/** A name by which a customer is called; null: nobody who is here. */
export type Called = { readonly customerRef: string; readonly customerId: string | null }

/** An update in the line of its customer. */
export type InLine = Told & { readonly whose: string }

/**
 * For each customer that deliveries speak of: they and everything newer that was applied already, in the order of their time. `whose` is the
 * customer's id, or says how somebody is called who is not here.
 */
export async function linesOf(tx: Tx, ids: readonly string[], called: readonly Called[]): Promise<InLine[]> {
  const rows = await tx.rows<InLine>(
    `with name as (
       select ref, customer, coalesce(customer::text, 'unknown ' || ref) as whose from unnest($2::text[], $3::uuid[]) as n(ref, customer)
     ),
     line as (
       select distinct on (n.whose) n.whose, d.occurred_at, d.webhook_id
         from webhook_deliveries d join name n on n.ref = d.customer_ref where d.id = any($1::uuid[])
        order by 1, d.occurred_at, d.webhook_id collate "C"
     )
     select l.whose, d.id, d.webhook_id as "webhookId", d.body
       from name n join line l on l.whose = n.whose
      cross join lateral (
        select * from webhook_deliveries d where d.customer_ref = n.ref
        union all
        select * from webhook_deliveries d where d.customer_id = n.customer and d.customer_ref <> n.ref
      ) d
      where (d.status = 'applied' or d.id = any($1::uuid[]))
        and (d.occurred_at, d.webhook_id collate "C") >= (l.occurred_at, l.webhook_id collate "C")
      order by l.whose, d.occurred_at, d.webhook_id collate "C"`,
    [ids, called.map(({ customerRef }) => customerRef), called.map(({ customerId }) => customerId)],
  )
  // Who is called by two names is found by both.
  const seen = new Set<string>()
  return rows.filter(({ id }) => !seen.has(id) && seen.add(id))
}

export const noteApplied = (tx: Tx, applied: readonly (Called & WaitingDelivery)[], report: object): Promise<number> =>
  tx.run(
    `update webhook_deliveries d set status = 'applied', applied_at = app.now(), error = null, customer_id = a.customer,
            report = ($3::jsonb || jsonb_build_object('unknownCustomer', a.customer is null))::json
       from unnest($1::uuid[], $2::uuid[]) as a(id, customer) where d.id = a.id`,
    [applied.map(({ id }) => id), applied.map(({ customerId }) => customerId), JSON.stringify(report)],
  )

/** What applied deliveries call customers that are not here yet, a page at a time. */
export const waitingRefs = async (tx: Tx, after: string, limit: number): Promise<string[]> =>
  (
    await tx.rows<{ ref: string }>(
      `select distinct customer_ref collate "C" as ref from webhook_deliveries
        where customer_id is null and status = 'applied' and customer_ref collate "C" > $1 order by ref limit $2`,
      [after, limit],
    )
  ).map(({ ref }) => ref)

/** Gives the deliveries of a name to the customer who has arrived, and answers all that were ever told of it, the oldest first. */
export async function giveToCustomer(tx: Tx, customerRef: string, customerId: string): Promise<Told[]> {
  await tx.run(
    `update webhook_deliveries set customer_id = $2 where customer_ref = $1 and customer_id is null and status = 'applied'`,
    [customerRef, customerId],
  )
  return tx.rows<Told>(
    `select id, webhook_id as "webhookId", body from webhook_deliveries where customer_id = $1 and status = 'applied' order by occurred_at, webhook_id collate "C"`,
    [customerId],
  )
}

export type Delivery = {
  readonly id: string
  readonly webhookId: string
  readonly customerExternalId: string
  readonly customerId: string | null
  readonly status: 'accepted' | 'applied' | 'dead'
  readonly attempts: number
  readonly error: string | null
  readonly report: Readonly<Record<string, unknown>> | null
  readonly occurredAt: string
  readonly receivedAt: string
  readonly appliedAt: string | null
}

type DeliveryRow = Omit<Delivery, 'occurredAt' | 'receivedAt' | 'appliedAt'> & {
  readonly occurredAt: Date
  readonly receivedAt: Date
  readonly appliedAt: Date | null
}

const DELIVERY = `id, webhook_id as "webhookId", customer_ref as "customerExternalId", customer_id as "customerId", status, attempts, error,
  report, occurred_at as "occurredAt", received_at as "receivedAt", applied_at as "appliedAt"`

const deliveryOf = ({ occurredAt, receivedAt, appliedAt, ...rest }: DeliveryRow): Delivery => ({
  ...rest,
  occurredAt: occurredAt.toISOString(),
  receivedAt: receivedAt.toISOString(),
  appliedAt: appliedAt?.toISOString() ?? null,
})

type Asked = { readonly status: Delivery['status'] | undefined; readonly before: string | null; readonly limit: number }

/** One more than a page of deliveries, the newest first. */
export async function deliveriesBefore(tx: Tx, { status, before, limit }: Asked): Promise<Delivery[]> {
  const rows = await tx.rows<DeliveryRow>(
    `select ${DELIVERY} from webhook_deliveries
      where ($1::text is null or status = $1) and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [status ?? null, before, limit + 1],
  )
  return rows.map(deliveryOf)
}

/** Puts a dead delivery back into the queue with all its tries. `busy`: it is not dead. */
export async function reviveDelivery(
  tx: Tx,
  { companyId, deliveryId }: ApplyPayload,
): Promise<Delivery | 'unknown' | 'busy'> {
  const revived = await tx.row<DeliveryRow>(
    `update webhook_deliveries set status = 'accepted', attempts = 0, error = null where id = $1 and status = 'dead' returning ${DELIVERY}`,
    [deliveryId],
  )
  if (!revived) return (await tx.row('select from webhook_deliveries where id = $1', [deliveryId])) ? 'busy' : 'unknown'
  await enqueueApplying(tx, { companyId, deliveryId })
  return deliveryOf(revived)
}
