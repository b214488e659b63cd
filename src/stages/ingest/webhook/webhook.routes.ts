import { z } from 'zod'
import { recordAudit } from '../../../access/audit.store.ts'
import { companyByEndpoint, endpointOf } from '../../../access/companies.store.ts'
import {
  endWebhookSecret,
  listWebhookSecrets,
  makeWebhookSecret,
  validWebhookSecrets,
} from '../../../access/webhook-secrets.store.ts'
import type { Clock } from '../../../base/clock.ts'
import { err, ok, type Result } from '../../../base/result.ts'
import { act } from '../../../platform/http/act.ts'
import { cut, NO_CURSOR, positionOf } from '../../../platform/http/cursor.ts'
import { UNKNOWN, type Refusal } from '../../../platform/http/problem.contract.ts'
import { actorOf, route, type Route } from '../../../platform/http/route.ts'
import type { Database } from '../../../platform/postgres.ts'
import { acceptDelivery, deliveriesBefore, reviveDelivery, type Delivery } from './deliveries.store.ts'
import { isSignedBy, readSignature } from './signature.ts'
import { CustomerUpdate, DEEPEST, isTooDeep } from './update.contract.ts'
import {
  CreateSecret,
  EndSecret,
  ListDeliveries,
  ListSecrets,
  ReceiveUpdate,
  ReplayDelivery,
} from './webhook.contract.ts'

export type WebhookDeps = {
  readonly database: Database
  readonly clock: Clock
  /** The installation's, under which the secrets of webhooks are kept. */
  readonly secret: string
}

// One answer for every reason: whoever tries learns neither which companies there are nor what was wrong.
const NOT_OURS: Refusal = {
  kind: 'not-signed-in',
  says: 'The webhook was not taken: its address, its time or its signature is not right.',
}
const NOT_DEAD: Refusal = {
  kind: 'conflict',
  says: 'Only a delivery that was given up can be tried again; this one is applied or still waits for its turn.',
}

/** What other systems tell of customers as it happens, and what admins need to let them. */
export function webhookRoutes(deps: WebhookDeps): readonly Route[] {
  const { database, secret } = deps
  return [
    receiving(deps),
    act(ListSecrets, database, async (tx, { caller }) => {
      const items = (await listWebhookSecrets(tx)).map((each) => ({
        ...each,
        can: each.endedAt === null ? ['end'] : [],
      }))
      const [last] = await deliveriesBefore(tx, { status: undefined, before: null, limit: 0 })
      return ok({
        address: webhookAddress(await endpointOf(tx, caller.companyId)),
        items,
        last: last ? presented(last) : null,
      })
    }),
    act(CreateSecret, database, async (tx, { body, caller }) => {
      const made = await makeWebhookSecret(
        tx,
        { companyId: caller.companyId, name: body.name, secret },
        actorOf(caller),
      )
      return ok({ ...made, address: webhookAddress(await endpointOf(tx, caller.companyId)) })
    }),
    act(EndSecret, database, async (tx, { params, caller }) =>
      (await endWebhookSecret(tx, params.id, actorOf(caller))) ? ok({ ended: true as const }) : err(UNKNOWN),
    ),
    act(ListDeliveries, database, async (tx, { query: { status, cursor, limit } }) => {
      const before = cursor === undefined ? null : z.uuid().safeParse(positionOf(cursor)?.[0]).data
      if (before === undefined) return err(NO_CURSOR)
      const rows = await deliveriesBefore(tx, { status, before, limit })
      return ok(cut(rows.map(presented), limit, ({ id }) => [id]))
    }),
    act(ReplayDelivery, database, async (tx, { params, caller }) => {
      const revived = await reviveDelivery(tx, { companyId: caller.companyId, deliveryId: params.id })
      if (typeof revived === 'string') return err(revived === 'unknown' ? UNKNOWN : NOT_DEAD)
      const what = { actor: actorOf(caller), action: 'replay', object: 'webhook-delivery', objectId: params.id }
      await recordAudit(tx, { ...what, detail: { webhookId: revived.webhookId } })
      return ok(presented(revived))
    }),
  ]
}

const webhookAddress = (endpointId: string): string => `${ReceiveUpdate.path}?endpoint=${endpointId}`

const presented = (delivery: Delivery) => ({
  ...delivery,
  report: delivery.report === null ? null : { ...delivery.report },
  can: delivery.status === 'dead' ? ['replay'] : [],
})

function receiving({ database, clock, secret }: WebhookDeps): Route {
  return route(ReceiveUpdate, async ({ query, headers, rawBody, body }) => {
    const signed = readSignature(headers, clock.now())
    const company = signed && (await database.platform((tx) => companyByEndpoint(tx, query.endpoint)))
    if (!signed || !company) return err(NOT_OURS)
    return database.withCompany(company.id, async (tx) => {
      if (!isSignedBy(signed, rawBody, await validWebhookSecrets(tx, company.id, secret))) return err(NOT_OURS)
      const update = readUpdate(body, clock.now())
      if (!update.ok) return update
      await acceptDelivery(tx, { companyId: company.id, webhookId: signed.id, rawBody, body: update.value })
      return ok({ accepted: true as const })
    })
  })
}

/** As far as a source's clock may be ahead of ours: what claims to come from later would win over everything until then. */
const AHEAD_MS = 5 * 60 * 1000

function readUpdate(body: unknown, now: Date): Result<CustomerUpdate, Refusal> {
  const refused = (says: string) => err<Refusal>({ kind: 'invalid', says })
  if (isTooDeep(body)) return refused(`The body has more than ${String(DEEPEST)} levels.`)
  const read = CustomerUpdate.safeParse(body)
  if (!read.success) {
    const faults = read.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`)
    return refused(`In the body: ${faults.join('; ')}`)
  }
  const at = Date.parse(read.data.occurredAt)
  if (!(at >= 0) || at > now.getTime() + AHEAD_MS) {
    return refused('In the body: occurredAt lies in the future, or before 1970.')
  }
  return ok(read.data)
}
