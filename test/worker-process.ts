import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { programWords } from '../src/platform/child.ts'

/** The worker as `renubu serve` starts it: a process of its own on a real server. */
export type WorkerProcess = {
  readonly pid: number | undefined
  /** Ends at once, like a machine that loses its power. */
  kill(): Promise<void>
  /** Asks it to stop and waits; throws when it complained or did not end well. */
  stop(): Promise<void>
}

type Started = {
  /** By how much its machine's clock is ahead; negative: behind. */
  readonly clockAheadMs?: number
}

/** What a program is given before it starts, so that it has another time. */
const withClockAhead = (ms: number): readonly string[] => [
  '--import',
  `data:text/javascript,${encodeURIComponent(`
    const Right = Date
    globalThis.Date = class extends Right {
      constructor(...given) { if (given.length === 0) super(Right.now() + ${String(ms)}); else super(...given) }
      static now() { return Right.now() + ${String(ms)} }
    }`)}`,
]

export function startWorkerProcess(
  database: { readonly url: string; readonly secret: string },
  { clockAheadMs }: Started = {},
): WorkerProcess {
  const words = [...(clockAheadMs === undefined ? [] : withClockAhead(clockAheadMs)), ...programWords(['worker'])]
  const child = spawn(process.execPath, words, {
    env: { ...process.env, DATABASE_URL: database.url, RENUBU_SECRET: database.secret, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let complaints = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (part: Buffer) => (complaints += part.toString()))
  return {
    pid: child.pid,
    kill: () => end(child, 'SIGKILL'),
    stop: async () => {
      await end(child, 'SIGTERM')
      // Asked before it listens, it ends by the signal itself.
      const ended = child.exitCode === 0 || child.signalCode === 'SIGTERM'
      if (!ended || complaints !== '') throw new Error(`The worker ended with ${String(child.exitCode)}: ${complaints}`)
    },
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}
