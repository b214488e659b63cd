import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../src/platform/environment.ts'
import type { Place } from './own-server.ts'

/** A request with this header is worked on, but its reply never leaves. */
export const HOLD_REPLY = 'x-test-hold-reply'
/** The server ends, as by kill -9, before it sends so many statements from the beginning of a request with this header. */
export const DIE_BEFORE_STATEMENT = 'x-test-die-before-statement'

/** The API as `renubu serve` starts it: a process of its own on a real server. */
export type ApiProcess = {
  readonly address: string
  /** Resolves when so many replies have been made and held. */
  repliesHeld(count: number): Promise<void>
  /** Ends at once, like a machine that loses its power. */
  kill(): Promise<void>
}

const ENDING = join(PROJECT_ROOT, 'test', 'ending-servers.ts')
const BIN = join(PROJECT_ROOT, 'bin', 'renubu')

/** Answers when it listens; throws with what it said when it ends before. */
export async function startApiProcess({ url, secret }: Place): Promise<ApiProcess> {
  const child = spawn(process.execPath, ['--import', ENDING, BIN, 'serve', '--json'], {
    env: {
      ...process.env,
      DATABASE_URL: url,
      RENUBU_SECRET: secret,
      RENUBU_SERVICES: 'api',
      RENUBU_SAMPLE: 'off',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let held = 0
  child.on('message', () => {
    held += 1
    child.emit('reply held')
  })
  const address = await addressOf(child)
  return {
    address,
    repliesHeld: async (count) => {
      while (held < count) await once(child, 'reply held')
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = ''
    child.stderr?.on('data', (part: Buffer) => {
      log += part.toString()
      const [, address] = /Server listening at (http:[\w./:]+)/.exec(log) ?? []
      if (address !== undefined) resolve(address)
    })
    child.once('exit', () => reject(new Error(`The server ended before it listened: ${log}`)))
  })
}
