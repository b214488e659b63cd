import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT_ROOT } from './environment.ts'
import type { Log } from './log.ts'

export type Supervised = {
  /** The process that runs now; undefined between two. */
  pid(): number | undefined
  /** Asks it to stop, waits, and starts no other. */
  stop(): Promise<void>
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** A process that lived this long was healthy: the next pause is short again. */
const HEALTHY_AFTER_MS = 60_000
const STOP_WITHIN_MS = 20_000

/** What Node is given to run a command of this program in a process of its own, with the flags that bin/renubu gives it as well. */
export const programWords = (command: readonly string[]): readonly string[] => [
  ...(JSON.parse(readFileSync(join(PROJECT_ROOT, 'bin', 'node-flags.json'), 'utf8')) as string[]),
  join(PROJECT_ROOT, 'bin', 'renubu'),
  ...command,
]

/** Looks after a command of this program: `supervise(['worker'], log)`. */
export const supervise = (command: readonly string[], log: Log): Supervised =>
  superviseProgram(process.execPath, programWords(command), log)

/**
 * Runs a program as a process of its own and starts it again whenever it dies. It hears of this process's death by the
 * channel between them (`askedToStop`), however that death comes about.
 */
export function superviseProgram(program: string, words: readonly string[], log: Log): Supervised {
  let child: ChildProcess | undefined
  let stopping = false
  let pause = FIRST_PAUSE_MS
  let restart: NodeJS.Timeout | undefined
  const start = (): void => {
    const startedAt = performance.now()
    const running = spawn(program, words, {
      // Its stdout goes to stderr as well: this process's stdout is for answers.
      stdio: ['ignore', 2, 2, 'ipc'],
      env: process.env,
    })
    child = running
    running.on('error', (error) => log.error({ err: error }, 'a process did not start'))
    running.once('exit', (code, signal) => {
      child = undefined
      if (stopping) return
      pause = performance.now() - startedAt > HEALTHY_AFTER_MS ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS)
      restart = setTimeout(() => {
        // Said only now: one Ctrl-C ends both, and this process may hear of it a moment later.
        log.warn({ words, code, signal, afterMs: pause }, 'a process ended; starting it again')
        start()
      }, pause)
    })
  }
  start()
  return {
    pid: () => child?.pid,
    stop: async () => {
      stopping = true
      clearTimeout(restart)
      if (child) await stopChild(child)
    },
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
  await ended
  clearTimeout(force)
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
// One Ctrl-C arrives several times: from the terminal, and passed on by npm or an older Node in between.
const SAME_WISH_MS = 1_000

/**
 * Tells once when this process is asked to stop by a signal. Who asks a second time does not want to wait: the process ends at once.
 * Answers how to stop listening.
 */
export function onceSignalled(tell: (signal: string) => void): () => void {
  let askedAt: number | undefined
  const heard = (signal: string): void => {
    if (askedAt === undefined) {
      askedAt = performance.now()
      tell(signal)
    } else if (performance.now() - askedAt > SAME_WISH_MS) process.exit(1)
  }
  for (const signal of STOP_SIGNALS) process.on(signal, heard)
  return () => {
    for (const signal of STOP_SIGNALS) process.off(signal, heard)
  }
}

const LOOK_FOR_PARENT_MS = 250
// Read when the program is loaded: the parent may go while something else is still being prepared.
const FIRST_PARENT = process.ppid

/**
 * npm puts a shell between itself and a script. Asked to stop, it ends that shell and nobody else, so the script hears of it only by
 * having another parent now.
 */
function onceOrphanedByNpm(tell: (reason: string) => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return
  const timer = setInterval(() => {
    if (process.ppid === FIRST_PARENT) return
    clearInterval(timer)
    tell('npm was asked to stop')
  }, LOOK_FOR_PARENT_MS)
  timer.unref()
}

/** Resolves when this process is asked to stop: by a signal, or by the death of the process that looks after it. */
export function askedToStop(): Promise<string> {
  return new Promise((resolve) => {
    const stop = (reason: string): void => {
      // Somebody listens on the channel, which would keep this process alive when its work is done.
      process.channel?.unref()
      resolve(reason)
    }
    onceSignalled(stop)
    onceOrphanedByNpm(stop)
    if (process.channel) process.once('disconnect', () => stop('the parent process is gone'))
  })
}
