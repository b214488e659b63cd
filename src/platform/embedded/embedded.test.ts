import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { embeddedClient, fileFolder, postmasterPid, query, scratchFolder } from '../../../test/embedded.ts'
import { startEmbedded } from './embedded.ts'
import { commandOf, runningProcesses, signal, within } from './processes.ts'
import { PATIENCE_MS } from '../../../test/patience.ts'

// Making a server's files takes half a second, or ten on a machine that is busy with everything else.
const remember = (adminUrl: string, text: string) =>
  query(adminUrl, `create table if not exists remembered (text text); insert into remembered values ('${text}')`)
const remembered = async (adminUrl: string) =>
  (await query<{ text: string }>(adminUrl, 'select text from remembered')).map(({ text }) => text)

const alive = (pid: number): boolean => commandOf(pid) !== ''

describe('the first start', () => {
  it('makes a server that knows its password, syncs to disk and listens on this machine alone', async () => {
    const dataDir = scratchFolder()
    const server = await startEmbedded({ dataDir })
    const settings = await query<Record<string, string>>(
      server.adminUrl,
      `select current_setting('fsync') as fsync, current_setting('listen_addresses') as listens, current_setting('password_encryption') as passwords,
              current_setting('timezone') as zone, current_setting('server_encoding') as encoding`,
    )
    expect(settings).toEqual([
      { fsync: 'on', listens: '127.0.0.1', passwords: 'scram-sha-256', zone: 'UTC', encoding: 'UTF8' },
    ])
    const stranger = new URL(server.adminUrl)
    stranger.password = 'guessed'
    await expect(query(stranger.toString(), 'select 1')).rejects.toThrow(/password authentication failed/)
    await server.release()
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
  })

  it('works in a folder whose name has spaces and quotes', async () => {
    const dataDir = join(scratchFolder(), `Ida's data  directory`)
    const server = await startEmbedded({ dataDir, durable: false })
    expect(await query(server.adminUrl, `select current_setting('fsync') as fsync`)).toEqual([{ fsync: 'off' }])
    await server.release()
  })

  it('is made once when two processes begin at the same moment', async () => {
    const dataDir = scratchFolder()
    const clients = await Promise.all([embeddedClient(dataDir), embeddedClient(dataDir), embeddedClient(dataDir)])
    expect(new Set(clients.map(({ adminUrl }) => adminUrl)).size).toBe(1)
    const pid = postmasterPid(dataDir)
    await Promise.all(clients.map((client) => client.leave()))
    expect(alive(pid)).toBe(false)
  })

  it('was interrupted: half-made files are made anew', async () => {
    const dataDir = scratchFolder()
    const child = embeddedClient(dataDir).catch(() => undefined)
    await within(PATIENCE_MS, () => existsSync(join(dataDir, 'postgres.new', 'data', 'base')))
    for (const { pid, command } of runningProcesses()) if (command.includes(dataDir)) signal(pid, 'SIGKILL')
    await child
    const server = await startEmbedded({ dataDir, durable: false })
    expect(await query(server.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.release()
  })
})

// One server's files serve the rest: each test leaves them stopped and whole.
const dataDir = fileFolder()

describe('a second process', () => {
  it('joins the running server; the last one that leaves stops it', async () => {
    const first = await embeddedClient(dataDir)
    const second = await embeddedClient(dataDir)
    expect(second.adminUrl).toBe(first.adminUrl)
    const pid = postmasterPid(dataDir)
    await first.leave()
    expect(await query(second.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    await second.leave()
    expect(alive(pid)).toBe(false)
  })

  it('may live in the same process as the first', async () => {
    const first = await startEmbedded({ dataDir, durable: false })
    const second = await startEmbedded({ dataDir, durable: false })
    await first.release()
    expect(await query(second.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    await second.release()
  })

  it('does not count one that was killed', async () => {
    const killed = await embeddedClient(dataDir)
    const survivor = await embeddedClient(dataDir)
    const pid = postmasterPid(dataDir)
    await killed.kill()
    await survivor.leave()
    expect(alive(pid)).toBe(false)
  })
})

describe('after kill -9', () => {
  it('of Node alone, the server that goes on is adopted', async () => {
    const killed = await embeddedClient(dataDir, { durable: true })
    await remember(killed.adminUrl, 'Node alone')
    const pid = postmasterPid(dataDir)
    await killed.kill()
    const next = await embeddedClient(dataDir, { durable: true })
    expect(postmasterPid(dataDir)).toBe(pid)
    expect(await remembered(next.adminUrl)).toContain('Node alone')
    await next.leave()
    expect(alive(pid)).toBe(false)
  })

  it('of everything, what was committed is there again', async () => {
    const killed = await embeddedClient(dataDir, { durable: true })
    await remember(killed.adminUrl, 'everything')
    const pid = postmasterPid(dataDir)
    signal(pid, 'SIGKILL')
    await killed.kill()
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(true)
    const next = await embeddedClient(dataDir, { durable: true })
    expect(postmasterPid(dataDir)).not.toBe(pid)
    expect(await remembered(next.adminUrl)).toContain('everything')
    await next.leave()
  })

  it('of the server alone, a busy connection that it left behind does not block the next', async () => {
    const client = await embeddedClient(dataDir, { durable: true })
    await remember(client.adminUrl, 'a busy connection')
    const busy = query(client.adminUrl, 'do $$ begin loop end loop; end $$').catch((error: unknown) => error)
    await within(
      5_000,
      async () => (await query(client.adminUrl, `select from pg_stat_activity where query like 'do %'`)).length > 0,
    )
    signal(postmasterPid(dataDir), 'SIGKILL')
    const next = await embeddedClient(dataDir, { durable: true })
    expect(await remembered(next.adminUrl)).toContain('a busy connection')
    expect(await busy).toBeInstanceOf(Error)
    await next.leave()
    await client.leave()
  })
})

describe('what a crash leaves', () => {
  it('a pid file that names a stranger’s process does not stop the start, nor the stranger', async () => {
    const first = await startEmbedded({ dataDir, durable: false })
    const pidFile = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')
    await first.release()
    writeFileSync(join(dataDir, 'postgres', 'postmaster.pid'), pidFile.replace(/^\d+/, String(process.ppid)))
    const second = await startEmbedded({ dataDir, durable: false })
    expect(alive(process.ppid)).toBe(true)
    expect(await query(second.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    await second.release()
  })

  it('a port that somebody else took since is given up for another', async () => {
    const first = await startEmbedded({ dataDir, durable: false })
    const port = Number(new URL(first.adminUrl).port)
    await first.release()
    const taken = createServer().listen(port, '127.0.0.1')
    onTestFinished(() => void taken.close())
    const second = await startEmbedded({ dataDir, durable: false })
    expect(Number(new URL(second.adminUrl).port)).not.toBe(port)
    await second.release()
  })

  it('a password file that does not belong to the server is named', async () => {
    const first = await embeddedClient(dataDir)
    const file = join(dataDir, 'server.json')
    writeFileSync(
      file,
      JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), superuserPassword: 'other' }),
    )
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/refuses the password/)
    await first.leave()
  })
})
