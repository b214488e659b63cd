import { afterEach, describe, expect, it } from 'vitest'
import { cookieOf, oneApp, type TestApp } from '../../../test/app.ts'
import { testDatabase } from '../../../test/database.ts'
import { createCompany } from '../../access/companies.store.ts'
import { createUser } from '../../access/users.store.ts'
import { within } from '../embedded/processes.ts'
import { openDatabase, type Database } from '../postgres.ts'
import type { Problem } from './problem.contract.ts'
import { PATIENCE_MS } from '../../../test/patience.ts'

const db = await testDatabase()
const company = await createCompany(db, { name: 'Fennel', timeZone: 'UTC' })
const { id: userId } = await createUser(db, { companyId: company.id, name: 'Ada Quill', role: 'csm' })
const cookie = cookieOf({ companyId: company.id, userId })
const today = (app: TestApp) => app.inject({ method: 'GET', url: '/api/today', headers: { cookie } })

const ending: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

/** The application on a narrow pool of its own. */
async function narrowApp(mostWaiting: number, options: { readonly statementTimeout?: number } = {}) {
  const database = await openDatabase({ url: db.urls.appUrl, max: 2, connectTimeout: 300, ...options })
  ending.push(() => database.close())
  return { database, app: await oneApp({ database, clock: db.clock, urls: db.urls }, { limits: { mostWaiting } }) }
}

/** Takes every connection of a pool until the test is over. */
async function exhaust(database: Database): Promise<void> {
  const free = Promise.withResolvers<undefined>()
  const holders = [0, 1].map(() => database.platform(() => free.promise))
  ending.push(async () => {
    free.resolve(undefined)
    await Promise.all(holders)
  })
  await within(PATIENCE_MS, () => database.connections().size === 2 && database.connections().idle === 0)
}

describe('a pool of connections that is exhausted', () => {
  it('is a 503 that says when to come again, and is over when a connection is given back', async () => {
    const { app, database } = await narrowApp(100)
    expect((await today(app)).statusCode).toBe(200)
    await exhaust(database)
    const refused = await today(app)
    expect(refused.statusCode).toBe(503)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(refused.json<Problem>()).toMatchObject({ title: 'The database is away for a moment', status: 503 })
    for (const end of ending.splice(1).reverse()) await end()
    expect((await today(app)).statusCode).toBe(200)
  })

  it('turns away at once who would only make the line longer, but not who asks how it is', async () => {
    const { app, database } = await narrowApp(1)
    await exhaust(database)
    const first = today(app)
    await within(PATIENCE_MS, () => database.connections().waiting === 1)
    const refused = await today(app)
    expect(refused.statusCode).toBe(503)
    expect(refused.json<Problem>()).toMatchObject({ type: 'about:blank#busy', title: 'Too much to do just now' })
    expect(refused.headers['retry-after']).toBe('2')
    expect((await app.inject('/healthz')).statusCode).toBe(200)
    expect((await app.inject('/metrics')).body).toContain('renubu_database_up 0')
    expect((await first).statusCode).toBe(503)
  })
})

it('a query that hangs on a lock is cut off with a 503, and what it waited for is there afterwards', async () => {
  const { app } = await narrowApp(100, { statementTimeout: 200 })
  const holder = await db.owner.connect()
  ending.push(async () => {
    await holder.query('rollback')
    holder.release()
  })
  await holder.query('begin; lock table users in access exclusive mode')
  const refused = await today(app)
  expect(refused.statusCode).toBe(503)
  expect(refused.headers['retry-after']).toBe('2')
  await ending.pop()?.()
  expect((await today(app)).statusCode).toBe(200)
})

it('an event loop that is held for long turns requests away, and takes them again', async () => {
  const app = await oneApp(db, { limits: { eventLoopDelayMs: 50 } })
  await app.ready()
  const hold = (): void => {
    const until = performance.now() + 300
    while (performance.now() < until);
  }
  const turnedAway = async (): Promise<boolean> => {
    hold()
    return (await app.inject('/api/session')).statusCode === 503
  }
  expect(await within(PATIENCE_MS, turnedAway)).toBe(true)
  hold()
  expect((await app.inject('/healthz')).statusCode).toBe(200)
  expect(await within(PATIENCE_MS, async () => (await app.inject('/api/session')).statusCode === 200)).toBe(true)
})
