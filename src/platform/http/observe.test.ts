import type { InjectOptions } from 'fastify'
import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { cookieOf, oneApp } from '../../../test/app.ts'
import { testDatabase } from '../../../test/database.ts'
import { createApiKey } from '../../access/api-keys.store.ts'
import { createCompany } from '../../access/companies.store.ts'
import { createUser } from '../../access/users.store.ts'
import type { Problem } from './problem.contract.ts'
import { levelOf } from './observe.ts'

const written: string[] = []
const log = pino({ base: null, timestamp: false }, { write: (line) => void written.push(line) })

const db = await testDatabase()
const app = await oneApp(db, { log })
const company = await createCompany(db, { name: 'Fennel', timeZone: 'UTC' })
const ada = await createUser(db, { companyId: company.id, name: 'Ada Quill', email: 'ada@fennel.example', role: 'csm' })
const { key } = await createApiKey(db, { companyId: company.id, role: 'viewer' })
const cookie = cookieOf({ companyId: company.id, userId: ada.id })

type Line = Readonly<Record<string, unknown>>

/** What is written about one request: its lines, and the answer. */
async function told(asked: InjectOptions) {
  written.splice(0)
  const reply = await app.inject(asked)
  return { reply, lines: written.map((line) => JSON.parse(line) as Line) }
}

const INFO = 30
const WARN = 40

describe('the line of a request', () => {
  it('names the route, not the address, and who asked by ids alone', async () => {
    const { lines } = await told({ method: 'GET', url: `/api/today?person=${ada.id}`, headers: { cookie } })
    expect(lines).toEqual([
      {
        level: INFO,
        msg: 'request',
        reference: expect.stringMatching(/^[0-9A-F]{6}$/) as string,
        method: 'GET',
        route: '/api/today',
        status: 200,
        ms: expect.any(Number) as number,
        company: company.id,
        caller: 'person',
      },
    ])
  })

  it('carries the reference that the problem document shows', async () => {
    const { reply, lines } = await told({ method: 'GET', url: '/api/workflows/nobody/why', headers: { cookie } })
    expect(lines).toMatchObject([
      { route: '/api/workflows/:id/why', status: 400, reference: reply.json<Problem>().reference },
    ])
  })

  it.each([
    ['of a program', { headers: { authorization: `Bearer ${key}` }, url: '/api/keys' }, { caller: 'key', status: 403 }],
    ['of nobody', { url: '/api/today' }, { route: '/api/today', status: 401 }],
    ['of an address that is none', { url: '/api/secret-plan?for=Fennel' }, { route: 'none', status: 404 }],
    ['of a page', { url: '/queue?q=Fennel' }, { route: 'none', status: 503, level: WARN }],
  ] as const)('%s', async (_, asked, expected) => {
    const { lines } = await told({ method: 'GET', ...asked })
    expect(lines).toMatchObject([expected])
  })

  it('holds nothing of what was asked: no value, no body, no key, no cookie', async () => {
    const asked = [
      { method: 'GET', url: '/api/today?person=very-private', headers: { cookie } },
      { method: 'POST', url: '/api/session/sample', headers: { cookie }, payload: { companyId: 'very-private' } },
      { method: 'GET', url: '/api/very-private', headers: { authorization: `Bearer ${key}` } },
    ] as const
    for (const each of asked) await told(each)
    const all = (await Promise.all(asked.map(told))).flatMap(({ lines }) => lines.map((line) => JSON.stringify(line)))
    expect(all.join('\n')).not.toMatch(/very-private|Bearer|rnb_|renubu_session/)
  })

  it('is left out where somebody only watches', async () => {
    for (const url of ['/healthz', '/readyz', '/metrics'])
      expect((await told({ method: 'GET', url })).lines).toEqual([])
  })
})

it.each([
  [200, '/api/today', 'info'],
  [200, '/healthz', 'debug'],
  [404, '/api/today', 'info'],
  [408, '/api/today', 'warn'],
  [429, '/api/today', 'warn'],
  [500, '/healthz', 'error'],
  [503, '/readyz', 'debug'],
  [503, '/api/today', 'warn'],
] as const)('an answer of %d at %s is told as %s', (status, route, level) => {
  expect(levelOf(status, route)).toBe(level)
})
