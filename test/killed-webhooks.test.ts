import { Webhook } from 'standardwebhooks'
import { afterAll, expect, it, onTestFinished, vi } from 'vitest'
import { createApiKey } from '../src/access/api-keys.store.ts'
import { startApiProcess } from './api-process.ts'
import { givenCompany } from './given-company.ts'
import { ownServer } from './own-server.ts'
import { eventually } from './patience.ts'
import { startWorkerProcess } from './worker-process.ts'

// Deliveries to a server that loses its power as soon as it has accepted them, and to workers that lose theirs while they apply them.

vi.setConfig({ testTimeout: 120_000 })

const server = await ownServer()
const company = await givenCompany(server)
await company.import('customers', [{ externalId: 'larch', name: 'Larch Works' }])
const { key } = await createApiKey(server, { companyId: company.id, role: 'admin' })

const api = await startApiProcess(server.place)
afterAll(() => api.kill())

const IDS = ['msg_1', 'msg_2', 'msg_3']
const update = (id: string) =>
  JSON.stringify({
    customerId: 'larch',
    occurredAt: server.clock.now().toISOString(),
    riskSignals: [{ kind: `told by ${id}`, severity: 'high' }],
    tickets: [{ id: `T ${id}`, subject: 'Slow', status: 'open', priority: 'low' }],
  })

async function givenAddress(): Promise<{ readonly secret: string; readonly address: string }> {
  const made = await fetch(`${api.address}/api/webhooks/secrets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: '{}',
  })
  return (await made.json()) as { secret: string; address: string }
}

async function deliver(id: string, { secret, address }: { secret: string; address: string }): Promise<number> {
  const body = update(id)
  const at = new Date()
  const { pathname, search } = new URL(address, api.address)
  const answer = await fetch(`${api.address}${pathname}${search}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    },
    body,
  })
  return answer.status
}

const inbox = () =>
  company.query<{ status: string; attempts: number }>(
    'select status, attempts from webhook_deliveries order by webhook_id',
  )

const applied = async () => ({
  events: (await company.query<{ kind: string }>(`select data ->> 'kind' as kind from events order by 1`)).map(
    ({ kind }) => kind,
  ),
  tickets: (await company.query('select from support_tickets')).length,
})

it('each is applied once, whatever was killed between its acceptance and its end', async () => {
  const to = await givenAddress()
  const answers = await Promise.all(IDS.flatMap((id) => Array.from({ length: 21 }, () => deliver(id, to))))
  expect(new Set(answers)).toEqual(new Set([202]))
  await api.kill()
  expect(await inbox()).toEqual(IDS.map(() => ({ status: 'accepted', attempts: 0 })))

  // Tickets come last: the worker stops when all else is written, and not yet kept.
  const holder = await server.owner.connect()
  onTestFinished(() => holder.release(true))
  await holder.query('begin; lock table support_tickets in exclusive mode')
  const killed = startWorkerProcess(server.place)
  afterAll(() => killed.kill())
  await eventually(async () => {
    const { rows } = await server.owner.query(
      `select from pg_stat_activity where application_name = 'renubu worker' and wait_event_type = 'Lock' and wait_event = 'relation'`,
    )
    expect(rows.length).toBeGreaterThan(0)
  })
  await killed.kill()
  expect(await applied()).toEqual({ events: [], tickets: 0 })
  await holder.query('rollback')
  expect((await inbox()).map(({ status }) => status)).toEqual(IDS.map(() => 'accepted'))

  const next = startWorkerProcess(server.place)
  afterAll(() => next.kill())
  await eventually(async () => expect((await inbox()).map(({ status }) => status)).toEqual(IDS.map(() => 'applied')))
  const once = { events: IDS.map((id) => `told by ${id}`), tickets: IDS.length }
  expect(await applied()).toEqual(once)
  await next.stop()
  expect(await applied()).toEqual(once)
})
