import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

/** What a program that logs prints: stdout and stderr apart. */
function printedBy(level: string, statements: string): { readonly stdout: string; readonly stderr: string } {
  const code = `import { createLog } from ${JSON.stringify(join(import.meta.dirname, 'log.ts'))}
    const log = createLog(${JSON.stringify(level)}); ${statements}`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' })
  return { stdout, stderr }
}

test('a line goes to stderr, one JSON value each: stdout belongs to the answers', () => {
  const { stdout, stderr } = printedBy('info', `log.info({ company: 'Elm' }, 'began'); log.debug('unheard')`)
  expect(stdout).toBe('')
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(JSON.parse(stderr)).toMatchObject({ level: 30, company: 'Elm', msg: 'began' })
})

test('nothing is said when silence was asked for', () => {
  expect(printedBy('silent', `log.fatal('help')`)).toEqual({ stdout: '', stderr: '' })
})

test('a line of a process that ends right after it is not lost', () => {
  expect(printedBy('warn', `log.error('last words'); process.exit(1)`).stderr).toContain('last words')
})

const SECRETS: readonly (readonly [what: string, logged: string])[] = [
  ['a password', `{ password: SECRET }`],
  ['a password of something', `{ user: { name: 'Ida', password: SECRET } }`],
  ['a password deep inside', `{ job: { payload: { password: SECRET } } }`],
  ['a secret', `{ secret: SECRET, settings: { secret: SECRET } }`],
  ['an API key', `{ apiKey: SECRET, ai: { apiKey: SECRET } }`],
  ['a token', `{ session: { token: SECRET } }`],
  ['a cookie', `{ req: { headers: { cookie: SECRET, authorization: SECRET, 'set-cookie': [SECRET] } } }`],
  ['the address of the database', `{ environment: { databaseUrl: 'postgres://owner:' + SECRET + '@db/renubu' } }`],
  ['the address of the mail server', `{ smtpUrl: 'smtp://mailer:' + SECRET + '@mail' }`],
]

describe('what is secret', () => {
  const all = SECRETS.map(([what, logged]) => `log.info(${logged}, ${JSON.stringify(what)})`)
  const lines = printedBy('trace', `const SECRET = 'hunter2'; ${all.join('; ')}`).stderr.split('\n')

  test.each(SECRETS)('never reaches a line: %s', (what) => {
    const line = lines.find((each) => each.includes(`"msg":"${what}"`))
    expect(line).toContain('[Redacted]')
    expect(line).not.toContain('hunter2')
  })
})

test('an error is told with its message and where it happened', () => {
  const { stderr } = printedBy('info', `log.error({ err: new Error('connection lost') }, 'failed')`)
  expect(JSON.parse(stderr)).toMatchObject({
    err: { message: 'connection lost', stack: expect.stringContaining('Error: connection lost') as unknown },
  })
})
