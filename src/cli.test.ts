import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { runCommandLine } from './cli.ts'

async function run(...words: string[]) {
  const heard = { stdout: '', stderr: '' }
  const stream = (name: keyof typeof heard) => ({ write: (text: string) => ((heard[name] += text), true) })
  const code = await runCommandLine(words, { stdout: stream('stdout'), stderr: stream('stderr') })
  return { code, ...heard }
}

test('help goes to stdout and is no failure', async () => {
  const { code, stdout, stderr } = await run('--help')
  expect(code).toBe(0)
  expect(stdout).toContain('Usage: renubu')
  expect(stderr).toBe('')
})

test('a command that does not exist is a failure that says where to look', async () => {
  const { code, stdout, stderr } = await run('improve')
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toContain("unknown command 'improve'")
  expect(stderr).toContain('renubu --help lists the commands')
})

test('with --json a failure is still exactly one JSON value on stdout', async () => {
  const { code, stdout } = await run('migrate', '--backwards', '--json')
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toEqual({
    error: "unknown option '--backwards'",
    advice: 'renubu --help lists the commands; renubu COMMAND --help its options',
  })
})

test('a wrong setting is named, without a stack trace', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/renubu', 'migrate', '--json'], {
    env: { ...process.env, PORT: 'eighty' },
    encoding: 'utf8',
  })
  expect(status).toBe(1)
  expect((JSON.parse(stdout) as { error: string }).error).toContain('PORT')
  expect(stderr).toContain('PORT')
  expect(stderr).not.toContain(' at ')
})
