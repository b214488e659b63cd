import { chmodSync, chownSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { clusterOf, embeddedClient, query, removeServer, scratchFolder } from '../../../test/embedded.ts'
import { PROJECT_ROOT } from '../environment.ts'
import { accountFor, canReach } from './account.ts'
import { startEmbedded } from './embedded.ts'

// Making a server's files takes half a second, or ten on a machine that is busy with everything else.
const isRoot = process.getuid?.() === 0
const NOBODY = { uid: 65_534, gid: 65_534 }

describe.skipIf(!isRoot)('as root (skipped: these tests need to be run by root)', () => {
  it('the server runs as an account without rights', async () => {
    const dataDir = scratchFolder()
    const server = await startEmbedded({ dataDir, durable: false })
    const owner = statSync(join(dataDir, 'postgres'))
    expect(owner.uid).not.toBe(0)
    expect(owner.mode & 0o077).toBe(0)
    expect(statSync(join(dataDir, 'server.json')).mode & 0o077).toBe(0)
    await server.release()
  })

  it('below a private folder of root’s the files go where the server can reach them, and are found again', async () => {
    const home = scratchFolder()
    chmodSync(home, 0o700)
    const dataDir = join(home, 'project', '.renubu')
    const first = await startEmbedded({ dataDir, durable: false })
    await query(first.adminUrl, 'create table kept (n integer)')
    await first.release()
    onTestFinished(() => removeServer(dataDir))
    expect(clusterOf(dataDir).startsWith(home)).toBe(false)
    const second = await startEmbedded({ dataDir, durable: false })
    expect(await query(second.adminUrl, 'select count(*)::int as count from kept')).toEqual([{ count: 0 }])
    await second.release()
  })

  it('an ordinary user’s server is that user’s', async ({ skip }) => {
    skip(!canReach(NOBODY, PROJECT_ROOT), 'the project lies below a folder that other users cannot enter')
    const dataDir = scratchFolder()
    chownSync(dataDir, NOBODY.uid, NOBODY.gid)
    const client = await embeddedClient(dataDir, { account: NOBODY })
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(NOBODY.uid)
    expect(await query(client.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    await client.leave()
    // Root joins later what an ordinary user made, and leaves the files to their owner.
    const asRoot = await embeddedClient(dataDir)
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(NOBODY.uid)
    await asRoot.leave()
    const again = await embeddedClient(dataDir, { account: NOBODY })
    await again.leave()
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
  })

  it('chooses the owner of existing files, else nobody', () => {
    const folder = scratchFolder()
    expect(accountFor(join(folder, 'postgres'))).toEqual(NOBODY)
    mkdirSync(join(folder, 'postgres'))
    chownSync(join(folder, 'postgres'), 12_345, 54_321)
    expect(accountFor(join(folder, 'postgres'))).toEqual({ uid: 12_345, gid: 54_321 })
  })
})

describe('reaching a folder', () => {
  it('takes every folder on the way', () => {
    const folder = scratchFolder()
    const inner = join(folder, 'a', 'b')
    mkdirSync(inner, { recursive: true })
    const modes: [mode: number, reachable: boolean][] = [
      [0o755, true],
      [0o711, true],
      [0o700, false],
      [0o750, false],
    ]
    chmodSync(folder, 0o755)
    for (const [mode, reachable] of modes) {
      chmodSync(join(folder, 'a'), mode)
      expect(canReach({ uid: 12_345, gid: 12_345 }, inner), mode.toString(8)).toBe(reachable)
    }
  })

  it('is no question for a process that runs the server as itself', () => {
    expect(canReach(undefined, '/nowhere')).toBe(true)
  })
})
