import { describe, expect, it } from 'vitest'
import { createApiKey } from '../src/access/api-keys.store.ts'
import { createCompany } from '../src/access/companies.store.ts'
import { EVENT_STREAM } from '../src/platform/http/endpoint.contract.ts'
import {
  HOSTILE_IDS,
  leastOf,
  mutantsOf,
  operationsOf,
  type Document,
  type Json,
  type Operation,
} from './api-document.ts'
import { givenCompany, givenHealthyCustomer } from './given-company.ts'
import { twoOfEach } from './two-of-each.ts'

// Knows nothing of the API but its document: whatever is added to it is held to the same promises from its first day. It asks two servers by
// turns, beside which two workers do what is asked for, as in service.

const { db, nextAddress } = await twoOfEach()

const company = await givenCompany(db)
await givenHealthyCustomer(company, 'elm', 20)
await company.run()
await db.owner.query(`insert into webhook_secrets (company_id, name, sealed) values ($1, 'sender', 'v1.')`, [
  company.id,
])
await db.owner.query(
  `insert into webhook_deliveries (company_id, webhook_id, customer_ref, occurred_at, body) values ($1, 'msg', 'elm', now(), '{}')`,
  [company.id],
)
const neighbour = await createCompany(db, { name: 'Neighbour', timeZone: 'UTC' })

const keyOf = async (companyId: string, role: 'csm' | 'manager' | 'admin' | 'viewer') =>
  (await createApiKey(db, { companyId, role })).key
const ROLES = ['viewer', 'csm', 'manager', 'admin'] as const
const ours = new Map(await Promise.all(ROLES.map(async (role) => [role, await keyOf(company.id, role)] as const)))
const theirs = await keyOf(neighbour.id, 'admin')

const document = (await (await fetch(`${nextAddress()}/api/openapi.json`)).json()) as Document
const operations = operationsOf(document)
const guarded = operations.filter(({ open }) => !open)
const named = (list: readonly Operation[]) => list.map((each) => [`${each.method} ${each.path}`, each] as const)

type Sending = {
  readonly key?: string
  readonly path?: string
  readonly body?: Json
  readonly headers?: Readonly<Record<string, string>>
}

async function send({ method, path: pattern, body: schema, bodyForm }: Operation, sending: Sending) {
  const { key, path = filled(pattern), body = schema ? leastOf(schema) : undefined, headers = {} } = sending
  for (;;) {
    const answer = await fetch(`${nextAddress()}${path}`, {
      method,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': bodyForm ?? 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
    })
    if (answer.headers.get('content-type')?.startsWith(EVENT_STREAM)) {
      await answer.body?.cancel()
      return { status: answer.status, text: 'goes on' }
    }
    const text = await answer.text()
    if (answer.status === 429) throw new Error('Asked too often to be told anything else')
    // Too much to do for a moment, on a machine that runs other tests as well: a client asks again.
    if (!text.includes('about:blank#busy')) return { status: answer.status, text }
  }
}

const NOBODY = '01890000-0000-7000-8000-000000000000'

const filled = (path: string, id = NOBODY): string => path.replaceAll(/\{(\w+)\}/g, id)

/** Ids of this company's own, by the table that an address speaks of. */
const ids = new Map<string, string>(
  await Promise.all(
    (
      [
        ['customers', 'customers'],
        ['customer', 'customers'],
        ['workflows', 'workflow_executions'],
        ['users', 'users'],
        ['members', 'users'],
        ['absences', 'absences'],
        ['teams', 'teams'],
        ['runs', 'job_runs'],
        ['imports', 'imports'],
        ['contacts', 'contacts'],
        ['contracts', 'contracts'],
        ['engagements', 'engagements'],
        ['secrets', 'webhook_secrets'],
        ['deliveries', 'webhook_deliveries'],
      ] as const
    ).map(async ([word, table]) => {
      const { rows } = await db.owner.query<{ id: string }>(`select id from ${table} where company_id = $1 limit 1`, [
        company.id,
      ])
      return [word, rows[0]?.id ?? NOBODY] as const
    }),
  ),
)
// One that may be ended: the keys that this file asks with are needed to its end.
ids.set('keys', (await createApiKey(db, { companyId: company.id, role: 'viewer' })).id)

/** An address with the ids of records of ours where it has a place for them. */
const ofOurs = (path: string): string =>
  path.replaceAll(/([\w-]+)\/\{\w+\}/g, (_, word: string) => `${word}/${ids.get(word) ?? NOBODY}`)

const withoutReference = (text: string): string => text.replace(/"reference":"\w+"/, '')

describe.each(named(guarded))('%s', (_name, operation) => {
  it('is closed without a key', async () => {
    expect(await send(operation, {})).toMatchObject({ status: 401 })
  })

  it.each(ROLES.filter((role) => !operation.roles.includes(role)))('is not for a %s', async (role) => {
    expect(await send(operation, { key: ours.get(role) ?? '' })).toMatchObject({ status: 403 })
  })

  if (operation.path.includes('{id}')) {
    it('tells another company of our records what it tells of ids that nobody has', async () => {
      const asked = await send(operation, { key: theirs, path: ofOurs(operation.path) })
      const unknown = await send(operation, { key: theirs })
      expect(asked.status).toBe(unknown.status)
      expect([404, 400, 422]).toContain(asked.status)
      expect(withoutReference(asked.text)).toBe(withoutReference(unknown.text))
    })
  }

  if (operation.path.includes('{id}')) {
    it('finds nothing behind an address that is none of its own', async () => {
      const admin = await keyOf(company.id, 'admin')
      for (const id of HOSTILE_IDS) {
        const { status, text } = await send(operation, { key: admin, path: filled(operation.path, id) })
        expect([id, status]).toEqual([id, status === 400 ? 400 : 404])
        expect(text).not.toContain('root:')
      }
    })
  }

  it('answers what it declares, whatever it is sent', async () => {
    const path = ofOurs(operation.path)
    // One of its own: past 600 requests in a minute a key would be told nothing else.
    const admin = await keyOf(company.id, 'admin')
    const bodies = operation.body ? mutantsOf(leastOf(operation.body)) : [undefined]
    for (const body of bodies) {
      const { status } = await send(operation, { key: admin, path, ...(body === undefined ? {} : { body }) })
      expect([operation.statuses, status, body]).toEqual([expect.arrayContaining([status]), status, body])
      expect(status).toBeLessThan(500)
    }
    for (const { name } of operation.parameters.filter((each) => each.in === 'query')) {
      for (const value of ['', '%00', '-1', '9'.repeat(400), "' or 1=1 --", NOBODY]) {
        const { status } = await send(operation, { key: admin, path: `${path}?${name}=${encodeURIComponent(value)}` })
        expect([name, value, operation.statuses]).toEqual([name, value, expect.arrayContaining([status])])
        expect(status).toBeLessThan(500)
      }
    }
  })

  it('does not listen to a company that is named beside the key', async () => {
    const path = filled(operation.path)
    // Twice, because the second of two equal requests may be answered otherwise than the first.
    await send(operation, { key: theirs, path })
    const plain = await send(operation, { key: theirs, path })
    const smuggled = await send(operation, {
      key: theirs,
      path: `${path}?companyId=${company.id}&company_id=${company.id}`,
      headers: { 'x-company-id': company.id, 'x-tenant': company.id },
    })
    expect(smuggled.status).toBe(plain.status)
    expect(smuggled.text).not.toContain('elm')
  })
})
