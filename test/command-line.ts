import { beforeAll, vi } from 'vitest'
import { runCommandLine } from '../src/cli.ts'
import { SECRET_OF_TESTS } from './server.ts'
import type { TestDatabase } from './database.ts'

export type Told = {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** What stdout holds, which must be exactly one JSON value. */
  json<T = unknown>(): T
}

/** The real command line on a test's database. Its settings are the ones of the process while the file's tests run. */
export function commandLineOn(db: TestDatabase): (...words: string[]) => Promise<Told> {
  beforeAll(() => {
    vi.stubEnv('DATABASE_URL', db.owner.options.connectionString)
    vi.stubEnv('RENUBU_SECRET', SECRET_OF_TESTS)
    vi.stubEnv('LOG_LEVEL', 'silent')
    return () => vi.unstubAllEnvs()
  })
  return renubu
}

/** Runs one command line in this process, its streams apart. */
export async function renubu(...words: string[]): Promise<Told> {
  const heard = { stdout: '', stderr: '' }
  const stream = (name: keyof typeof heard) => ({ write: (text: unknown) => ((heard[name] += String(text)), true) })
  const before = process.exitCode
  const code = await runCommandLine(words, { stdout: stream('stdout'), stderr: stream('stderr') })
  process.exitCode = before
  return { code, ...heard, json: <T>() => JSON.parse(heard.stdout) as T }
}
