import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'

/** Held until released; the operating system lets go of it when the process dies, however it dies. */
export type Lock = { release(): void }

const SQLITE_BUSY = 5

/**
 * Takes a lock on a file, or answers undefined when another holder is in the way. Several can hold it `shared`, one `exclusive`.
 *
 * Node has no flock. SQLite's file locks are the same thing on every system, end with the process (a pid file does not),
 * and work between two parts of one process as well. The file stays empty.
 */
export function tryLock(file: string, mode: 'shared' | 'exclusive'): Lock | undefined {
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec(mode === 'exclusive' ? 'begin exclusive' : 'begin; select count(*) from sqlite_schema')
    return { release: () => database.close() }
  } catch (error) {
    database.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined
    throw error
  }
}

/** Waits for the lock. Throws after `timeoutMs`. */
export async function waitForLock(file: string, mode: 'shared' | 'exclusive', timeoutMs: number): Promise<Lock> {
  const until = performance.now() + timeoutMs
  for (;;) {
    const lock = tryLock(file, mode)
    if (lock) return lock
    if (performance.now() > until) {
      throw new Error(
        `Another process has been starting or stopping the database for ${String(timeoutMs / 1000)} s (lock ${file})`,
      )
    }
    await sleep(25)
  }
}
