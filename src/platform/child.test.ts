import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { scratchFolder } from '../../test/embedded.ts'
import { commandOf, within } from './embedded/processes.ts'
import { eventually, PATIENCE_MS } from '../../test/patience.ts'

const CHILD = JSON.stringify(join(import.meta.dirname, 'child.ts'))
const LOG = JSON.stringify(join(import.meta.dirname, 'log.ts'))

const child = (folder: string): string => `
  import { appendFileSync } from 'node:fs'
  import { askedToStop } from ${CHILD}
  const stop = askedToStop()
  const awake = setInterval(() => undefined, 1000)
  appendFileSync(${JSON.stringify(join(folder, 'lives'))}, process.pid + '\\n')
  const reason = await stop
  appendFileSync(${JSON.stringify(join(folder, 'reasons'))}, reason + '\\n')
  clearInterval(awake)`

const parent = (folder: string): string => `
  import { askedToStop, superviseProgram } from ${CHILD}
  import { silentLog } from ${LOG}
  const stop = askedToStop()
  const supervised = superviseProgram(process.execPath, ['--input-type=module', '--eval', ${JSON.stringify(child(folder))}], silentLog)
  console.log('up')
  await stop
  await supervised.stop()
  console.log('down')`

async function startParent(folder: string): Promise<ChildProcess> {
  const started = spawn(process.execPath, ['--input-type=module', '--eval', parent(folder)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void started.kill('SIGKILL'))
  await createInterface(started.stdout)[Symbol.asyncIterator]().next()
  return started
}

/** Whole lines: a file that was just created may still be empty. */
const lines = (folder: string, name: string): string[] =>
  existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1) : []

describe('a process that is looked after', () => {
  it('is started again when it dies, and asked to stop with the one that looks after it', async () => {
    const folder = scratchFolder()
    const looksAfter = await startParent(folder)
    await eventually(() => expect(lines(folder, 'lives')).toHaveLength(1))
    process.kill(Number(lines(folder, 'lives')[0]), 'SIGKILL')
    await eventually(() => expect(lines(folder, 'lives')).toHaveLength(2))
    const ended = once(looksAfter, 'exit')
    looksAfter.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    expect(lines(folder, 'reasons')).toEqual(['SIGTERM'])
    expect(commandOf(Number(lines(folder, 'lives')[1]))).toBe('')
  })

  it('stops by itself when the one that looks after it is killed', async () => {
    const folder = scratchFolder()
    const looksAfter = await startParent(folder)
    await eventually(() => expect(lines(folder, 'lives')).toHaveLength(1))
    looksAfter.kill('SIGKILL')
    const pid = Number(lines(folder, 'lives')[0])
    expect(await within(PATIENCE_MS, () => commandOf(pid) === '')).toBe(true)
    expect(lines(folder, 'reasons')).toEqual(['the parent process is gone'])
  })
})
