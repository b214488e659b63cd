import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { testApp } from '../../../test/app.ts'
import { testDatabase } from '../../../test/database.ts'

const webRoot = mkdtempSync(join(tmpdir(), 'renubu-web-'))
afterAll(() => rmSync(webRoot, { recursive: true, force: true }))
const script = 'started()\n'.repeat(10_000)
mkdirSync(join(webRoot, 'assets'))
writeFileSync(join(webRoot, 'index.html'), '<title>the page</title>')
writeFileSync(join(webRoot, 'assets', 'app-1a2b.js'), script)

const app = await testApp(await testDatabase(), { webRoot })

const ask = (url: string, accepted?: string) =>
  app.inject({ url, headers: accepted === undefined ? {} : { 'accept-encoding': accepted } })

describe('an answer', () => {
  it.each([
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
  ])('goes out compressed to who takes %s', async (accepted, encoding, unpack) => {
    const sent = await ask('/assets/app-1a2b.js', accepted)
    expect(sent.headers).toMatchObject({ 'content-encoding': encoding, vary: 'accept-encoding' })
    expect(sent.rawPayload.length).toBeLessThan(script.length / 100)
    expect(unpack(sent.rawPayload).toString()).toBe(script)
  })

  it('of the API does so as well', async () => {
    const plain = await ask('/api/openapi.json')
    const sent = await ask('/api/openapi.json', 'br')
    expect(sent.headers['content-encoding']).toBe('br')
    expect(brotliDecompressSync(sent.rawPayload).toString()).toBe(plain.payload)
  })

  it.each([[undefined], ['identity'], ['zstd;q=1']])('goes out as it is to who takes %s', async (accepted) => {
    const sent = await ask('/assets/app-1a2b.js', accepted)
    expect(sent.headers['content-encoding']).toBeUndefined()
    expect(sent.payload).toBe(script)
  })

  it('that fits into one packet stays as it is', async () => {
    const sent = await ask('/healthz', 'br')
    expect(sent.headers['content-encoding']).toBeUndefined()
    expect(sent.statusCode).toBe(200)
  })
})

it('a body that comes in compressed is not unpacked, however small it is made', async () => {
  const sent = await app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    payload: Buffer.from([0x1f, 0x8b, 8, 0]),
  })
  expect(sent.statusCode).toBe(400)
})
