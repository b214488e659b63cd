import { Webhook } from 'standardwebhooks'
import { createApiKey } from '../src/access/api-keys.store.ts'
import { silentLog } from '../src/platform/log.ts'
import { tasksOf } from '../src/tasks.ts'
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

type Job = { readonly id: string; readonly task: string; readonly payload: unknown }

/** Does every job that waits, one after the other in the order in which they came, until there is none. */
export async function workOff({ database, owner, clock }: TestDatabase): Promise<void> {
  const tasks = tasksOf({ database, clock, log: silentLog })
  const context = { log: silentLog, attempt: 1, signal: new AbortController().signal }
  for (;;) {
    const { rows } = await owner.query<Job>(
      `select j.id, t.identifier as task, j.payload from graphile_worker._private_jobs j
         join graphile_worker._private_tasks t on t.id = j.task_id order by j.id limit 1`,
    )
    const [job] = rows
    if (!job) return
    await tasks[job.task]?.(job.payload, context)
    await owner.query('delete from graphile_worker._private_jobs where id = $1', [job.id])
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
    'select metric, day::text, feature, value from usage_metrics order by metric, day, feature',
  ),
  windows: await company.query('select metric, last_day::text, days from usage_windows order by metric'),
  tickets: await company.query(
    `select external_id, subject, priority, status, open, opened_at, resolved_at, satisfaction, attributes from support_tickets order by external_id`,
  ),
  events: await company.query('select external_id, kind, at, data from events order by external_id'),
  attributes: await company.query('select attributes from customers'),
})
