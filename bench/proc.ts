import { readdirSync, readFileSync } from 'node:fs'

/** What a process has used up so far. A process that has ended is counted in that of its parent, once that has noticed. */
export type Usage = {
  readonly cpuSeconds: number
  /** What went to and came from the disk itself, not from the system's memory of it. */
  readonly diskRead: number
  readonly diskWritten: number
}

// What Linux counts in on every platform that Node runs on (sysconf(_SC_CLK_TCK)).
const TICKS_A_SECOND = 100

export type Stat = { readonly pid: number; readonly parent: number; readonly cpuSeconds: number }

/** A line of /proc/PID/stat; the time includes that of the children that have ended. */
export function parseStat(text: string): Stat {
  // The program's name stands in parentheses and may hold blanks and parentheses of its own.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const number = (index: number): number => Number(fields[index])
  const ticks = number(11) + number(12) + number(13) + number(14)
  return { pid: Number.parseInt(text, 10), parent: number(1), cpuSeconds: ticks / TICKS_A_SECOND }
}

/** The lines of /proc/PID/io or /proc/PID/status as numbers by their names; units are left out. */
export function parseLines(text: string): Readonly<Record<string, number>> {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [name = '', value = ''] = line.split(':')
      const number = Number.parseInt(value, 10)
      return Number.isNaN(number) ? [] : [[name, number]]
    }),
  )
}

const read = (pid: number, file: string): string | undefined => {
  try {
    return readFileSync(`/proc/${String(pid)}/${file}`, 'utf8')
  } catch {
    // Ended between being seen and being read.
    return undefined
  }
}

const NOTHING: Usage = { cpuSeconds: 0, diskRead: 0, diskWritten: 0 }

function usageOf(pid: number): Usage {
  const stat = read(pid, 'stat')
  if (stat === undefined) return NOTHING
  const { read_bytes: diskRead = 0, write_bytes: diskWritten = 0 } = parseLines(read(pid, 'io') ?? '')
  return { cpuSeconds: parseStat(stat).cpuSeconds, diskRead, diskWritten }
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const stat = read(pid, 'stat')
      return stat !== undefined && parseStat(stat).parent === parent
    })
}

const sum = (a: Usage, b: Usage): Usage => ({
  cpuSeconds: a.cpuSeconds + b.cpuSeconds,
  diskRead: a.diskRead + b.diskRead,
  diskWritten: a.diskWritten + b.diskWritten,
})

/** A process with all its children, living and ended: the whole of a PostgreSQL server, its background included. */
export const usageWithChildren = (pid: number): Usage => [pid, ...childrenOf(pid)].map(usageOf).reduce(sum)

export const usageSince = (before: Usage, after: Usage): Usage => ({
  cpuSeconds: after.cpuSeconds - before.cpuSeconds,
  diskRead: after.diskRead - before.diskRead,
  diskWritten: after.diskWritten - before.diskWritten,
})

const KIB = 1024

/** The most memory that a process has had at once, in bytes. */
export const peakMemory = (pid: number): number => (parseLines(read(pid, 'status') ?? '')['VmHWM'] ?? 0) * KIB

/** The process that a process was started by. */
export const parentOf = (pid: number): number => {
  const stat = read(pid, 'stat')
  if (stat === undefined) throw new Error(`There is no process ${String(pid)}`)
  return parseStat(stat).parent
}
