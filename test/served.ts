import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, expect } from 'vitest'
import { PROJECT_ROOT } from '../src/platform/environment.ts'
import { eventually } from './patience.ts'

const BIN = join(PROJECT_ROOT, 'bin', 'renubu')

/** A process of a service, and what it has written to its log by now. */
export type Served = { readonly child: ChildProcess; readonly log: string[] }

/** The program as it is run, on a data directory of the test's own. What was started goes after the file's last test. */
export function servedFrom(dataDir: string) {
  const environment = { ...process.env, HOST: '127.0.0.1', RENUBU_DATA_DIR: dataDir, RENUBU_SAMPLE: 'off' }
  const running: ChildProcess[] = []
  afterAll(() => running.forEach((child) => child.kill('SIGKILL')))
  return {
    /** Everything that was started. */
    running,
    /** What a command answers. */
    renubu: <T>(...words: string[]): T => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...words, '--json'], {
        env: { ...environment, LOG_LEVEL: 'warn' },
        encoding: 'utf8',
      })
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      return JSON.parse(stdout) as T
    },
    serve: (service: 'api' | 'worker'): Served => {
      const child = spawn(process.execPath, [BIN, 'serve', '--json'], {
        env: { ...environment, PORT: '0', RENUBU_SERVICES: service, LOG_LEVEL: 'info' },
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      running.push(child)
      const log: string[] = []
      createInterface(child.stderr).on('line', (line) => log.push(line))
      return { child, log }
    },
  }
}

/** Where a server listens, as soon as it does. */
export const addressOf = ({ log }: Served): Promise<string> =>
  eventually(() => {
    const address = /Server listening at (http:[\w./:]+)/.exec(log.join('\n'))?.[1]
    expect(address).toBeDefined()
    return address ?? ''
  })
