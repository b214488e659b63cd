import { request as httpRequest } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startApp } from '../../../../e2e/app.ts'
import { testApp } from '../../../../test/app.ts'
import { testDatabase } from '../../../../test/database.ts'
import { givenUploader, THREE_CUSTOMERS as FILE } from '../../../../test/given-uploads.ts'
import type { ImportItem } from './imports.contract.ts'
import { eventually } from '../../../../test/patience.ts'
import { workersBeside } from '../../../../test/workers-beside.ts'

const db = await testDatabase()
const app = await testApp(db)
const givenAdmin = givenUploader(db, app)
const UPLOAD = '/api/imports?kind=customers&name=customers.csv'
const NOBODY = '01890000-0000-7000-8000-000000000000'

describe('with a worker at work', () => {
  workersBeside(db)

  test('an uploaded file comes in, and says what it did', async () => {
    const { company, post, ended, pieces } = await givenAdmin()
    const { status, body } = await post(UPLOAD, FILE)
    expect(status).toBe(202)
    const found = await ended(body.id)
    expect(found).toMatchObject({
      kind: 'customers',
      name: 'customers.csv',
      source: 'import',
      bytes: Buffer.byteLength(FILE),
      rowsDone: 3,
      rowsTotal: 3,
      mapping: { externalId: 'Account ID', name: 'Company', arr: 'ARR' },
      report: { received: 3, created: 2, rejected: 1, importId: body.id },
      error: null,
      undo: null,
    })
    expect(found.columns).toContainEqual({
      name: 'Company',
      samples: ['Fern', 'Lune, SA'].map((name, at) => (at ? `=${name}` : name)),
    })
    expect(await company.records('customers')).toMatchObject([
      { externalId: 'c1', name: 'Fern', arr: 1234.5 },
      { externalId: 'c2', name: '=Lune, SA', arr: 7 },
    ])
    expect(await pieces(), 'the file is gone when it was read').toEqual([])
  })

  test.each([
    ['application/json', 'x.json', '[{"externalId":"c1","name":"Fern"},{"externalId":"c2","name":"Moor"}]'],
    ['application/json', 'upload', '{"records":[{"Id":"c1","Name":"Fern"},{"Id":"c2","Name":"Moor"}]}'],
    ['application/x-ndjson', 'x', '{"externalId":"c1","name":"Fern"}\n{"externalId":"c2","name":"Moor"}\n'],
    ['application/octet-stream', 'x', Buffer.from('\ufeffid;name\r\nc1;Fern\r\nc2;Moor\r\n', 'utf16le')],
    ['text/csv; charset=utf-8', 'x', 'id\tname\nc1\tFern\nc2\tMoor'],
  ])('%s under the name %s is told by its content', async (form, name, payload) => {
    const { company, post, ended } = await givenAdmin()
    const { body } = await post(`/api/imports?kind=customers&name=${name}`, payload, { form })
    await ended(body.id)
    expect((await company.records('customers')).map((one) => one['name'])).toEqual(['Fern', 'Moor'])
  })

  test('a file of many pieces is put together as it was', async () => {
    const { company, post, ended } = await givenAdmin()
    const names = Array.from({ length: 3_000 }, (_, at) => `${String(at)} ${'ü€💥'.repeat(120)}`)
    const { body } = await post(UPLOAD, ['id,name', ...names.map((name, at) => `c${String(at)},${name}`)].join('\n'))
    expect((await ended(body.id)).report).toMatchObject({ created: 3_000, rejected: 0 })
    const stored = await company.query<{ name: string }>(
      'select name from customers order by substr(external_id, 2)::integer',
    )
    expect(stored.map(({ name }) => name)).toEqual(names)
  })

  test('a rehearsal says what it would do, keeps nothing, and cannot be taken back', async () => {
    const { company, post, get, ended } = await givenAdmin()
    const { body } = await post(`${UPLOAD}&dryRun=true`, FILE)
    expect(await ended(body.id)).toMatchObject({
      rowsDone: 3,
      rowsTotal: 3,
      report: { created: 2, rejected: 1, dryRun: true },
    })
    expect(await company.records('customers')).toEqual([])
    const rejections = await get<{ items: unknown[] }>(`/api/imports/${body.id}/rejections`)
    expect(rejections.json().items).toHaveLength(1)
    expect((await post(`/api/imports/${body.id}/undo`)).status).toBe(409)
  })

  test('a held import shows its guess, and runs with the columns that a person sets', async () => {
    const { company, post, detail, ended } = await givenAdmin()
    const { body } = await post(`${UPLOAD}&hold=true`, FILE)
    expect(await detail(body.id)).toMatchObject({
      status: 'held',
      rowsTotal: null,
      mapping: { externalId: 'Account ID', name: 'Company', arr: 'ARR' },
    })
    const start = (mapping: object) =>
      post(`/api/imports/${body.id}/start`, JSON.stringify({ mapping }), { form: 'application/json' })
    expect(await start({ nonsense: 'ARR' })).toMatchObject({
      status: 422,
      body: { detail: 'customers have no field "nonsense".' },
    })
    expect(await start({ arr: 'Sum' })).toMatchObject({
      status: 422,
      body: { detail: 'The file has no column "Sum".' },
    })
    expect((await start({ arr: '', customerSince: 'Started' })).status).toBe(202)
    expect((await ended(body.id)).mapping).not.toHaveProperty('arr')
    expect(await company.records('customers')).toMatchObject([
      { externalId: 'c1', arr: null, customerSince: '2026-01-13', attributes: { ARR: '$1,234.50' } },
      { externalId: 'c2', customerSince: '2026-03-02' },
    ])
    expect((await start({})).status, 'a second start').toBe(409)
  })

  test('an import is taken back, once, and says what became of each record', async () => {
    const { company, post, ended } = await givenAdmin()
    await company.import('customers', [{ externalId: 'c1', name: 'Before' }])
    const { body } = await post(UPLOAD, FILE)
    await ended(body.id)
    expect((await post(`/api/imports/${body.id}/undo`)).status).toBe(202)
    expect((await ended(body.id, 'undone')).undo).toEqual({ deleted: 1, restored: 1, archived: [], kept: [] })
    expect(await company.records('customers')).toMatchObject([{ externalId: 'c1', name: 'Before' }])
    expect((await post(`/api/imports/${body.id}/undo`)).status).toBe(409)
    const trail = await company.query<{ action: string }>(`select action from audit_log where object_id = '${body.id}'`)
    expect(new Set(trail.map(({ action }) => action))).toEqual(new Set(['upload', 'import', 'ask-undo', 'undo']))
  })

  test('rejected rows can be read page by page, downloaded, mended and imported again', async () => {
    const { company, post, get, ended } = await givenAdmin()
    const rows = Array.from({ length: 5 }, (_, at) => `c${String(at)},"=Name, ${String(at)}",a lot ${String(at)}`)
    const fine = Array.from({ length: 20 }, (_, at) => `d${String(at)},Fine,${String(at)}`)
    const { body } = await post(UPLOAD, ['id,name,arr', ...rows, ...fine].join('\n'))
    await ended(body.id)
    type Page = {
      items: { rowNumber: number; column: string; reason: string; record: object }[]
      nextCursor: string | null
    }
    const first = (await get<Page>(`/api/imports/${body.id}/rejections?limit=3`)).json()
    expect(first.items[0]).toEqual({
      rowNumber: 1,
      column: 'arr',
      reason: '"a lot 0" is not a number',
      record: { id: 'c0', name: '=Name, 0', arr: 'a lot 0' },
    })
    const cursor = encodeURIComponent(first.nextCursor ?? '')
    const second = (await get<Page>(`/api/imports/${body.id}/rejections?limit=3&cursor=${cursor}`)).json()
    expect([...first.items, ...second.items].map(({ rowNumber }) => rowNumber)).toEqual([1, 2, 3, 4, 5])
    expect(second.nextCursor).toBeNull()
    const { text, form } = await get(`/api/imports/${body.id}/rejections.csv`)
    expect(form).toMatch(/^text\/csv/)
    expect(text.split('\n')[1]).toBe(`1,arr,"""a lot 0"" is not a number",c0,"'=Name, 0",a lot 0`)
    const again = await post(UPLOAD, text.replaceAll('a lot', '1'))
    expect((await ended(again.body.id)).report).toMatchObject({ created: 5, rejected: 0 })
    expect((await company.records('customers')).slice(0, 2)).toMatchObject([
      { name: '=Name, 0', arr: 10 },
      { name: '=Name, 1', arr: 11 },
    ])
  })

  test('a file that cannot be read to its end fails and says why; what came before stays undone', async () => {
    const { company, post, ended, pieces } = await givenAdmin()
    const records = Array.from(
      { length: 30_000 },
      (_, at) => `{"externalId":"c${String(at)}","name":"Customer ${String(at)}"}`,
    )
    const { body } = await post(UPLOAD, `[${records.join(',')}`, { form: 'application/json' })
    expect((await ended(body.id, 'failed')).error).toMatch(/cut off/)
    expect([await company.records('customers'), await pieces()]).toEqual([[], []])
  })
})

describe('a file', () => {
  test.each([
    ['nothing', UPLOAD, '', 400],
    ['a kind that there is not', '/api/imports?kind=people', FILE, 400],
    ['a column that there is not', `${UPLOAD}&mapping=${encodeURIComponent('{"arr":"Sum"}')}`, FILE, 422],
    ['a mapping that is none', `${UPLOAD}&mapping=arr`, FILE, 400],
    ['a refusal of its source', UPLOAD, '[{"errorCode":"INVALID_SESSION_ID","message":"Session expired"}]', 422],
  ])('of %s is refused at once, and leaves nothing', async (_what, url, payload, status) => {
    const { company, post, pieces } = await givenAdmin()
    expect((await post(url, payload)).status).toBe(status)
    expect([await pieces(), await company.query('select from imports')]).toEqual([[], []])
  })

  test('of another form is not read, and JSON elsewhere still is', async () => {
    const { post } = await givenAdmin()
    for (const form of ['multipart/form-data', 'text/html', 'application/xml'])
      expect((await post(UPLOAD, FILE, { form })).status).toBe(415)
    const bulk = await post('/api/customers/bulk', '{"records":[{"name":"Fern"}]}', { form: 'application/json' })
    expect(bulk.status).toBe(200)
    expect((await post('/api/customers/bulk', FILE)).status).toBe(415)
  })

  test('sent again under one key is one import; another file under it is refused', async () => {
    const { company, post, pieces } = await givenAdmin()
    const headers = { 'idempotency-key': 'file-1' }
    const [first, second] = await Promise.all([post(UPLOAD, FILE, { headers }), post(UPLOAD, FILE, { headers })])
    expect(first).toMatchObject({ status: 202 })
    expect(second).toEqual(first)
    expect((await post(UPLOAD, `${FILE}c4,New,1,\n`, { headers })).status).toBe(422)
    expect(await company.query('select id from imports')).toEqual([{ id: first.body.id }])
    expect(await pieces()).toHaveLength(1)
  })

  test.each(['csm', 'manager', 'viewer'] as const)('is not taken of a %s, nor shown to one', async (role) => {
    const owner = await givenAdmin()
    const { body } = await owner.post(`${UPLOAD}&hold=true`, FILE)
    const { post, get } = await givenAdmin(role, owner.company)
    expect((await post(UPLOAD, FILE)).status).toBe(403)
    expect((await post('/api/imports/preview', FILE)).status).toBe(403)
    expect((await post(`/api/imports/${body.id}/start`)).status).toBe(403)
    for (const url of ['/api/imports', `/api/imports/${body.id}`, `/api/imports/${body.id}/rejections.csv`])
      expect((await get(url)).status).toBe(403)
  })

  test('of another company is none at all', async () => {
    const [owner, other] = [await givenAdmin(), await givenAdmin()]
    const { body } = await owner.post(`${UPLOAD}&hold=true`, FILE)
    for (const tail of ['', '/rejections', '/rejections.csv']) {
      const [theirs, nobodys] = [
        await other.get(`/api/imports/${body.id}${tail}`),
        await other.get(`/api/imports/${NOBODY}${tail}`),
      ]
      expect([theirs.status, nobodys.status]).toEqual([404, 404])
      const words = ({ text }: { text: string }) => text.replace(/"reference":"\w+"/, '')
      expect(words(theirs)).toBe(words(nobodys))
    }
    expect((await other.post(`/api/imports/${body.id}/start`, '{}', { form: 'application/json' })).status).toBe(404)
    expect((await other.post(`/api/imports/${body.id}/undo`)).status).toBe(404)
    expect((await other.get<{ items: [] }>('/api/imports')).json().items).toEqual([])
    expect((await owner.detail(body.id)).status).toBe('held')
  })

  test('that is cut off on its way leaves nothing', async () => {
    const server = await startApp(db, { webRoot: '/nowhere' })
    onTestFinished(() => server.close())
    const { company, authorization, pieces } = await givenAdmin()
    const sending = httpRequest(`${server.address}${UPLOAD}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'text/csv', 'content-length': 50_000_000 },
    })
    sending.on('error', () => undefined)
    sending.write(Buffer.alloc(3_000_000, 'x'))
    await eventually(async () => expect((await pieces()).length).toBeGreaterThan(1))
    sending.destroy()
    await eventually(async () => expect(await pieces()).toEqual([]))
    expect(await company.query('select from imports')).toEqual([])
  })
})

test('imports are listed page by page, the newest first', async () => {
  const { post, get } = await givenAdmin()
  const ids: string[] = []
  for (let turn = 0; turn < 5; turn += 1) ids.push((await post(`${UPLOAD}&hold=true`, FILE)).body.id)
  type Page = { items: ImportItem[]; nextCursor: string | null }
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Page = (
      await get<Page>(`/api/imports?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
    ).json()
    expect(page.items.length).toBeLessThanOrEqual(2)
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  }
  expect(seen).toEqual(ids.toReversed())
  expect((await get('/api/imports?cursor=nonsense')).status).toBe(422)
  expect((await get<Page>('/api/imports?without=import')).json().items).toEqual([])
})
