import { Webhook } from 'standardwebhooks'
import { createApiKey } from '../src/access/api-keys.store.ts'
import type { TestApp } from './app.ts'
import type { TestDatabase } from './database.ts'
import { givenCompany, type GivenCompany } from './given-company.ts'

type Sending = {
  readonly id?: string
  /** When it is signed; default: now by the business clock. */
  readonly at?: Date
  readonly secret?: string
  /** Changes what is sent after it was signed. */
  readonly tamper?: (body: string) => string
  readonly headers?: Readonly<Record<string, string>>
  readonly address?: string
}

/** A system that tells a company of its customers by webhook, with an implementation of Standard Webhooks that is not ours. */
export type GivenSender = {
  readonly secret: string
  readonly secretId: string
  readonly address: string
  /** Asks the API as an admin of the company. */
  readonly admin: <T = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    body?: object,
  ) => Promise<{ status: number; body: T }>
  readonly send: (body: object | string, how?: Sending) => Promise<{ status: number; body: Record<string, unknown> }>
}

let messages = 0

export async function givenSender(db: TestDatabase, app: TestApp, companyId: string): Promise<GivenSender> {
  const { key } = await createApiKey(db, { companyId, role: 'admin' })
  const admin: GivenSender['admin'] = async (method, url, body) => {
    const reply = await app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${key}` },
      ...(body === undefined ? {} : { payload: body }),
    })
    return { status: reply.statusCode, body: reply.json() }
  }
  const made = await admin<{ id: string; secret: string; address: string }>('POST', '/api/webhooks/secrets', {
    name: 'sender',
  })
  return {
    secret: made.body.secret,
    secretId: made.body.id,
    address: made.body.address,
    admin,
    send: async (body, { id, at = db.clock.now(), secret = made.body.secret, tamper, headers = {}, address } = {}) => {
      messages += 1
      const messageId = id ?? `msg_${String(messages)}`
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const reply = await app.inject({
        method: 'POST',
        url: address ?? made.body.address,
        headers: {
          'content-type': 'application/json',
          'webhook-id': messageId,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': new Webhook(secret).sign(messageId, at, text),
          ...headers,
        },
        payload: tamper ? tamper(text) : text,
      })
      return { status: reply.statusCode, body: reply.json() }
    },
  }
}

/** A company with a customer, `larch`, of whom somebody tells. */
export async function givenTold(db: TestDatabase, app: TestApp) {
  const company = await givenCompany(db)
  await company.import('customers', [{ externalId: 'larch', name: 'Larch Works', attributes: { region: 'north' } }])
  return { company, sender: await givenSender(db, app, company.id) }
}

/** Tells something of `larch`; it is accepted, and not applied yet. */
export async function told({ send }: GivenSender, update: object, id?: string): Promise<void> {
  const { status } = await send({ customerId: 'larch', ...update }, id === undefined ? {} : { id })
  if (status !== 202) throw new Error(`It was not accepted: ${String(status)}`)
}

/** All that webhooks leave behind, without ids of ours and times of arrival. */
export const stateOf = async (company: GivenCompany) => ({
  usage: await company.query(
    'select metric, day::text, feature, value from usage_values order by metric, day, feature',
  ),
  windows: await company.query('select metric, last_day::text, days from usage_windows order by metric'),
  tickets: await company.query(
    `select external_id, subject, priority, status, open, opened_at, resolved_at, satisfaction, attributes from support_tickets order by external_id`,
  ),
  events: await company.query('select external_id, kind, at, data from events order by external_id'),
  attributes: await company.query('select attributes from customers'),
})
