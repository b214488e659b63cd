import { beforeAll, describe, expect, it } from 'vitest'
import { testApp } from '../../test/app.ts'
import { codeOf } from '../../test/authenticator.ts'
import { commandLineOn } from '../../test/command-line.ts'
import { testDatabase } from '../../test/database.ts'
import { browserOf } from '../../test/signed-in.ts'

const db = await testDatabase({ schema: 'none' })
const renubu = commandLineOn(db)
const app = await testApp(db)

const PASSWORD = 'correct horse battery'
const create = (email: string, ...more: string[]) =>
  renubu('user', 'create', '--name', 'Ada Quill', '--email', email, '--role', 'csm', ...more, '--json')
const signIn = async (email: string, password: string) =>
  (await browserOf(app).ask({ method: 'POST', url: '/api/session', body: { email, password } })).status

beforeAll(() => renubu('company', 'create', '--name', 'Nordlicht', '--time-zone', 'UTC'))

describe('somebody who is added on the command line', () => {
  it('signs in with the password that he is given, and with another one once he has forgotten it', async () => {
    expect(await create('ada@example.org', '--password', PASSWORD)).toMatchObject({ code: 0 })
    expect(await signIn('ada@example.org', PASSWORD)).toBe(200)
    const told = await renubu(
      'user',
      'password',
      '--email',
      'ada@example.org',
      '--password',
      'a better password',
      '--json',
    )
    expect(told.json()).toMatchObject({ email: 'ada@example.org' })
    expect([await signIn('ada@example.org', PASSWORD), await signIn('ada@example.org', 'a better password')]).toEqual([
      401, 200,
    ])
  })

  it('is invited by the link that is printed', async () => {
    const { invitation } = (await create('bo@example.org', '--invite')).json<{ invitation: string }>()
    const payload = { token: invitation.split('#')[1], name: 'Bo Elm', password: PASSWORD }
    const reply = await app.inject({ method: 'POST', url: '/api/invitations/accept', payload })
    expect(reply.statusCode).toBe(200)
    const told = await renubu(
      'user',
      'create',
      '--name',
      'Cy',
      '--email',
      'cy@example.org',
      '--role',
      'csm',
      '--invite',
    )
    expect(told.stdout).toMatch(/Invitation, for seven days: http\S+\/invitation#inv_/)
  })

  it.each([
    [['--password', 'short', '--email', 'di@example.org'], 'at least 10'],
    [['--password', PASSWORD], 'without an e-mail address'],
    [['--invite'], 'without an e-mail address'],
  ])('is not added with %j', async (words, says) => {
    const told = await renubu('user', 'create', '--name', 'Di', '--role', 'csm', ...words, '--json')
    expect(told.code).not.toBe(0)
    expect(told.stdout + told.stderr).toContain(says)
  })

  it('who has lost the second factor signs in with the password alone once it was reset', async () => {
    const email = 'eli@example.org'
    await create(email, '--password', PASSWORD)
    const browser = browserOf(app)
    await browser.ask({ method: 'POST', url: '/api/session', body: { email, password: PASSWORD } })
    const begun = await browser.ask<{ uri: string }>({
      method: 'POST',
      url: '/api/me/second-factor',
      body: { password: PASSWORD },
    })
    const code = codeOf(begun.body.uri)
    await browser.ask({ method: 'POST', url: '/api/me/second-factor/confirm', body: { code } })
    const reset = () => renubu('user', 'reset-second-factor', '--email', email, '--json')
    expect((await reset()).json()).toMatchObject({ email })
    expect((await browser.ask({ url: '/api/today' })).status).toBe(401)
    expect(await signIn(email, PASSWORD)).toBe(200)
    expect((await reset()).stdout).toContain('This person has no second factor.')
    expect((await renubu('user', 'reset-second-factor', '--email', 'no@example.org', '--json')).code).toBe(1)
  })

  it('is somebody: of nobody no password is set', async () => {
    const told = await renubu('user', 'password', '--email', 'no@example.org', '--password', PASSWORD, '--json')
    expect(told.code).toBe(1)
  })
})
