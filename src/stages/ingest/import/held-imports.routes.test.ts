import { describe, expect, test } from 'vitest'
import { testApp } from '../../../../test/app.ts'
import { testDatabase } from '../../../../test/database.ts'
import { givenUploader, THREE_CUSTOMERS as FILE } from '../../../../test/given-uploads.ts'
import { eventually } from '../../../../test/patience.ts'
import { workersBeside } from '../../../../test/workers-beside.ts'
import type { ImportDetail } from './imports.contract.ts'

const db = await testDatabase()
const app = await testApp(db)
const givenAdmin = givenUploader(db, app)
const UPLOAD = '/api/imports?kind=customers&name=customers.csv'

describe('with a worker at work', () => {
  workersBeside(db)

  test('a held import is rehearsed as it is set, held again, and then runs from the same file', async () => {
    const { company, post, patch, get, detail, ended } = await givenAdmin()
    const { body } = await post('/api/imports?name=accounts.csv&hold=true', FILE)
    const address = `/api/imports/${body.id}`
    const rehearse = async () => {
      const asked = await Promise.all([post(`${address}/rehearse`), post(`${address}/rehearse`)])
      expect(asked.map(({ status }) => status)).toEqual([202, 202])
      await eventually(async () => expect((await detail(body.id)).rehearsal).not.toBeNull())
      return detail(body.id)
    }
    expect(await rehearse()).toMatchObject({
      status: 'held',
      kind: 'customers',
      rowsDone: 0,
      rowsTotal: 3,
      rehearsal: { received: 3, created: 2, rejected: 1, dryRun: true },
    })
    expect((await get<{ items: [] }>(`${address}/rejections`)).json().items).toHaveLength(1)
    expect(await company.records('customers')).toEqual([])
    const set = await patch(address, { mapping: { name: 'Account ID', arr: 'ARR' } })
    expect(set.body).toMatchObject({ rehearsal: null, mapping: { name: 'Account ID', arr: 'ARR' } })
    expect((await get<{ items: [] }>(`${address}/rejections`)).json().items).toEqual([])
    expect((await rehearse()).rehearsal).toMatchObject({ created: 3, rejected: 0 })
    await post(`${address}/start`, '{}', { form: 'application/json' })
    expect((await ended(body.id)).report).toMatchObject({ created: 3, dryRun: false })
    for (const again of ['rehearse', 'start'])
      expect((await post(`${address}/${again}`, '{}', { form: 'application/json' })).status).toBe(409)
    expect((await patch(address, { kind: 'contacts' })).status).toBe(409)
    const trail = await company.query<{ action: string }>(`select action from audit_log where object_id = '${body.id}'`)
    expect(new Set(trail.map(({ action }) => action))).toEqual(
      new Set(['upload', 'rehearse', 'set', 'start', 'import']),
    )
  })

  test('a rehearsal that cannot read the file to its end says so, and the import is held again', async () => {
    const { post, detail } = await givenAdmin()
    const records = Array.from({ length: 30_000 }, (_, at) => `{"externalId":"c${String(at)}","name":"Customer"}`)
    const { body } = await post(`${UPLOAD}&hold=true`, `[${records.join(',')}`, { form: 'application/json' })
    await post(`/api/imports/${body.id}/rehearse`)
    await eventually(async () => expect((await detail(body.id)).rehearsalError).toMatch(/cut off/))
    expect(await detail(body.id)).toMatchObject({ status: 'held', rehearsal: null })
  })

  test('a person decides between the ways in which dates and numbers can be read', async () => {
    const { company, post, patch, detail, ended } = await givenAdmin()
    const { body } = await post(`${UPLOAD}&hold=true`, 'id,name,arr,renewal date\nc1,Fern,"1.234",02/03/2026\n')
    const guessOf = ({ held }: ImportDetail, name: string) => held?.guesses.find((one) => one.name === name)
    const before = await detail(body.id)
    expect(guessOf(before, 'renewal date')).toMatchObject({ sure: 'look', because: 'date-order', dates: 'month-first' })
    expect(guessOf(before, 'arr')).toMatchObject({ sure: 'look', because: 'number-format', decimals: '.' })
    const readings = { 'renewal date': { order: 'day-first' }, arr: { mark: ',' } }
    const after = (await patch(`/api/imports/${body.id}`, { readings })).body
    expect(after.held?.rows[0]).toMatchObject({
      record: { arr: 1234, renewalDate: '2026-03-02' },
      cells: { arr: '1.234', renewalDate: '02/03/2026' },
    })
    expect(guessOf(after, 'renewal date')).toMatchObject({ sure: 'sure', dates: 'day-first' })
    await post(`/api/imports/${body.id}/start`, '{}', { form: 'application/json' })
    const found = await ended(body.id)
    expect(found.report?.warnings.map(({ code }) => code)).not.toContain('date-order-unclear')
    expect(await company.records('customers')).toMatchObject([{ arr: 1234, renewalDate: '2026-03-02' }])
  })
})

test('a held import is read as another kind, or with other columns, and says how sure each of them is', async () => {
  const { post, patch, detail } = await givenAdmin()
  const file = 'Account ID,Account Name,Annual Revenue,Seats,Legacy\nc1,Fern,"$1,200.50",30,C\nc2,,7,4,B\n'
  const { body } = await post('/api/imports?name=accounts.csv&hold=true', file)
  const held = (await detail(body.id)).held
  expect(held).toMatchObject({ kind: 'customers', seen: { rows: 2, all: true } })
  expect(held?.guesses.map(({ field, sure, because }) => [field, sure, because])).toEqual([
    ['externalId', 'sure', 'title'],
    ['name', 'sure', 'title'],
    ['arr', 'look', 'meaning'],
    ['licensedUsers', 'sure', 'title'],
    [null, 'unread', null],
  ])
  expect(held?.rows[1]).toMatchObject({ record: null, column: 'Account Name', cells: { externalId: 'c2', arr: '7' } })
  const mapping = { externalId: 'Account ID', name: 'Account Name', segment: 'Legacy' }
  const set = (await patch(`/api/imports/${body.id}`, { mapping })).body.held
  expect(set?.guesses.map(({ sure }) => sure)).toEqual(['sure', 'sure', 'unread', 'unread', 'chosen'])
  expect((await detail(body.id)).held?.mapping, 'it is kept').toEqual(mapping)
  const products = (await patch(`/api/imports/${body.id}`, { kind: 'products' })).body
  expect(products).toMatchObject({ kind: 'products', mapping: { name: 'Account Name' } })
  expect((await patch(`/api/imports/${body.id}`, { mapping: { arr: 'Seats' } })).status).toBe(422)
  expect((await patch(`/api/imports/${body.id}`, { mapping: { name: 'Nonsense' } })).status).toBe(422)
})

test.each([
  ['a NUL', 'id,name\n1,a\0b\n2,ok\n', 202],
  ['bytes of no text', Buffer.from(Array.from({ length: 5_000 }, (_, at) => (at * 7_919) % 256)), 202],
  ['columns of one name', 'id,name,name\n1,A,B\n', 202],
  ['a header alone', 'id,name\n', 202],
  ['nothing but a mark of its encoding', '\ufeff', 422],
  ['a workbook', 'PK\u0003\u0004[Content_Types].xml', 422],
])('a file of %s is looked at, or refused with a reason', async (_what, file, status) => {
  const { post, detail } = await givenAdmin()
  const { status: told, body } = await post('/api/imports?name=x.csv&hold=true', file)
  expect(told, JSON.stringify(body)).toBe(status)
  if (status === 202) expect((await detail(body.id)).held).not.toBeNull()
})

test('a file of thousands of columns is looked at in a moment', async () => {
  const { post } = await givenAdmin()
  const columns = Array.from({ length: 2_000 }, (_, at) => `c${String(at)}`).join(',')
  const begun = performance.now()
  expect((await post('/api/imports?name=wide.csv&hold=true', `${columns}\n${columns}\n`)).status).toBe(202)
  // Seconds on a busy machine; it was four times as long when each field looked at each title anew.
  expect(performance.now() - begun).toBeLessThan(20_000)
})

describe('a preview', () => {
  type Previewed = {
    kind: string
    kindGuessed: boolean
    mapping: Record<string, string>
    columns: { name: string; samples: string[] }[]
    rows: { rowNumber: number; record: Record<string, unknown> | null; column: string | null; reason: string | null }[]
  }

  test('says what the file is and how its rows would be read, and keeps nothing', async () => {
    const { company, post, pieces } = await givenAdmin()
    const { status, body } = await post<Previewed>('/api/imports/preview?name=accounts.csv', FILE)
    expect(status).toBe(200)
    expect(body).toMatchObject({ kind: 'customers', kindGuessed: true, format: 'csv' })
    expect(body.columns[2]).toEqual({ name: 'ARR', samples: ['$1,234.50', '7', '9'] })
    expect(body.rows[0]).toMatchObject({
      rowNumber: 1,
      record: { externalId: 'c1', name: 'Fern', arr: 1234.5 },
      reason: null,
    })
    expect(body.rows[2]).toMatchObject({ rowNumber: 3, record: null, column: 'Company', reason: 'name is empty' })
    expect([
      await pieces(),
      await company.query('select from imports'),
      await company.query("select from audit_log where action in ('import', 'upload')"),
    ]).toEqual([[], [], []])
  })

  test('follows the kind and the columns that it is given', async () => {
    const { post } = await givenAdmin()
    const mapping = encodeURIComponent('{"name":"Account ID","listPrice":""}')
    const { body } = await post<Previewed>(`/api/imports/preview?kind=products&mapping=${mapping}`, FILE)
    expect(body).toMatchObject({ kind: 'products', kindGuessed: false, mapping: { name: 'Account ID' } })
  })

  test('shows twenty rows of a long file, and reads one that ends in the middle', async () => {
    const { post } = await givenAdmin()
    const csv = Array.from({ length: 500 }, (_, at) => `c${String(at)},Größe ${String(at)}`)
    const cutCsv = Buffer.from(`id,name\n${csv.join('\n')}\nc500,Grö`).subarray(0, -1)
    const { body } = await post<Previewed>('/api/imports/preview?kind=customers', cutCsv)
    expect(body.rows).toHaveLength(20)
    expect(body.rows[19]?.record).toMatchObject({ externalId: 'c19', name: 'Größe 19' })
    const json = `[${Array.from({ length: 30 }, (_, at) => `{"id":"c${String(at)}","name":"Größe"}`).join(',')},{"id":"c30","na`
    const cutJson = await post<Previewed>('/api/imports/preview?kind=customers', json, { form: 'application/json' })
    expect(cutJson.body.rows).toHaveLength(20)
  })

  test.each([
    ['nothing', '', 400],
    ['a page of another program', '{"error":"not_found"}', 422],
    ['more than 8 MB', Buffer.alloc(8 * 1_048_576 + 1, 'x'), 413],
  ])('of %s says what is wrong', async (_what, payload, status) => {
    const { post } = await givenAdmin()
    expect((await post('/api/imports/preview?kind=customers', payload)).status).toBe(status)
  })
})
