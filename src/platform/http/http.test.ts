import type { InjectOptions } from 'fastify'
import { describe, expect, it } from 'vitest'
import { cookieOf, oneApp, testApp } from '../../../test/app.ts'
import { testDatabase } from '../../../test/database.ts'
import { createCompany } from '../../access/companies.store.ts'
import { createUser } from '../../access/users.store.ts'
import { Problem, type Problem as ProblemShape } from './problem.contract.ts'
import { SESSION_COOKIE } from './guard.ts'

const db = await testDatabase()
const app = await testApp(db)
const company = await createCompany(db, { name: 'Fennel', timeZone: 'UTC' })
const ada = await createUser(db, { companyId: company.id, name: 'Ada Quill', email: 'ada@fennel.example', role: 'csm' })
const who = { companyId: company.id, userId: ada.id }
const now = () => Math.floor(db.clock.now().getTime() / 1000)

/** The problem document that a request is answered with; checked to be one. */
async function problemOf(asked: InjectOptions): Promise<ProblemShape> {
  const reply = await app.inject(asked)
  expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(reply.headers['cache-control']).toBe('no-store')
  const problem = Problem.parse(reply.json())
  expect(problem.status).toBe(reply.statusCode)
  return problem
}

const signedIn = { cookie: cookieOf(who) }
const today = { method: 'GET', url: '/api/today' } as const
const signIn = { method: 'POST', url: '/api/session/sample' } as const

describe('who is not known', () => {
  it('is let in with a cookie of ours', async () => {
    expect((await app.inject({ ...today, headers: signedIn })).statusCode).toBe(200)
  })

  const [payload = '', signature = ''] = (cookieOf(who).split('=')[1] ?? '').split('.')
  const other = Buffer.from(JSON.stringify({ ...who, userId: company.id, until: 4_000_000_000 })).toString('base64url')
  it.each([
    ['no cookie', undefined],
    ['an empty cookie', `${SESSION_COOKIE}=`],
    ['nonsense', `${SESSION_COOKIE}=nonsense`],
    ['a broken percent sign', `${SESSION_COOKIE}=%E0%A4%A`],
    ['claims without a signature', `${SESSION_COOKIE}=${payload}`],
    ['claims with an empty signature', `${SESSION_COOKIE}=${payload}.`],
    ['claims of another with our signature', `${SESSION_COOKIE}=${other}.${signature}`],
    ['a signature of another secret', cookieOf(who, 4_000_000_000, 'somebody else’s secret')],
    ['a third part', `${SESSION_COOKIE}=${payload}.${signature}.x`],
    ['a cookie that ended this second', cookieOf(who, now())],
    ['a person whom nobody knows', cookieOf({ ...who, userId: company.id })],
    ['a company that does not exist', cookieOf({ ...who, companyId: ada.id })],
    ['claims that are no ids', cookieOf({ companyId: 'x', userId: '../..' })],
  ])('is asked to sign in: %s', async (_, cookie) => {
    const problem = await problemOf({ ...today, headers: cookie === undefined ? {} : { cookie } })
    expect(problem).toMatchObject({ status: 401, title: 'Please sign in', detail: 'Sign in, then try again.' })
    expect(problem.reference).toMatch(/^[0-9A-F]{6}$/)
  })

  it('is let in until the last second of the cookie', async () => {
    const cookie = cookieOf(who, now() + 1)
    expect((await app.inject({ ...today, headers: { cookie } })).statusCode).toBe(200)
  })

  it('is out at once when the member is removed, and not before', async () => {
    const bo = await createUser(db, { companyId: company.id, name: 'Bo Reed', role: 'csm' })
    const headers = { cookie: cookieOf({ ...who, userId: bo.id }) }
    expect((await app.inject({ ...today, headers })).statusCode).toBe(200)
    await db.owner.query('update users set active = false where id = $1', [bo.id])
    expect((await problemOf({ ...today, headers })).status).toBe(401)
  })
})

describe('what cannot be read', () => {
  const json = { 'content-type': 'application/json' }
  it.each([
    ['broken JSON', 400, { ...signIn, headers: json, payload: '{"companyId":' }],
    ['an empty body', 400, { ...signIn, headers: json, payload: '' }],
    ['no body', 400, signIn],
    ['another shape', 400, { ...signIn, headers: json, payload: '[1]' }],
    ['ids that are none', 400, { ...signIn, headers: json, payload: '{"companyId":"1","userId":"2"}' }],
    ['a prototype', 400, { ...signIn, headers: json, payload: '{"__proto__":{"x":1},"companyId":"1"}' }],
    ['JSON nested a hundred thousand deep', 400, { ...signIn, headers: json, payload: '['.repeat(100_000) }],
    [
      'deep JSON that is whole',
      400,
      { ...signIn, headers: json, payload: `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}` },
    ],
    [
      'JSON two hundred deep, in place of a text',
      400,
      {
        ...signIn,
        headers: json,
        payload: `{"companyId":"${company.id}","userId":${'['.repeat(200)}${']'.repeat(200)}}`,
      },
    ],
    ['a constructor’s prototype', 400, { ...signIn, headers: json, payload: '{"constructor":{"prototype":{"x":1}}}' }],
    ['20 MB', 413, { ...signIn, headers: json, payload: `"${'x'.repeat(20_000_000)}"` }],
    ['XML', 415, { ...signIn, headers: { 'content-type': 'text/xml' }, payload: '<a/>' }],
    ['a way out of a folder in a parameter', 400, { method: 'GET', url: '/api/workflows/..%2f..%2fetc%2fpasswd/why' }],
    ['U+0000', 400, { method: 'GET', url: '/assets/%00.js' }],
    ['an unknown address', 404, { method: 'GET', url: '/api/nothing' }],
    ['a wrong method', 404, { method: 'DELETE', url: '/api/today' }],
    ['a percent sign that means nothing', 400, { method: 'GET', url: '/api/%' }],
    ['a parameter of a thousand characters', 404, { method: 'GET', url: `/api/workflows/${'a'.repeat(1000)}/why` }],
    ['a parameter that is no id', 400, { method: 'GET', url: '/api/workflows/1/why' }],
    ['a question that is no id', 400, { method: 'GET', url: '/api/today?person=1' }],
    ['a question asked twice', 400, { method: 'GET', url: `/api/today?person=${ada.id}&person=${ada.id}` }],
  ] as const)('is refused with a problem document: %s, %i', async (_, status, asked) => {
    const headers = { ...('headers' in asked ? asked.headers : {}), ...signedIn }
    const problem = await problemOf({ ...asked, headers })
    expect(problem.status).toBe(status)
    expect(`${problem.title} ${problem.detail}`).not.toMatch(/FST_|undefined|null|\bat .*:\d+|zod|Ajv/i)
    expect(problem.detail.length).toBeLessThan(400)
  })

  it('leaves the server answering, and its objects as they were', async () => {
    expect(({} as { x?: number }).x).toBeUndefined()
    expect((await app.inject('/healthz')).json()).toEqual({ status: 'alive' })
    expect((await app.inject('/readyz')).json()).toEqual({ status: 'ready', says: 'Ready.' })
  })

  it('does not tell an address that does not exist from one of somebody else', async () => {
    const unknown = await problemOf({ method: 'GET', url: '/api/nothing', headers: signedIn })
    const foreign = await problemOf({ method: 'GET', url: `/api/workflows/${company.id}/why`, headers: signedIn })
    expect({ ...foreign, reference: '' }).toEqual({ ...unknown, reference: '' })
  })
})

describe('a page of another site', () => {
  const body = { payload: { companyId: company.id, userId: ada.id } }
  it.each([
    ['another origin', { origin: 'https://elsewhere.example' }],
    ['our name as the beginning of another', { origin: 'http://localhost:3000.elsewhere.example' }],
    ['our host under another port', { origin: 'http://localhost:4000' }],
    ['an origin that hides itself', { origin: 'null' }],
    ['a browser that says cross-site without an origin', { 'sec-fetch-site': 'cross-site' }],
  ])('changes nothing: %s', async (_, headers) => {
    for (const asked of [{ ...signIn, ...body }, { method: 'DELETE', url: '/api/session' } as const]) {
      const problem = await problemOf({ ...asked, headers: { ...headers, host: 'localhost:3000', ...signedIn } })
      expect(problem).toMatchObject({ status: 403, detail: 'This change was asked for by a page of another site.' })
    }
  })

  it.each([
    ['our own page', { origin: 'http://localhost:3000' }],
    ['our page under the host that was asked', { host: 'box.example:3000', origin: 'http://box.example:3000' }],
    ['a client that is no browser', {}],
  ])('is told from %s', async (_, headers) => {
    const reply = await app.inject({ method: 'DELETE', url: '/api/session', headers })
    expect(reply.statusCode).toBe(200)
  })
})

describe('every answer', () => {
  it.each([
    ['a reply', today],
    ['a problem', { method: 'GET', url: '/api/nothing' }],
    ['a page', { method: 'GET', url: '/' }],
  ] as const)('is closed against scripts of others, frames and guessing of types: %s', async (_, asked) => {
    const { headers } = await app.inject({ ...asked, headers: signedIn })
    const policy = new Map(
      String(headers['content-security-policy'])
        .split(';')
        .map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]),
    )
    expect(policy.get('script-src') ?? policy.get('default-src')).toBe("'self'")
    expect(policy.get('frame-ancestors')).toBe("'none'")
    expect(policy.get('object-src')).toBe("'none'")
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['x-powered-by']).toBeUndefined()
  })

  it('is closed even where the address cannot be read', async () => {
    const { headers } = await app.inject({ method: 'GET', url: '/api/%' })
    expect(headers['content-security-policy']).toBe("default-src 'none'")
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  it('is kept by no cache when it is somebody’s', async () => {
    expect((await app.inject({ ...today, headers: signedIn })).headers['cache-control']).toBe('no-store')
  })

  it('asks browsers for TLS only where the server has it', async () => {
    const safe = await testApp(db, { publicUrl: 'https://renubu.example' })
    expect((await app.inject('/healthz')).headers['strict-transport-security']).toBeUndefined()
    expect((await safe.inject('/healthz')).headers['strict-transport-security']).toMatch(/max-age=\d{7,}/)
  })
})

it('refuses who asks too often, and says for how long', async () => {
  const busy = await oneApp(db)
  const ask = () => busy.inject({ method: 'GET', url: '/api/session' })
  for (let asked = 0; asked < 600; asked += 1) expect((await ask()).statusCode).toBe(200)
  const refused = await ask()
  expect(refused.statusCode).toBe(429)
  expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(refused.json<ProblemShape>().detail).toMatch(/^Too many requests\. Try again in .*(minute|second)/)
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect((await busy.inject('/healthz')).statusCode).toBe(200)
})
