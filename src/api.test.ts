import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, describe, expect, it } from 'vitest'
import { startApp } from '../e2e/app.ts'
import { testDatabase } from '../test/database.ts'
import { createApiKey } from './access/api-keys.store.ts'
import { createCompany } from './access/companies.store.ts'
import { systemActor } from './base/actor.ts'

const db = await testDatabase()
const app = await startApp(db, { webRoot: '/nowhere' })
afterAll(() => app.close())

const company = await createCompany(db, { name: 'Larkspur', timeZone: 'UTC' }, systemActor('a test'))
const keyOf = (role: 'csm' | 'manager' | 'admin' | 'viewer') => createApiKey(db, { companyId: company.id, role })

const neighbour = await createCompany(db, { name: 'Larkspur Two', timeZone: 'UTC' }, systemActor('a test'))
const { key: admin } = await keyOf('admin')

const NOW = db.clock.now().toISOString()

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

type Sending = { readonly key: string; readonly body?: object; readonly idempotencyKey?: string }

const send = (method: 'POST' | 'DELETE', path: string, { key, body, idempotencyKey }: Sending) =>
  fetch(`${app.address}${path}`, {
    method,
    headers: {
      ...bearer(key),
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
    },
    body: body ? JSON.stringify(body) : null,
  })

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${app.address}${path}`, { headers })

describe('the document of the API', () => {
  it('is valid OpenAPI 3.1 and names every route, its roles and its replies', async () => {
    const document = (await (await get('/api/openapi.json')).json()) as {
      openapi: string
      paths: Record<string, object>
    }
    expect(await new Validator().validate(document)).toEqual({ valid: true })
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/healthz', '/readyz', '/api/today']))
    expect(document.paths['/api/today']).toMatchObject({
      get: {
        'x-roles': ['csm', 'manager', 'admin', 'viewer'],
        'x-scope': 'today:read',
        responses: { 200: {}, 401: {}, 429: {} },
      },
    })
    expect(document.paths['/api/session']).toMatchObject({ get: { security: [] } })
  })

  it('has a reference page whose own script is the only one that may run', async () => {
    const page = await get('/api/docs/')
    expect(page.status).toBe(200)
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self' 'sha256-")
    expect(/script-src[^;]*/.exec(policy)?.[0]).not.toContain('unsafe-inline')
  })
})

describe('an API key', () => {
  it('opens what its role may, until it is revoked', async () => {
    const { id, key } = await keyOf('manager')
    expect((await get('/api/session', bearer(key))).status).toBe(200)
    expect((await get('/api/today', bearer(key))).status).toBe(404)
    expect((await send('DELETE', `/api/keys/${id}`, { key: admin })).status).toBe(200)
    const gone = await get('/api/today', bearer(key))
    expect(gone.status).toBe(401)
    expect(await gone.json()).toMatchObject({ status: 401, detail: expect.stringContaining('not valid') as string })
  })

  it.each(['Bearer', 'Bearer rnb_', 'Basic abc', `Bearer rnb_${'0'.repeat(32)}_${'x'.repeat(43)}`])(
    '"%s" is nobody',
    async (authorization) => {
      expect((await get('/api/today', { authorization })).status).toBe(401)
    },
  )

  it('with scopes opens what they name and nothing else', async () => {
    const made = await send('POST', '/api/keys', {
      key: admin,
      body: { name: 'reads keys', role: 'admin', scopes: ['keys:read'] },
    })
    const { key } = (await made.json()) as { key: string }
    expect((await get('/api/keys', bearer(key))).status).toBe(200)
    const refused = await send('POST', '/api/keys', { key, body: { name: 'no', role: 'viewer' } })
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ detail: 'This API key lacks the scope keys:write.' })
  })

  it('of a role that may not is refused before its question is read, and the attempt stands in the audit trail', async () => {
    const { id, key } = await keyOf('viewer')
    const refused = await send('POST', '/api/keys', { key, body: { nonsense: true } })
    expect(refused.status).toBe(403)
    const { rows } = await db.owner.query(
      `select action, object, detail->>'endpoint' as endpoint from audit_log where actor_id = $1`,
      [id],
    )
    expect(rows).toEqual([{ action: 'deny', object: 'endpoint', endpoint: 'POST /api/keys' }])
  })

  it('of another company is told what it would be told of an id that nobody has', async () => {
    const { key: theirs } = await createApiKey(db, { companyId: neighbour.id, role: 'admin' })
    const { id } = await keyOf('csm')
    const answers = await Promise.all(
      [id, '01890000-0000-7000-8000-000000000000'].map(async (each) => {
        const answer = await send('DELETE', `/api/keys/${each}`, { key: theirs })
        const { reference, ...problem } = (await answer.json()) as { reference: string }
        return { status: answer.status, problem, given: reference !== '' }
      }),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]).toMatchObject({ status: 404 })
  })
})

describe('a request that is sent again with its Idempotency-Key', () => {
  const body = { name: 'made once', role: 'viewer' }

  it('is done once, however many arrive at once, and all get the same answer', async () => {
    const repeat = { key: admin, body, idempotencyKey: 'order-1' }
    const answers = await Promise.all(Array.from({ length: 20 }, () => send('POST', '/api/keys', repeat)))
    const texts = await Promise.all(answers.map((answer) => answer.text()))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(texts).size).toBe(1)
    const { rows } = await db.owner.query(`select from api_keys where name = 'made once'`)
    expect(rows).toHaveLength(1)
  })

  it('but with another body is refused, and nothing is done', async () => {
    const idempotencyKey = 'order-2'
    expect((await send('POST', '/api/keys', { key: admin, body, idempotencyKey })).status).toBe(201)
    const other = await send('POST', '/api/keys', { key: admin, body: { ...body, name: 'another' }, idempotencyKey })
    expect(other.status).toBe(422)
    expect((await db.owner.query(`select from api_keys where name = 'another'`)).rows).toHaveLength(0)
  })

  it('is done when the first was refused: only what was accepted is kept', async () => {
    const idempotencyKey = 'order-3'
    const wrong = { name: '', role: 'viewer' }
    expect((await send('POST', '/api/keys', { key: admin, body: wrong, idempotencyKey })).status).toBe(400)
    expect((await send('POST', '/api/keys', { key: admin, body, idempotencyKey })).status).toBe(201)
  })

  it('which is too long to be kept is refused, and nothing is done', async () => {
    const idempotencyKey = 'k'.repeat(256)
    const refused = await send('POST', '/api/keys', { key: admin, body: { ...body, name: 'long' }, idempotencyKey })
    expect([refused.status, ((await refused.json()) as { detail: string }).detail]).toEqual([
      422,
      expect.stringContaining('at most 255 characters'),
    ])
    expect((await db.owner.query(`select from api_keys where name = 'long'`)).rows).toHaveLength(0)
  })

  it('after a day is a new request', async () => {
    const repeat = { key: admin, body: { ...body, name: 'daily' }, idempotencyKey: 'order-4' }
    const first = await (await send('POST', '/api/keys', repeat)).text()
    const at = db.clock.now()
    db.clock.set(new Date(at.getTime() + 25 * 3_600_000))
    const second = await (await send('POST', '/api/keys', repeat)).text()
    db.clock.set(at)
    expect(second).not.toBe(first)
  })
})

describe('a ticket that comes in by the API', () => {
  it('is read for its tone and for words of leaving at once', async () => {
    const ticket = {
      externalId: 't1',
      subject: 'Enough',
      body: 'Terrible. We will cancel the contract.',
      createdAt: NOW,
    }
    const sent = await send('POST', '/api/tickets/bulk', { key: admin, body: { records: [ticket] } })
    expect(sent.status).toBe(200)
    const { rows } = await db.owner.query('select sentiment < 0 as sad, leaving from support_tickets')
    expect(rows).toEqual([{ sad: true, leaving: true }])
  })
})
