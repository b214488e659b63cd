import { describe, expect, test } from 'vitest'
import { testApp } from '../../../../test/app.ts'
import { testDatabase } from '../../../../test/database.ts'
import { givenImports } from '../../../../test/given-import.ts'
import { createApiKey } from '../../../access/api-keys.store.ts'
import { KINDS, type Kind } from '../import/fields/field.ts'

const db = await testDatabase()
const app = await testApp(db)

type Answer = {
  readonly received: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly rejected: number
  readonly importId: string
  readonly mapping: Record<string, string>
  readonly warnings: readonly { readonly code: string; readonly count: number }[]
  readonly rejections: readonly { readonly index: number; readonly column: string | null; readonly reason: string }[]
}

async function givenSender(role: 'admin' | 'manager' | 'csm' | 'viewer' = 'admin') {
  const company = await givenImports(db)
  const { key } = await createApiKey(db, { companyId: company.id, role })
  const send = async (kind: string, body: unknown, headers: Record<string, string> = {}) => {
    const reply = await app.inject({
      method: 'POST',
      url: `/api/${kind}/bulk`,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return { status: reply.statusCode, body: reply.json<Answer & { detail?: string }>(), text: reply.body }
  }
  return { company, send }
}

const customer = (id: string, more: object = {}) => ({ externalId: id, name: `Customer ${id}`, ...more })

const ONE: Readonly<Record<Kind, object>> = {
  customers: customer('c1'),
  contacts: { externalId: 'k1', customerExternalId: 'c1', name: 'Ida Voss' },
  contracts: { externalId: 'v1', customerExternalId: 'c1', startDate: '2026-01-01', endDate: '2027-12-31', value: 10 },
  renewals: { externalId: 'r1', customerExternalId: 'c1', date: '2027-12-31' },
  opportunities: { externalId: 'o1', customerExternalId: 'c1', name: 'More seats', amount: 5 },
  usage: { customerExternalId: 'c1', date: '2027-03-01', metric: 'logins', value: 3 },
  tickets: { externalId: 't1', customerExternalId: 'c1', subject: 'Slow', createdAt: '2027-03-01T10:00:00Z' },
  engagements: { externalId: 'e1', customerExternalId: 'c1', kind: 'call', at: '2027-03-01T10:00:00Z' },
  events: { externalId: 'x1', customerExternalId: 'c1', kind: 'login', at: '2027-03-01T10:00:00Z' },
  products: { externalId: 'p1', name: 'Core' },
  users: { email: 'ida@fern.example', name: 'Ida Voss', role: 'csm' },
  invoices: { externalId: 'i1', customerExternalId: 'c1', date: '2027-02-01', amount: 10 },
  surveys: { externalId: 's1', customerExternalId: 'c1', kind: 'nps', score: 9, at: '2027-03-01T10:00:00Z' },
  rates: { currency: 'EUR', day: '2027-03-01', rate: 1.1 },
}

describe('records sent in bulk', () => {
  test.each(KINDS)('of %s come in, and the second time change nothing', async (kind) => {
    const { company, send } = await givenSender()
    await company.import('customers', [ONE.customers])
    const first = await send(kind, { records: [ONE[kind]] })
    expect(first).toMatchObject({
      status: 200,
      body: { kind, received: 1, rejected: 0, unlinked: 0, dryRun: false, rejections: [] },
    })
    expect(first.body.created).toBe(kind === 'customers' ? 0 : 1)
    const before = await company.everything()
    expect((await send(kind, { records: [ONE[kind]] })).body).toMatchObject({ created: 0, updated: 0, unchanged: 1 })
    expect(await company.everything()).toEqual(before)
  })

  test('are known by their source and id: another source’s record of the same id is another one', async () => {
    const { company, send } = await givenSender()
    await send('customers', { records: [customer('c1', { arr: 1 })] })
    expect((await send('customers', { source: 'crm', records: [customer('c1', { arr: 2 })] })).body.created).toBe(1)
    expect((await send('customers', { records: [customer('c1', { arr: 3 })] })).body.updated).toBe(1)
    const rows = await company.query('select source, arr::float8 as arr from customers order by source')
    expect(rows).toEqual([
      { source: 'crm', arr: 2 },
      { source: 'import', arr: 3 },
    ])
  })

  test('under other names than ours are understood, and the answer says as what', async () => {
    const { company, send } = await givenSender()
    const { body } = await send('customers', {
      records: [{ 'Account ID': 'a1', 'Account Name': 'Fern & Sons', 'Annual Revenue': '$1,234.50' }],
    })
    expect(body.mapping).toEqual({ externalId: 'Account ID', name: 'Account Name', arr: 'Annual Revenue' })
    expect(await company.records('customers')).toMatchObject([{ externalId: 'a1', name: 'Fern & Sons', arr: 1234.5 }])
  })

  test('that are bad do not stop the good ones, and each says where it stood and why', async () => {
    const { company, send } = await givenSender()
    const { status, body } = await send('customers', {
      records: [customer('c0'), customer('c1', { arr: 'a lot' }), customer('c2'), customer('c3', { name: '' })],
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ received: 4, created: 2, rejected: 2 })
    expect(body.rejections).toEqual([
      { index: 1, column: 'arr', reason: '"a lot" is not a number' },
      { index: 3, column: 'name', reason: 'name is empty' },
    ])
    expect((await company.records('customers')).map(({ externalId }) => externalId)).toEqual(['c0', 'c2'])
  })

  test('come back to the byte, however hostile', async () => {
    const { company, send } = await givenSender()
    const names = [
      "'; drop table customers; --",
      '=cmd|calc!A1',
      '{{constructor.constructor("return 1")()}}',
      ' padded ',
      '\u202eright to left',
      '<script>alert(1)</script>',
      '💥'.repeat(500),
      'line\nbreak\ttab "quoted", comma',
      '\\x00 \\N \\.',
    ]
    const records = names.map((name, place) => ({
      externalId: `h${String(place)}`,
      name,
      attributes: { [name]: name },
    }))
    expect((await send('customers', { records })).body).toMatchObject({ created: names.length, rejected: 0 })
    const stored = await company.query<{ name: string }>('select name from customers order by external_id')
    expect(stored.map(({ name }) => name)).toEqual(names)
  })

  test.each([
    ['none', { records: [] }],
    ['5,001', { records: Array.from({ length: 5_001 }, (_, place) => ({ externalId: String(place), name: 'x' })) }],
    ['what are no objects', { records: ['c1'] }],
    ['a list in the place of them', { records: [[customer('c1')]] }],
    ['no body but a list', [customer('c1')]],
    ['a source that is no name', { source: 'a\nb', records: [customer('c1')] }],
    ['a source without a name', { source: '', records: [customer('c1')] }],
    ['a prototype', '{"records": [{"externalId": "c1", "name": "x", "__proto__": {"role": "admin"}}]}'],
    ['U+0000', '{"records": [{"externalId": "c1", "name": "\\u0000"}]}'],
    ['half a body', '{"records": [{"externalId": "c1", "na'],
  ])('are refused as a whole when there are %s', async (_what, body) => {
    const { company, send } = await givenSender()
    expect(await send('customers', body)).toMatchObject({ status: 400 })
    expect(await company.query('select from imports')).toEqual([])
  })

  test('may be 5,000 at once, and no larger than 8 MiB', async () => {
    const { company, send } = await givenSender()
    const records = Array.from({ length: 5_000 }, (_, place) => customer(String(place)))
    expect((await send('customers', { records })).body).toMatchObject({ received: 5_000, created: 5_000 })
    const large = await send('customers', { records: [customer('large', { note: 'x'.repeat(8 * 1_048_576) })] })
    expect(large.status).toBe(413)
    expect(await company.query('select from customers')).toHaveLength(5_000)
  })

  test.each(['csm', 'manager', 'viewer'] as const)('are not taken of a %s', async (role) => {
    const { company, send } = await givenSender(role)
    for (const kind of ['customers', 'usage', 'rates'] as const)
      expect((await send(kind, { records: [ONE[kind]] })).status).toBe(403)
    expect(await company.query('select from imports')).toEqual([])
  })

  test('are in the audit trail in the name of the key, and can be taken back', async () => {
    const { company, send } = await givenSender()
    const { body } = await send('customers', { records: [customer('c1')] })
    const [row] = await company.query<{ kind: string; detail: { created: number } }>(
      `select actor_kind as kind, detail from audit_log where action = 'import' and object_id = '${body.importId}'`,
    )
    expect(row).toMatchObject({ kind: 'key', detail: { kind: 'customers', created: 1 } })
    expect(await company.undo(body.importId)).toMatchObject({ deleted: 1 })
    expect(await company.records('customers')).toEqual([])
  })
})

describe('a bulk request that is sent again', () => {
  const usage = (value: number) => ({ records: [{ ...ONE.usage, value }] })

  test('twenty times at once under one key is done once, and answered alike', async () => {
    const { company, send } = await givenSender()
    await company.import('customers', [ONE.customers])
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send('usage', usage(3), { 'idempotency-key': 'night-1' })),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers[0]?.body).toMatchObject({ received: 1, created: 1 })
    expect(await company.query(`select from imports where kind = 'usage'`)).toHaveLength(1)
  })

  test('with another body under the same key is refused, and changes nothing', async () => {
    const { company, send } = await givenSender()
    await company.import('customers', [ONE.customers])
    await send('usage', usage(3), { 'idempotency-key': 'night-1' })
    expect((await send('usage', usage(4), { 'idempotency-key': 'night-1' })).status).toBe(422)
    expect(await company.query('select value from usage_values')).toEqual([{ value: 3 }])
  })

  test('after it was cut between its work and its answer has left nothing, and is done then', async () => {
    const { company, send } = await givenSender()
    await db.owner.query(
      `create function refuse_answer() returns trigger language plpgsql as $$ begin raise exception 'the machine stops'; end $$;
       create trigger refuse_answer before insert on idempotency_keys for each row execute function refuse_answer()`,
    )
    const again = () => send('customers', { records: [customer('c1')] }, { 'idempotency-key': 'k' })
    try {
      expect((await again()).status).toBe(500)
    } finally {
      await db.owner.query('drop trigger refuse_answer on idempotency_keys; drop function refuse_answer')
    }
    expect(await company.query('select from imports')).toEqual([])
    expect(await company.records('customers')).toEqual([])
    expect((await again()).body).toMatchObject({ created: 1 })
    expect((await again()).body).toMatchObject({ created: 1 })
    expect(await company.query('select from imports')).toHaveLength(1)
  })
})
