import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { oneApp } from '../../../test/app.ts'
import { testDatabase } from '../../../test/database.ts'
import { REQUESTS_PER_MINUTE } from './limits.ts'

const folder = mkdtempSync(join(tmpdir(), 'renubu-web-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const webRoot = join(folder, 'web')
mkdirSync(join(webRoot, 'assets'), { recursive: true })
writeFileSync(join(webRoot, 'index.html'), '<title>the page</title>')
writeFileSync(join(webRoot, 'assets', 'app-1a2b.js'), 'started()')
writeFileSync(join(folder, 'secret.txt'), 'the secret')
writeFileSync(join(webRoot, '.hidden.txt'), 'the secret')

const db = await testDatabase()
const app = await oneApp(db, { webRoot })
const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))

/** Asks for a path exactly as it is written; `fetch` would mend it first. */
const ask = (path: string): Promise<{ readonly status: number; readonly body: string; readonly cache: string }> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent: false }, (reply) => {
      let body = ''
      reply.on('data', (part: Buffer) => (body += part.toString()))
      reply.on('end', () =>
        resolve({ status: reply.statusCode ?? 0, body, cache: reply.headers['cache-control'] ?? '' }),
      )
    }).on('error', reject)
  })

describe('the web app’s files', () => {
  it('are kept for a year, for their names change with them; the page is asked for anew', async () => {
    expect(await ask('/assets/app-1a2b.js')).toMatchObject({
      status: 200,
      body: 'started()',
      cache: expect.stringContaining('immutable') as string,
    })
    expect(await ask('/')).toMatchObject({ status: 200, cache: 'no-cache' })
  })

  it('are given to a whole office that comes from one address in one minute', async () => {
    const statuses = await Promise.all(
      Array.from({ length: REQUESTS_PER_MINUTE.stranger + 1 }, async () => {
        const { statusCode } = await app.inject('/assets/app-1a2b.js')
        return statusCode
      }),
    )
    expect(new Set(statuses)).toEqual(new Set([200]))
  })

  it.each(['/', '/queue', '/customers/1?tab=a.b', '/queue/'])('%s is the page', async (path) => {
    expect((await ask(path)).body).toBe('<title>the page</title>')
  })

  it('are those that are there at the moment: what is built while the server runs is served, what is gone is not', async () => {
    writeFileSync(join(webRoot, 'assets', 'app-3c4d.js'), 'started anew()')
    writeFileSync(join(webRoot, 'index.html'), '<title>the new page</title>')
    expect(await ask('/assets/app-3c4d.js')).toMatchObject({ status: 200, body: 'started anew()' })
    expect((await ask('/queue')).body).toBe('<title>the new page</title>')
    rmSync(join(webRoot, 'assets', 'app-3c4d.js'))
    expect((await ask('/assets/app-3c4d.js')).status).toBe(404)
    writeFileSync(join(webRoot, 'index.html'), '<title>the page</title>')
  })

  it('may be built after the server was started', async () => {
    const later = join(folder, 'later')
    const early = await oneApp(db, { webRoot: later })
    expect(await early.inject('/')).toMatchObject({
      statusCode: 503,
      body: expect.stringContaining('not built') as string,
    })
    mkdirSync(later)
    writeFileSync(join(later, 'index.html'), '<title>at last</title>')
    expect((await early.inject('/')).body).toBe('<title>at last</title>')
    expect((await early.inject('/api/nothing')).statusCode).toBe(404)
  })

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/assets/....//....//secret.txt',
    '//secret.txt',
    '/assets//../../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/%252e%252e/%252e%252e/secret.txt',
    '/assets/app-1a2b.js/../../../secret.txt',
    `${folder}/secret.txt`,
    '/assets/%00',
    '/assets/app-1a2b.js%00.txt',
    '/assets/',
    '/.env',
    '/.hidden.txt',
    '/assets/./app-1a2b.js',
    '/assets//app-1a2b.js',
    '/package.json',
  ])('%s is no file of them', async (path) => {
    const { status, body } = await ask(path)
    expect([400, 404]).toContain(status)
    expect(body).not.toContain('the secret')
  })
})
