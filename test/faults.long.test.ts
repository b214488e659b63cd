import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectDatabase } from '../src/platform/connect.ts'
import { parseEnvironment, PROJECT_ROOT } from '../src/platform/environment.ts'
import { withDatabase } from '../src/platform/roles.ts'
import { startEmbedded } from '../src/platform/embedded/embedded.ts'
import { removeServer } from './embedded.ts'
import { eventually } from './patience.ts'

// The service as it is run, under faults that take their time: with its real limits, and with a disk that can be filled.

const BIN = join(PROJECT_ROOT, 'bin', 'renubu')
const root = mkdtempSync(join(tmpdir(), 'renubu-faults-'))
const dataDir = join(root, 'data')
const children: ChildProcess[] = []
let address = ''
let key = ''
let server: ChildProcess

const run = (program: string, ...words: string[]) => spawnSync(program, words, { encoding: 'utf8' })
// Filling a disk needs one that is small: as root, a file system in memory.
const small =
  process.getuid?.() === 0 && run('mount', '-t', 'tmpfs', '-o', 'size=450m,mode=0755', 'tmpfs', root).status === 0

const environment = { ...process.env, HOST: '127.0.0.1', PORT: '0', RENUBU_DATA_DIR: dataDir, RENUBU_SAMPLE: 'off' }

function renubu<T>(...words: string[]): T {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...words, '--json'], {
    env: { ...environment, LOG_LEVEL: 'warn' },
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return JSON.parse(stdout) as T
}

beforeAll(async () => {
  chmodSync(root, 0o755)
  renubu('company', 'create', '--name', 'Elm', '--time-zone', 'UTC')
  key = renubu<{ key: string }>('key', 'create', '--role', 'admin').key
  server = spawn(process.execPath, [BIN, 'serve', '--json'], {
    env: { ...environment, RENUBU_SERVICES: 'api' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  children.push(server)
  let log = ''
  server.stderr?.on('data', (part: Buffer) => (log = (log + part.toString()).slice(-100_000)))
  await eventually(async () => {
    address = /Server listening at (http:[\w./:]+)/.exec(log)?.[1] ?? ''
    expect((await fetch(`${address}/readyz`)).status).toBe(200)
  })
})

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await removeServer(dataDir)
  if (small) run('umount', '-l', root)
  rmSync(root, { recursive: true, force: true })
})

const headers = () => ({ authorization: `Bearer ${key}`, 'content-type': 'application/json' })
const keys = (init: RequestInit = {}) => fetch(`${address}/api/keys`, { headers: headers(), ...init })

/** Sends a piece of a request and waits until the server has enough of it. */
async function sendPiece(piece: string): Promise<{ readonly answer: string; readonly seconds: number }> {
  const began = performance.now()
  const socket = connect(Number(new URL(address).port), '127.0.0.1')
  let answer = ''
  socket.on('data', (part: Buffer) => (answer += part.toString())).on('error', () => undefined)
  socket.write(piece)
  await once(socket, 'close')
  return { answer, seconds: (performance.now() - began) / 1000 }
}

it('slow clients are cut off within thirty-five seconds, and nobody waits for them', async () => {
  const pieces = [
    'GET /healthz HT',
    'POST /api/session/sample HTTP/1.1\r\nHost: x\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{',
  ]
  const slow = Promise.all(Array.from({ length: 200 }, (_, index) => sendPiece(pieces[index % 2] ?? '')))
  const cut = { all: false }
  void slow.then(() => (cut.all = true))
  while (!cut.all) {
    const began = performance.now()
    expect((await keys()).status).toBe(200)
    expect(performance.now() - began).toBeLessThan(5_000)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  for (const { answer, seconds } of await slow) {
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(seconds).toBeLessThan(35)
  }
})

const residentMegabytes = (): number => {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(server.pid)}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}

it.runIf(process.platform === 'linux')('bodies of 20 MB are refused, and leave no memory behind', async () => {
  const body = `"${'x'.repeat(20_000_000)}"`
  const before = residentMegabytes()
  for (let count = 0; count < 100; count += 1) {
    // Answered before the body is read to its end; whether the sender sees that depends on when it looks.
    const status = await keys({ method: 'POST', body }).then(
      (answer) => answer.status,
      () => 413,
    )
    expect(status).toBe(413)
  }
  await eventually(() => expect(residentMegabytes()).toBeLessThan(before + 100))
})

it('a table that somebody holds is a 503 in ten seconds for those who wait for it, in five for those behind them', async () => {
  const embedded = await startEmbedded({ dataDir })
  const holder = new pg.Client({ connectionString: withDatabase(embedded.adminUrl, 'renubu') })
  await holder.connect()
  await holder.query('begin; lock table api_keys in access exclusive mode')
  const asked = await Promise.all(
    Array.from({ length: 150 }, async () => {
      const began = performance.now()
      const answer = await keys()
      return {
        status: answer.status,
        again: answer.headers.get('retry-after'),
        seconds: (performance.now() - began) / 1000,
      }
    }),
  )
  expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([503]))
  expect(asked.every(({ again }) => Number(again) > 0)).toBe(true)
  // The pool has ten connections: so many wait in the database itself.
  expect(asked.filter(({ seconds }) => seconds > 5).length).toBeLessThanOrEqual(10)
  expect(Math.max(...asked.map(({ seconds }) => seconds))).toBeLessThan(13)
  await holder.query('rollback')
  await holder.end()
  await eventually(async () => expect((await fetch(`${address}/readyz`)).status).toBe(200))
  expect((await keys()).status).toBe(200)
  await embedded.release()
})

describe.runIf(small)('a disk that is full', () => {
  const filler = join(root, 'filler')
  const acknowledged: string[] = []

  const write = async (turn: number): Promise<number> => {
    const name = `${String(turn)} ${'x'.repeat(90)}`
    const answer = await keys({ method: 'POST', body: JSON.stringify({ name, role: 'viewer' }) })
    if (answer.status === 201) acknowledged.push(name)
    else expect(await answer.json()).toMatchObject({ status: 503 })
    return answer.status
  }
  const fill = (): void => {
    const { bavail, bsize } = statfsSync(root)
    writeFileSync(filler, Buffer.alloc(bavail * bsize))
  }
  const makeRoom = async (): Promise<void> => {
    rmSync(filler)
    await eventually(async () => expect((await fetch(`${address}/readyz`)).status).toBe(200))
  }
  const expectAllKept = async (): Promise<void> => {
    const connection = await connectDatabase(parseEnvironment({ RENUBU_DATA_DIR: dataDir }))
    const { database } = connection
    const company = await database.platform((tx) => tx.row<{ id: string }>('select id from companies'))
    const kept = await database.withCompany(company?.id ?? '', (tx) =>
      tx.rows<{ name: string }>('select name from api_keys'),
    )
    await connection.close()
    expect(kept.map(({ name }) => name)).toEqual(expect.arrayContaining(acknowledged))
  }

  it('is a 503 to who writes, while who reads is answered; with room again all goes on, and nothing acknowledged is lost', async () => {
    expect(await write(0)).toBe(201)
    fill()
    const statuses: number[] = []
    while (statuses.length < 400 && statuses.filter((status) => status === 503).length < 50) {
      const turn = statuses.length
      statuses.push(...(await Promise.all(Array.from({ length: 20 }, (_, index) => write(turn + index + 1)))))
    }
    expect(new Set(statuses)).toEqual(new Set([201, 503]))
    for (let turn = 0; turn < 20; turn += 1) expect((await keys()).status).toBe(200)
    await makeRoom()
    expect(await write(-1)).toBe(201)
    await expectAllKept()
  })

  it('so that the database’s own log has no room stops the database, not the service, and not for longer than it lasts', async () => {
    const embedded = await startEmbedded({ dataDir })
    fill()
    const client = new pg.Client({ connectionString: withDatabase(embedded.adminUrl, 'renubu') })
    client.on('error', () => undefined)
    await client.connect()
    // To the end of what the log has, until it needs a file more.
    for (let turn = 0; turn < 40 && (await logGoesOn(client)); turn += 1);
    await client.end().catch(() => undefined)
    await eventually(async () => expect(await write(-2)).toBe(503))
    expect((await fetch(`${address}/healthz`)).status).toBe(200)
    await makeRoom()
    expect(await write(-3)).toBe(201)
    await embedded.release()
    await expectAllKept()
  })
})

const logGoesOn = (client: pg.Client): Promise<boolean> =>
  client.query(`select pg_logical_emit_message(true, 'filling', repeat('x', 1000000)), pg_switch_wal()`).then(
    () => true,
    () => false,
  )
