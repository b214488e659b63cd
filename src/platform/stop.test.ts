import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'

// Starting a process takes seconds on a machine that is busy with everything else.
const CHILD = JSON.stringify(join(import.meta.dirname, 'child.ts'))

const asksItself = (then: string): string => `
  import { askedToStop, onceSignalled } from ${CHILD}
  const awake = setInterval(() => undefined, 1000)
  ${then}`

/** Waits for the wish to stop, says why, and takes its time. */
const SLOW = asksItself(`
  const stop = askedToStop()
  console.log('up')
  console.log(await stop)`)

/** Stops as soon as it hears of it. */
const QUICK = asksItself(`
  const stop = askedToStop()
  console.log('up')
  console.log(await stop)
  clearInterval(awake)`)

type Running = { readonly child: ChildProcess; line(): Promise<string | undefined> }

async function run(code: string, env: NodeJS.ProcessEnv = {}): Promise<Running> {
  return begin(process.execPath, ['--input-type=module', '--eval', code], env)
}

async function begin(program: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<Running> {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const line = async (): Promise<string | undefined> => {
    const next = await lines.next()
    return next.done ? undefined : next.value
  }
  expect(await line()).toBe('up')
  return { child, line }
}

describe('the wish to stop', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('is heard as %s', async (signal) => {
    const { child, line } = await run(QUICK)
    const ended = once(child, 'exit')
    child.kill(signal)
    expect(await line()).toBe(signal)
    expect(await ended).toEqual([0, null])
  })

  it('that arrives several times at once is one: npm and an older Node pass on what the terminal sends as well', async () => {
    const { child, line } = await run(QUICK)
    const ended = once(child, 'exit')
    for (const signal of ['SIGINT', 'SIGINT', 'SIGTERM'] as const) child.kill(signal)
    expect(['SIGINT', 'SIGTERM']).toContain(await line())
    expect(await ended).toEqual([0, null])
  })

  it('that is repeated by somebody who does not want to wait ends the process at once', async () => {
    const { child, line } = await run(SLOW)
    child.kill('SIGTERM')
    expect(await line()).toBe('SIGTERM')
    const ended = once(child, 'exit')
    // A second after the first one it counts; until then it may be the same.
    const again = setInterval(() => child.kill('SIGINT'), 100)
    onTestFinished(() => clearInterval(again))
    expect(await ended).toEqual([1, null])
  })

  it('reaches a script whose shell npm ended without passing it on', async () => {
    const code = `${QUICK}\n; console.log('stopped')`
    // The shell stays in between, as npm's does, and tells who the script is.
    const shell = await begin(
      '/bin/sh',
      ['-c', '"$0" --input-type=module --eval "$1"; exit $?', process.execPath, code],
      {
        npm_lifecycle_event: 'start',
      },
    )
    shell.child.kill('SIGKILL')
    expect(await shell.line()).toBe('npm was asked to stop')
    expect(await shell.line()).toBe('stopped')
  })

  it('is not taken from the end of a shell that was not npm’s: who starts it in the background may go', async () => {
    const code = asksItself(`
      let heard = 'nothing'
      void askedToStop().then((reason) => (heard = reason))
      const parent = process.ppid
      console.log('up')
      let looks = 0
      setInterval(() => {
        if (process.ppid !== parent) looks += 1
        if (looks === 6) { console.log(heard); process.exit(0) }
      }, 200)`)
    const words = ['-c', '"$0" --input-type=module --eval "$1"; exit $?', process.execPath, code]
    const shell = await begin('/bin/sh', words, { npm_lifecycle_event: undefined })
    shell.child.kill('SIGKILL')
    expect(await shell.line()).toBe('nothing')
  })

  it('can be listened to for a while', async () => {
    const { child } = await run(
      asksItself(`
      const stopListening = onceSignalled(() => console.log('never'))
      stopListening()
      console.log('up')`),
    )
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await ended).toEqual([null, 'SIGTERM'])
  })
})
