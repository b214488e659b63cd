import { describe, expect, it } from 'vitest'
import { cookieOf, oneApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { createApiKey } from '../access/api-keys.store.ts'
import { createCompany } from '../access/companies.store.ts'
import { createUser } from '../access/users.store.ts'
import { enqueue } from '../platform/jobs/enqueue.ts'

const db = await testDatabase()
const app = await oneApp(db)
const elm = await createCompany(db, { name: 'Elm Secret', timeZone: 'UTC' })
const oak = await createCompany(db, { name: 'Oak', timeZone: 'Europe/Berlin' })
await createCompany(db, { name: 'New', timeZone: 'UTC' })
const key = async (role: 'csm' | 'manager' | 'admin' | 'viewer', scopes: readonly string[] = []) =>
  (await createApiKey(db, { companyId: elm.id, role, scopes })).key

const [manager, keyReader, watcher, admin] = await Promise.all([
  bearer(key('manager')),
  bearer(key('admin', ['keys:read'])),
  bearer(key('admin', ['operation:read'])),
  bearer(key('admin')),
])
const { id: csmId } = await createUser(db, { companyId: elm.id, name: 'Ida Brook', role: 'csm' })

const FAR = '203.0.113.7'
type Asking = { readonly headers?: Record<string, string>; readonly remoteAddress?: string }
const ask = (asking: Asking = {}) => app.inject({ method: 'GET', url: '/metrics', ...asking })
const figures = async (): Promise<ReadonlyMap<string, number>> =>
  new Map(
    (await ask()).body
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  )

const finishedRun = (companyId: string, hoursAgo: number, customers: number) =>
  db.database.withCompany(companyId, (tx) =>
    tx.run(
      `insert into job_runs (company_id, kind, cause, local_date, status, phase, customers_total, started_by, started_at, finished_at)
       values (app.company_id(), 'daily', 'by-hand', current_date, 'finished', 'done', $2, 'a test',
               clock_timestamp() - make_interval(hours => $1, secs => 90), clock_timestamp() - make_interval(hours => $1))`,
      [hoursAgo, customers],
    ),
  )

describe('the metrics', () => {
  it('are open to this machine, as text that Prometheus reads', async () => {
    const reply = await ask()
    expect(reply.statusCode).toBe(200)
    expect(reply.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(reply.body).toMatch(/^# HELP nodejs_eventloop_lag_seconds /m)
  })

  it.each([
    ['somebody elsewhere', 401, { remoteAddress: FAR }],
    ['the world, for which a proxy on this machine asks', 401, { headers: { 'x-forwarded-for': FAR } }],
    ['a key that nobody made', 401, { remoteAddress: FAR, headers: { authorization: 'Bearer rnb_x' } }],
    [
      'a person who is not an admin',
      403,
      { remoteAddress: FAR, headers: { cookie: cookieOf({ companyId: elm.id, userId: csmId }) } },
    ],
    ['a manager’s key', 403, { remoteAddress: FAR, headers: manager }],
    ['an admin’s key for something else', 403, { remoteAddress: FAR, headers: keyReader }],
    ['an admin’s key with the scope', 200, { remoteAddress: FAR, headers: watcher }],
    ['an admin’s key without limits', 200, { remoteAddress: FAR, headers: admin }],
  ])('asked by %s: %d', async (_, status, asking) => {
    expect((await ask(asking)).statusCode).toBe(status)
  })

  it('are open to nobody without a key where people come by a name: a proxy may stand before it that says nothing of itself', async () => {
    const published = await oneApp(db, { publicUrl: 'https://renubu.example.com' })
    const asking = { method: 'GET', url: '/metrics' } as const
    expect((await published.inject(asking)).statusCode).toBe(401)
    expect((await published.inject({ ...asking, headers: watcher })).statusCode).toBe(200)
  })

  it('count requests by pattern, method and status', async () => {
    const before = await figures()
    const name = 'renubu_http_request_duration_seconds_count{method="GET",route="/api/workflows/:id/why",status="401"}'
    for (const id of ['1', '2', '3']) await app.inject({ method: 'GET', url: `/api/workflows/${id}/why` })
    expect((await figures()).get(name)).toBe((before.get(name) ?? 0) + 3)
  })

  it('say how the pool stands and that the database answers', async () => {
    const now = await figures()
    expect(now.get('renubu_database_up')).toBe(1)
    expect(now.get('renubu_database_connections{state="open"}')).toBeGreaterThan(0)
    expect(now.get('renubu_database_connections{state="waiting"}')).toBe(0)
  })

  it('say what waits in the queue of every company, since when, and what was given up', async () => {
    await db.database.withCompany(elm.id, (tx) => enqueue(tx, 'sorted', { about: 'Elm Secret' }))
    await db.database.withCompany(oak.id, async (tx) => {
      await enqueue(tx, 'sorted', {}, { runAt: new Date(Date.now() - 600_000) })
      await enqueue(tx, 'sorted', {}, { runAt: new Date(Date.now() + 600_000) })
      await enqueue(tx, 'poison', {}, { maxAttempts: 1 })
    })
    await db.owner.query(`update graphile_worker._private_jobs set attempts = 1 where max_attempts = 1`)
    await db.owner.query(`insert into jobs.totals values ('sorted', 7, 2, 3.5)`)
    const now = await figures()
    expect(now.get('renubu_jobs_waiting{task="sorted"}')).toBe(3)
    expect(now.get('renubu_jobs_oldest_waiting_seconds{task="sorted"}')).toBeGreaterThanOrEqual(600)
    expect(now.get('renubu_jobs_oldest_waiting_seconds{task="sorted"}')).toBeLessThan(900)
    expect(now.get('renubu_jobs_dead{task="poison"}')).toBe(1)
    expect(now.get('renubu_jobs_waiting{task="poison"}')).toBe(0)
    expect(now.get('renubu_jobs_done_total{task="sorted"}')).toBe(7)
    expect(now.get('renubu_jobs_failed_tries_total{task="sorted"}')).toBe(2)
    expect(now.get('renubu_job_seconds_total{task="sorted"}')).toBe(3.5)
    expect(await figures(), 'told anew, not added up').toMatchObject({})
    expect((await figures()).get('renubu_jobs_done_total{task="sorted"}')).toBe(7)
  })

  it('say how the daily cycle of all companies stands', async () => {
    const first = await figures()
    expect(first.get('renubu_cycle_companies_never_run')).toBe(3)
    expect(first.has('renubu_cycle_oldest_age_seconds')).toBe(false)
    await finishedRun(elm.id, 50, 12)
    await finishedRun(oak.id, 2, 40)
    const now = await figures()
    expect(now.get('renubu_companies')).toBe(3)
    expect(now.get('renubu_cycle_companies_never_run')).toBe(1)
    expect(now.get('renubu_cycle_companies_late')).toBe(1)
    expect(now.get('renubu_cycle_companies_running')).toBe(0)
    expect(now.get('renubu_cycle_oldest_age_seconds')).toBeGreaterThanOrEqual(50 * 3600)
    expect(now.get('renubu_cycle_last_duration_seconds')).toBeCloseTo(90, 1)
    expect(now.get('renubu_cycle_last_customers')).toBe(40)
  })

  it('name no company and hold no text of anybody', async () => {
    expect((await ask()).body).not.toMatch(new RegExp(`Elm|Secret|Oak|${elm.id}|${oak.id}`))
  })

  it('leave no company set in the connection that they were read by', async () => {
    await ask()
    expect(await db.database.platform((tx) => tx.row('select app.company_id() as id'))).toEqual({ id: null })
  })
})

it('say so, and nothing old, when the database does not answer', async () => {
  const locked = await db.owner.connect()
  await locked.query('begin; lock table companies in access exclusive mode')
  try {
    const now = await figures()
    expect(now.get('renubu_database_up')).toBe(0)
    expect([...now.keys()].filter((name) => /renubu_(jobs|cycle)/.test(name))).toEqual([])
  } finally {
    await locked.query('rollback')
    locked.release()
  }
  expect((await figures()).get('renubu_database_up')).toBe(1)
})

async function bearer(made: Promise<string>): Promise<Record<string, string>> {
  return { authorization: `Bearer ${await made}` }
}
