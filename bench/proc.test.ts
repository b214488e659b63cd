import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { parentOf, parseLines, parseStat, peakMemory, usageSince, usageWithChildren } from './proc.ts'

describe('a line of /proc/PID/stat', () => {
  it('tells the parent and the time of the process and of its children that have ended, in seconds', () => {
    const line = '4242 (postgres) S 17 4242 4242 0 -1 4194560 9 8 7 6 150 50 25 75 20 0 1 0 12345 1000 200'
    expect(parseStat(line)).toEqual({ pid: 4242, parent: 17, cpuSeconds: 3 })
  })

  it('is read behind the name, whatever that is', () => {
    const line = '7 (a) b (c) 1 2) R 3 0 0 0 0 0 0 0 0 0 100 0 0 0 20 0'
    expect(parseStat(line)).toEqual({ pid: 7, parent: 3, cpuSeconds: 1 })
  })
})

it('lines of names and numbers are read with or without a unit, and others are left out', () => {
  expect(parseLines('Name:\tnode\nVmHWM:\t  120456 kB\nread_bytes: 4096\n')).toEqual({
    VmHWM: 120456,
    read_bytes: 4096,
  })
})

it('what was used in between is the difference of two looks', () => {
  const before = { cpuSeconds: 1.5, diskRead: 10, diskWritten: 20 }
  const after = { cpuSeconds: 4, diskRead: 15, diskWritten: 120 }
  expect(usageSince(before, after)).toEqual({ cpuSeconds: 2.5, diskRead: 5, diskWritten: 100 })
})

// By its own account 200 ms of a processor; the system counts them in hundredths.
const WORK =
  'const used = () => { const { user, system } = process.cpuUsage(); return user + system }; while (used() < 200_000);'

// Only Linux has /proc; elsewhere a bench says so by failing.
describe.runIf(process.platform === 'linux')('a living process', () => {
  it('is counted with the children that it has had', async () => {
    const before = usageWithChildren(process.pid)
    const child = spawn(process.execPath, ['-e', WORK])
    expect(child.pid && parentOf(child.pid)).toBe(process.pid)
    await once(child, 'exit')
    expect(usageSince(before, usageWithChildren(process.pid)).cpuSeconds).toBeGreaterThanOrEqual(0.1)
  })

  it('has had some memory', () => {
    expect(peakMemory(process.pid)).toBeGreaterThan(10_000_000)
  })

  it('that is not there is named', () => {
    expect(() => parentOf(0)).toThrow('no process 0')
  })
})
