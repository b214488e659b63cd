import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { PROJECT_ROOT } from '../src/platform/environment.ts'

// What the door does when an older Node opens it. The older Node is this one under another name: only its version is read.

const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A package with the real bin/ and, in place of the program, `program`. `installed`: whether the pinned Node is there. */
function packageWith(program: string, installed: boolean): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'renubu-bin-')))
  folders.push(root)
  cpSync(join(PROJECT_ROOT, 'bin'), join(root, 'bin'), { recursive: true })
  mkdirSync(join(root, 'src'))
  writeFileSync(join(root, 'package.json'), '{"type":"module"}')
  writeFileSync(join(root, 'src', 'cli.ts'), program)
  writeFileSync(
    join(root, 'old.cjs'),
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.0' } })",
  )
  if (installed) {
    mkdirSync(join(root, 'node_modules', 'node', 'bin'), { recursive: true })
    symlinkSync(process.execPath, join(root, 'node_modules', 'node', 'bin', 'node'))
  }
  return root
}

const onOldNode = (root: string, ...words: string[]) => [
  '--require',
  join(root, 'old.cjs'),
  join(root, 'bin', 'renubu'),
  ...words,
]

const ECHO = `export async function runCommandLine(words: readonly string[]): Promise<number> {
  process.stdout.write(JSON.stringify({ words, node: process.versions.node }))
  return 7
}`

const FLAGS = `export async function runCommandLine(): Promise<number> {
  process.stdout.write(JSON.stringify(process.execArgv))
  return 0
}`

// Says when it is ready, and what it was told to end by.
const WAIT = `export async function runCommandLine(): Promise<number> {
  const ended = Promise.withResolvers<number>()
  const alive = setInterval(() => undefined, 1000)
  process.on('SIGTERM', () => {
    clearInterval(alive)
    process.stdout.write('told to end')
    ended.resolve(3)
  })
  process.stdout.write('ready')
  return ended.promise
}`

describe('bin/renubu', () => {
  test('on a Node that is new enough it runs the program itself', () => {
    const root = packageWith(ECHO, false)
    const { status, stdout } = spawnSync(process.execPath, [join(root, 'bin', 'renubu'), 'queue', '--json'], {
      encoding: 'utf8',
    })
    expect(JSON.parse(stdout)).toEqual({ words: ['queue', '--json'], node: process.versions.node })
    expect(status).toBe(7)
  })

  test('on an older Node it runs the program on the pinned one, with the same words and the same exit code', () => {
    const root = packageWith(ECHO, true)
    const { status, stdout } = spawnSync(process.execPath, onOldNode(root, 'queue', '--json'), { encoding: 'utf8' })
    expect(JSON.parse(stdout)).toEqual({ words: ['queue', '--json'], node: process.versions.node })
    expect(status).toBe(7)
  })

  test.each([
    [['run', 'daily'], true],
    [['--json', 'worker'], true],
    [['import', 'usage', 'usage.csv'], true],
    [['queue', '--csm', 'run'], false],
  ])('%j computes for a whole company in a small heap: %s', (words, isSmall) => {
    const root = packageWith(FLAGS, false)
    const { stdout } = spawnSync(process.execPath, [join(root, 'bin', 'renubu'), ...words], { encoding: 'utf8' })
    const flags = JSON.parse(readFileSync(join(PROJECT_ROOT, 'bin', 'node-flags.json'), 'utf8')) as string[]
    const given = JSON.parse(stdout) as string[]
    expect(flags.every((flag) => given.includes(flag))).toBe(isSmall)
  })

  test('it says what to do when the pinned Node was never installed', () => {
    const root = packageWith(ECHO, false)
    const { status, stdout, stderr } = spawnSync(process.execPath, onOldNode(root, 'queue'), { encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain('--ignore-scripts')
    expect(stderr).toContain(`npm ci" in ${root}`)
  })

  test('a signal reaches the program, and the program decides how it ends', async () => {
    const root = packageWith(WAIT, true)
    const child = spawn(process.execPath, onOldNode(root), { stdio: ['ignore', 'pipe', 'inherit'] })
    let heard = ''
    child.stdout.on('data', (part: Buffer) => {
      heard += part.toString()
      if (heard === 'ready') child.kill('SIGTERM')
    })
    const [code] = (await once(child, 'close')) as [number | null]
    expect(heard).toBe('readytold to end')
    expect(code).toBe(3)
  })
})
