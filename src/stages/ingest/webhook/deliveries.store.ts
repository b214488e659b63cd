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

/** Counts a try before it begins, so that one which kills its process counts as well. False: there is nothing (more) to try. */
export async function beginTry(tx: Tx, id: string): Promise<boolean> {
  const begun = await tx.run(
    `update webhook_deliveries set attempts = attempts + 1 where id = $1 and status = 'accepted' and attempts < $2`,
    [id, MOST_TRIES],
  )
  if (begun > 0) return true
  await tx.run(
    `update webhook_deliveries set status = 'dead', error = coalesce(error, 'Every try was cut off before its end')
      where id = $1 and status = 'accepted'`,
    [id],
  )
  return false
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

const TOLD = 'webhook_id as "webhookId", body'

/** A delivery that is still to be applied, locked to the end of the transaction. */
export const waitingDelivery = (tx: Tx, id: string): Promise<Told | undefined> =>
  tx.row<Told>(`select ${TOLD} from webhook_deliveries where id = $1 and status = 'accepted' for update`, [id])

type Whose = { readonly customerRef: string; readonly customerId: string | null }

/** Applied updates of a customer that are newer than this delivery, the oldest first. */
export const newerThan = (tx: Tx, id: string, { customerRef, customerId }: Whose): Promise<Told[]> =>
  tx.rows<Told>(
    `select d.webhook_id as "webhookId", d.body from webhook_deliveries d join webhook_deliveries this on this.id = $1
      where (d.customer_ref = $2 or d.customer_id = $3::uuid) and d.status = 'applied'
        and (d.occurred_at, d.webhook_id collate "C") > (this.occurred_at, this.webhook_id collate "C")
      order by d.occurred_at, d.webhook_id collate "C"`,
    [id, customerRef, customerId],
  )

export const noteApplied = (
  tx: Tx,
  id: string,
  { customerId, report }: { readonly customerId: string | null; readonly report: object },
): Promise<number> =>
  tx.run(
    `update webhook_deliveries set status = 'applied', applied_at = app.now(), error = null, customer_id = $2, report = $3 where id = $1`,
    [id, customerId, JSON.stringify(report)],
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
    `select ${TOLD} from webhook_deliveries where customer_id = $1 and status = 'applied' order by occurred_at, webhook_id collate "C"`,
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
