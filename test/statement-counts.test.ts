import { text } from 'node:stream/consumers'
import pg from 'pg'
import { describe, expect, it, vi } from 'vitest'
import { isoDay } from '../src/base/day.ts'
import { EVENT_STREAM } from '../src/platform/http/endpoint.contract.ts'
import { silentLog } from '../src/platform/log.ts'
import { queueMail } from '../src/platform/mails.store.ts'
import { tasksOf } from '../src/tasks.ts'
import { leastOf, operationsOf, type Document, type Json, type Operation } from './api-document.ts'
import { cookieOf, testApp, type Somebody } from './app.ts'
import { testDatabase } from './database.ts'
import { givenBook } from './given-book.ts'
import { givenCompany, type GivenCompany } from './given-company.ts'
import { ownIds } from './own-ids.ts'

// A statement for each row is fast in every test and slow in every company. So each route of the document and each job is asked of two
// companies, one with ten times the records of the other, and may not send more statements for the larger one.

// Few are enough for everything that can be due to be due once; the many are the same ten times over.
const FEW = 4
const MANY = 40

const db = await testDatabase()
const app = await testApp(db)
const sent = vi.spyOn(pg.Client.prototype, 'query')

type Place = { readonly company: GivenCompany; readonly admin: Somebody; readonly ofOurs: (path: string) => string }

/** A company of `count` customers with two days behind it. */
async function givenPlace(count: number): Promise<Place> {
  const company = await givenCompany(db)
  const csms = Array.from({ length: count / 2 }, (_, index) => `csm${String(index)}`)
  await company.import('users', [
    ...csms.map((name) => ({ externalId: name, name, email: `${name}@example.org`, role: 'csm' })),
    { externalId: 'al', name: 'Al Birch', email: 'al@example.org', role: 'admin' },
  ])
  await givenBook(
    company,
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `c${String(index)}`,
        {
          owner: csms[index % csms.length] ?? '',
          renewsIn: 5 + 20 * (index % FEW),
          urgentTickets: index % 2,
          plan: 'invest' as const,
          championLeft: index % 3 === 0,
        },
      ]),
    ),
  )
  await company.run('scheduled', company.today() - 1)
  await company.run('by-hand')
  const ofOurs = await ownIds(db, company.id)
  const [admin] = await company.query<{ id: string }>(`select id from users where role = 'admin'`)
  return { company, admin: { companyId: company.id, userId: admin?.id ?? '' }, ofOurs }
}

const [small, large] = [await givenPlace(FEW), await givenPlace(MANY)]
// What the routes' tests leave behind is not the same in both; jobs have companies of their own.
const forJobs = { few: await givenPlace(FEW), many: await givenPlace(MANY) }

// A process begins to listen for changes with the first who wants to hear of them, and goes on in its own time.
const ofNobody = (statement: unknown): boolean => typeof statement === 'string' && /^(un)?listen /.test(statement)

async function counted(work: () => Promise<unknown>): Promise<number> {
  const before = sent.mock.calls.length
  await work()
  return sent.mock.calls.slice(before).filter(([statement]) => !ofNobody(statement)).length
}

async function ask(place: Place, { method, path, bodyForm }: Operation, body: Json | undefined): Promise<number> {
  const reply = await app.inject({
    method: method as 'GET',
    url: place.ofOurs(path),
    headers: {
      cookie: cookieOf(place.admin),
      ...(body === undefined ? {} : { 'content-type': bodyForm ?? 'application/json' }),
    },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    payloadAsStream: true,
  })
  // Of an answer that goes on the beginning is enough; of the others the end is waited for.
  if (reply.headers['content-type'] === EVENT_STREAM) reply.stream().destroy()
  else await text(reply.stream())
  return reply.statusCode
}

const document: Document = (await app.inject('/api/openapi.json')).json()
const operations = operationsOf(document).map((each) => [`${each.method} ${each.path}`, each] as const)

describe('a route sends as many statements for a large company as for a small one', () => {
  it.each(operations)('%s', async (_, operation) => {
    const body = operation.body ? leastOf(operation.body) : undefined
    const statuses: number[] = []
    const few = await counted(async () => statuses.push(await ask(small, operation, body)))
    const many = await counted(async () => statuses.push(await ask(large, operation, body)))
    expect(statuses[1]).toBe(statuses[0])
    expect(many).toBeLessThanOrEqual(few)
  })
})

/** Bodies that name several things, by the route; `count` of them. */
const SEVERAL: Readonly<Record<string, (place: Place, count: number) => Promise<Json>>> = {
  'POST /api/workflows/reassign': async ({ company }, count) => {
    const ids = await company.query<{ id: string }>(
      `select id from workflow_executions where closed_at is null order by id limit $1`,
      [count],
    )
    const [person] = await company.query<{ id: string }>(
      `select id from users where role = 'csm' order by name limit 1`,
    )
    return { ids: ids.map(({ id }) => id), to: person?.id ?? '' }
  },
  // What is given back was given before, as many at once.
  'POST /api/workflows/reassign/undo': async (place, count) => {
    const given = await SEVERAL['POST /api/workflows/reassign']?.(place, count)
    await app.inject({
      method: 'POST',
      url: '/api/workflows/reassign',
      headers: { cookie: cookieOf(place.admin) },
      payload: given as object,
    })
    return { ids: (given as { ids: readonly string[] }).ids }
  },
}

const day = isoDay(large.company.today())
const RECORDS: Readonly<Record<string, (index: number) => Json>> = {
  customers: (index) => ({ externalId: `n${String(index)}`, name: `New ${String(index)}` }),
  contacts: (index) => ({ externalId: `n${String(index)}`, customerExternalId: 'c0', name: 'Kim' }),
  contracts: (index) => ({
    externalId: `n${String(index)}`,
    customerExternalId: 'c0',
    endDate: '2029-01-01',
    value: 7,
  }),
  renewals: (index) => ({ externalId: `n${String(index)}`, customerExternalId: 'c0', date: '2029-01-01' }),
  opportunities: (index) => ({
    externalId: `n${String(index)}`,
    customerExternalId: 'c0',
    name: 'More',
    stage: 'Open',
  }),
  usage: (index) => ({ customerExternalId: 'c0', metric: `m${String(index)}`, date: day, value: 7 }),
  tickets: (index) => ({
    externalId: `n${String(index)}`,
    customerExternalId: 'c0',
    subject: 'Slow',
    createdAt: `${day}T08:00:00Z`,
  }),
  engagements: (index) => ({
    externalId: `n${String(index)}`,
    customerExternalId: 'c0',
    kind: 'call',
    at: `${day}T08:00:00Z`,
  }),
  events: (index) => ({
    externalId: `n${String(index)}`,
    customerExternalId: 'c0',
    kind: 'release',
    at: `${day}T08:00:00Z`,
  }),
  products: (index) => ({ externalId: `n${String(index)}`, name: `Product ${String(index)}` }),
  users: (index) => ({
    externalId: `n${String(index)}`,
    name: 'Bo Elm',
    email: `n${String(index)}@example.org`,
    role: 'csm',
  }),
  invoices: (index) => ({
    externalId: `n${String(index)}`,
    customerExternalId: 'c0',
    date: day,
    dueDate: day,
    amount: 7,
    status: 'open',
  }),
  surveys: (index) => ({
    externalId: `n${String(index)}`,
    customerExternalId: 'c0',
    kind: 'nps',
    score: 9,
    answeredAt: `${day}T08:00:00Z`,
  }),
  rates: (index) => ({
    currency: ['EUR', 'GBP', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN', 'JPY', 'CAD', 'AUD'][index % 10] ?? 'EUR',
    date: isoDay(large.company.today() - index),
    rate: 1.1,
  }),
}

const naming = operations.filter(([, { body }]) =>
  Object.values(body?.properties ?? {}).some(({ type }) => type === 'array'),
)

/** Lists of a person's or a key's own settings, a dozen at most, that are one value of a row. */
const ONE_VALUE = [
  'POST /api/keys',
  'POST /api/members',
  'PATCH /api/members/{id}',
  'POST /api/webhooks/active/customer-update',
]

describe('a route sends as many statements for many things as for a few', () => {
  it.each(naming.filter(([name]) => !ONE_VALUE.includes(name)))('%s', async (name, operation) => {
    const kind = /^POST \/api\/(\w+)\/bulk$/.exec(name)?.[1]
    const bodyOf = async (from: number, count: number): Promise<Json> => {
      if (kind === undefined) return (SEVERAL[name] ?? unknownTo('SEVERAL', name))(large, count)
      const recordOf = RECORDS[kind] ?? unknownTo('RECORDS', kind)
      return { records: Array.from({ length: count }, (_, index) => recordOf(from + index)) }
    }
    const [few, many] = [await bodyOf(0, FEW), await bodyOf(FEW, MANY - FEW)]
    const statuses: number[] = []
    const ofFew = await counted(async () => statuses.push(await ask(large, operation, few)))
    const ofMany = await counted(async () => statuses.push(await ask(large, operation, many)))
    expect(statuses).toEqual([200, 200])
    expect(ofMany).toBeLessThanOrEqual(ofFew)
  })
})

const unknownTo = (table: string, name: string): never => {
  throw new Error(`Say in ${table} how ${name} is asked for several things`)
}

const tasks = tasksOf({ database: db.database, clock: db.clock, log: silentLog })
const context = { log: silentLog, attempt: 1, signal: new AbortController().signal }

/** What a job is given, by its name, made ready in a company. */
const JOBS: Readonly<Record<string, (place: Place, count: number) => Promise<object>>> = {
  daily: ({ company }) => Promise.resolve({ companyId: company.id, localDate: isoDay(company.today()) }),
  'catch-up': async ({ company }) => {
    await company.query(`update customers set arr = coalesce(arr, 0) + 1`)
    return { companyId: company.id, localDate: isoDay(company.today()) }
  },
  'asked-run': async ({ company, admin }) => {
    const reply = await app.inject({
      method: 'POST',
      url: '/api/runs',
      headers: { cookie: cookieOf(admin) },
      payload: { kind: 'daily' },
    })
    const { id } = reply.json<{ id: string }>()
    return {
      companyId: company.id,
      localDate: isoDay(company.today()),
      runId: id,
      cause: 'by-hand',
      startedBy: 'Al Birch',
    }
  },
  import: (place, count) => uploaded(place, count),
  'rehearse-import': async (place, count) => {
    const payload = await uploaded(place, count, '&hold=true')
    const url = `/api/imports/${payload.importId}/rehearse`
    await app.inject({ method: 'POST', url, headers: { cookie: cookieOf(place.admin) } })
    return payload
  },
  'undo-import': async (place, count) => {
    const payload = await uploaded(place, count)
    await tasks['import']?.(payload, context)
    return payload
  },
  'apply-webhook': async ({ company }, count) => {
    const usage = Array.from({ length: count }, (_, index) => ({ metric: `m${String(index)}`, date: day, value: 3 }))
    const tickets = usage.map(({ metric }) => ({ id: `w-${metric}`, subject: 'Slow', createdAt: `${day}T08:00:00Z` }))
    const body = { customerId: 'c0', occurredAt: `${day}T09:00:00Z`, usage, tickets }
    const [delivery] = await company.query<{ id: string }>(
      `insert into webhook_deliveries (company_id, webhook_id, customer_ref, occurred_at, body)
       values (app.company_id(), 'counted', 'c0', app.now(), $1) returning id`,
      [JSON.stringify(body)],
    )
    return { companyId: company.id, deliveryId: delivery?.id }
  },
  'send-mail': async ({ company }) => {
    const letter = { purpose: 'password', to: 'al@example.org', subject: 'Counted', text: 'Counted' } as const
    const mailId = await db.database.withCompany(company.id, (tx) => queueMail(tx, letter, 'a secret'))
    return { companyId: company.id, mailId }
  },
  'analyze-customers': async ({ company }) => {
    await company.query(`update customers set arr = coalesce(arr, 0) + 1`)
    const ids = await company.query<{ id: string }>('select id from customers')
    return { companyId: company.id, customerIds: ids.map(({ id }) => id) }
  },
}

async function uploaded({ company, admin }: Place, count: number, more = '') {
  const rows = Array.from({ length: count }, (_, index) => `u${String(index)},Uploaded ${String(index)},7`)
  const headers = { cookie: cookieOf(admin) }
  const reply = await app.inject({
    method: 'POST',
    url: `/api/imports?kind=customers&name=customers.csv${more}`,
    headers: { ...headers, 'content-type': 'text/csv' },
    payload: ['External ID,Name,ARR', ...rows].join('\n'),
  })
  const { id } = reply.json<{ id: string }>()
  return { companyId: company.id, importId: id, actor: { kind: 'person', id: admin.userId, name: 'Al Birch' } }
}

describe('a job sends as many statements for many records as for a few', () => {
  it.each(Object.entries(tasks))('%s', async (name, task) => {
    const prepare = JOBS[name] ?? unknownTo('JOBS', name)
    const [few, many] = [await prepare(forJobs.few, FEW), await prepare(forJobs.many, MANY)]
    const ofFew = await counted(() => task(few, context))
    const ofMany = await counted(() => task(many, context))
    expect(ofFew).toBeGreaterThan(1)
    expect(ofMany).toBeLessThanOrEqual(ofFew)
  })
})

it('a statement for each row is seen', async () => {
  const oneByOne = ({ company }: Place) =>
    db.database.withCompany(company.id, async (tx) => {
      for (const { id } of await tx.rows<{ id: string }>('select id from customers'))
        await tx.run('select from contacts where customer_id = $1', [id])
    })
  expect(await counted(() => oneByOne(large))).toBeGreaterThan(await counted(() => oneByOne(small)))
})
