import { existsSync, readFileSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { clusterOf, embeddedClient, fileFolder, postmasterPid, query } from '../../../test/embedded.ts'
import { startEmbedded } from './embedded.ts'
import { commandOf, signal, within } from './processes.ts'
import { PATIENCE_MS } from '../../../test/patience.ts'

// A server that is killed under those who use it.

// Making a server's files takes half a second, or ten on a machine that is busy with everything else.
const dataDir = fileFolder()

const answers = async (adminUrl: string): Promise<boolean> =>
  (await query(adminUrl, 'select 1 as one').catch(() => [])).length === 1

async function killServer(): Promise<number> {
  const pid = postmasterPid(dataDir)
  signal(pid, 'SIGKILL')
  await within(PATIENCE_MS, () => commandOf(pid) === '')
  return pid
}

describe('a server that is killed while it is used', () => {
  it('is started again at the same address, and stops with the last one that leaves', async () => {
    const server = await startEmbedded({ dataDir })
    await query(server.adminUrl, 'create table kept (n integer); insert into kept values (7)')
    const killed = await killServer()
    expect(await within(PATIENCE_MS, () => answers(server.adminUrl))).toBe(true)
    expect(await query(server.adminUrl, 'select n from kept')).toEqual([{ n: 7 }])
    const pid = postmasterPid(dataDir)
    expect(pid).not.toBe(killed)
    await server.release()
    expect(commandOf(pid)).toBe('')
  })

  it('is started once, however many use it', async () => {
    const users = await Promise.all([embeddedClient(dataDir), embeddedClient(dataDir)])
    const here = await startEmbedded({ dataDir, durable: false })
    await killServer()
    expect(await within(PATIENCE_MS, () => answers(here.adminUrl))).toBe(true)
    for (const user of users) {
      expect(user.adminUrl).toBe(here.adminUrl)
      await user.leave()
    }
    expect(await answers(here.adminUrl)).toBe(true)
    await here.release()
    expect(existsSync(join(clusterOf(dataDir), 'postmaster.pid'))).toBe(false)
  })

  it('is tried again until it starts: what was in its way may go', async () => {
    const server = await startEmbedded({ dataDir, durable: false })
    const needed = join(clusterOf(dataDir), 'global')
    const pid = postmasterPid(dataDir)
    renameSync(needed, `${needed}.away`)
    signal(pid, 'SIGKILL')
    await within(PATIENCE_MS, () => commandOf(pid) === '')
    // A first attempt, which has to fail: the server itself says what it misses.
    const log = join(dirname(clusterOf(dataDir)), 'postgres.log')
    const missed = (): boolean =>
      /global.*No such file|could not find the database system/.test(readFileSync(log, 'utf8'))
    expect(await within(PATIENCE_MS, missed)).toBe(true)
    expect(await answers(server.adminUrl)).toBe(false)
    renameSync(`${needed}.away`, needed)
    expect(await within(PATIENCE_MS, () => answers(server.adminUrl))).toBe(true)
    await server.release()
  })

  it('is not started again when it was left', async () => {
    const server = await startEmbedded({ dataDir, durable: false })
    const pid = postmasterPid(dataDir)
    await server.release()
    // Longer than the pause between two looks.
    expect(await within(1_500, () => existsSync(join(clusterOf(dataDir), 'postmaster.pid')))).toBe(false)
    expect(commandOf(pid)).toBe('')
  })
})
