import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scratchFolder } from '../../../test/embedded.ts'
import { tryLock, waitForLock } from './lock.ts'

describe('a lock', () => {
  it('is held by one exclusively, or by several together', () => {
    const file = join(scratchFolder(), 'lock')
    const one = tryLock(file, 'shared')
    const two = tryLock(file, 'shared')
    expect(tryLock(file, 'exclusive')).toBeUndefined()
    one?.release()
    expect(tryLock(file, 'exclusive')).toBeUndefined()
    two?.release()
    const alone = tryLock(file, 'exclusive')
    expect(alone).toBeDefined()
    expect(tryLock(file, 'shared')).toBeUndefined()
    alone?.release()
  })

  it('is waited for, and given up with a reason', async () => {
    const file = join(scratchFolder(), 'lock')
    const first = await waitForLock(file, 'exclusive', 1_000)
    await expect(waitForLock(file, 'exclusive', 60)).rejects.toThrow(/Another process has been starting or stopping/)
    const second = waitForLock(file, 'exclusive', 5_000)
    first.release()
    ;(await second).release()
  })

  it('ends with the process that held it, however that ends', async () => {
    const file = join(scratchFolder(), 'lock')
    const code = `import { tryLock } from ${JSON.stringify(join(import.meta.dirname, 'lock.ts'))}
      const lock = tryLock(process.argv[1], 'exclusive'); console.log(lock ? 'held' : 'refused'); setTimeout(() => lock.release(), 60_000)`
    const holder = spawn(process.execPath, ['--input-type=module', '--eval', code, file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = (await once(holder.stdout, 'data')) as [Buffer]
    expect(said.toString()).toBe('held\n')
    expect(tryLock(file, 'shared')).toBeUndefined()
    const ended = once(holder, 'exit')
    holder.kill('SIGKILL')
    await ended
    const lock = tryLock(file, 'exclusive')
    expect(lock).toBeDefined()
    lock?.release()
  })
})
