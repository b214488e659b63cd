import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

export type Process = { readonly pid: number; readonly command: string }

/** The command lines of everything that runs. Zombies have none, so they count as gone. */
export function runningProcesses(): readonly Process[] {
  if (process.platform !== 'linux') return processesByPs()
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), command: commandOf(Number(name)) }))
    .filter((found) => found.command !== '')
}

/** The command line of one process, arguments separated by blanks; empty when it is gone. */
export function commandOf(pid: number): string {
  if (process.platform !== 'linux') return processesByPs().find((found) => found.pid === pid)?.command ?? ''
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')
      .replaceAll('\0', ' ')
      .trim()
  } catch {
    return ''
  }
}

function processesByPs(): readonly Process[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n')
  return lines.flatMap((line) => {
    const parts = /^\s*(\d+)\s+(\S.*)$/.exec(line)
    return parts ? [{ pid: Number(parts[1]), command: parts[2] ?? '' }] : []
  })
}

/** Sends a signal; a process that is already gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** Waits until a condition holds; answers whether it did within the time. */
export async function within(timeoutMs: number, holds: () => boolean | Promise<boolean>): Promise<boolean> {
  const until = performance.now() + timeoutMs
  for (;;) {
    if (await holds()) return true
    if (performance.now() > until) return false
    await sleep(20)
  }
}
