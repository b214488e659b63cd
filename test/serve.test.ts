import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PROJECT_ROOT } from '../src/platform/environment.ts'

// One server, started as people start it, in a data directory of its own and with nothing in it.

const BIN = join(PROJECT_ROOT, 'bin', 'renubu')
const dataDir = mkdtempSync(join(tmpdir(), 'renubu-serve-'))
let environment: NodeJS.ProcessEnv
let server: ChildProcess
let address: string
let complaints = ''

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const bound = probe.address()
  probe.close()
  await once(probe, 'close')
  if (bound === null || typeof bound === 'string') throw new Error('No port')
  return bound.port
}

const answerOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let heard = ''
    child.stdout?.on('data', (part: Buffer) => {
      heard += part.toString()
      if (heard.includes('\n')) resolve(heard)
    })
    child.stderr?.on('data', (part: Buffer) => (complaints += part.toString()))
    child.once('exit', (code) => reject(new Error(`serve ended with ${String(code)}: ${complaints}`)))
  })

beforeAll(async () => {
  const port = await freePort()
  address = `http://127.0.0.1:${String(port)}`
  environment = {
    ...process.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    RENUBU_DATA_DIR: dataDir,
    RENUBU_SAMPLE: 'off',
    LOG_LEVEL: 'silent',
  }
  server = spawn(process.execPath, [BIN, 'serve', '--json'], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const answer = JSON.parse(await answerOf(server)) as { address: string }
  expect(answer.address).toBe(`http://localhost:${String(port)}`)
})

afterAll(async () => {
  if (server.exitCode === null) {
    server.kill('SIGKILL')
    await once(server, 'exit')
  }
  rmSync(dataDir, { recursive: true, force: true })
})

const renubu = (...words: string[]) =>
  spawnSync(process.execPath, [BIN, ...words], { env: environment, encoding: 'utf8' })

test('once it says that it is ready, it is', async () => {
  const ready = await fetch(`${address}/readyz`)
  expect(ready.status).toBe(200)
  expect(await (await fetch(`${address}/healthz`)).json()).toEqual({ status: 'alive' })
})

test('a second start is told what runs already, and how to run beside it', () => {
  const { status, stderr } = renubu('serve')
  expect(status).toBe(1)
  expect(stderr).toContain(`Renubu is running already: ${address}`)
  expect(stderr).toContain('PORT=')
})

test('a port that something else listens on is named, whatever that something speaks', async () => {
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const taken = String((silent.address() as { port: number }).port)
  const child = spawn(process.execPath, [BIN, 'serve', '--json'], {
    env: { ...environment, PORT: taken },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let told = ''
  child.stdout.on('data', (part: Buffer) => (told += part.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  silent.close()
  expect(code).toBe(1)
  expect(JSON.parse(told)).toEqual({
    error: `Another program listens on port ${taken}.`,
    advice: expect.stringContaining('PORT=') as unknown,
  })
})

test('an address that this machine does not have is named', () => {
  // A block that is kept for documentation: no machine has it.
  const { status, stdout } = spawnSync(process.execPath, [BIN, 'serve', '--json'], {
    env: { ...environment, HOST: '192.0.2.1' },
    encoding: 'utf8',
  })
  expect(status).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ error: 'HOST is 192.0.2.1, which is no address of this machine.' })
})

test('the command line works beside it, on the same database', () => {
  const made = renubu('company', 'create', '--name', 'Elm', '--time-zone', 'Europe/Berlin')
  expect(made).toMatchObject({ status: 0, stderr: '' })
  const { stdout } = renubu('company', 'list', '--json')
  expect(JSON.parse(stdout)).toMatchObject([{ name: 'Elm', timeZone: 'Europe/Berlin' }])
})

test('the doctor finds it in order', () => {
  const { status, stdout, stderr } = renubu('doctor', '--json')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({ healthy: true })
})

test('asked to stop, it stops: no error, no complaint, and nobody listens any more', async () => {
  server.kill('SIGTERM')
  const [code] = (await once(server, 'exit')) as [number | null]
  expect({ code, complaints }).toEqual({ code: 0, complaints: '' })
  await expect(fetch(`${address}/healthz`)).rejects.toThrow()
})
