import { describe, expect, it } from 'vitest'
import { cookieOf, testApp } from '../../test/app.ts'
import { codeOf } from '../../test/authenticator.ts'
import { testDatabase } from '../../test/database.ts'
import { browserOf } from '../../test/signed-in.ts'
import { givenIdentities } from '../../test/given-identities.ts'
import { createApiKey } from './api-keys.store.ts'
import { createCompany } from './companies.store.ts'
import { joinCompany } from './memberships.store.ts'
import { createUser } from './users.store.ts'

const PASSWORD = 'correct horse battery'
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0'

const db = await testDatabase()
const app = await testApp(db)
const identities = givenIdentities(db)

let count = 0
async function givenPerson() {
  count += 1
  const email = `person${String(count)}@example.org`
  const company = await createCompany(db, { name: `Company ${String(count)}`, timeZone: 'UTC' })
  const { id } = await createUser(db, { companyId: company.id, name: 'Ada Quill', email, role: 'csm' })
  const made = await identities.create({ email, name: 'Ada Quill', password: PASSWORD })
  if (!made.ok) throw new Error('The address is taken')
  await db.database.withCompany(company.id, (tx) => joinCompany(tx, { identityId: made.value, userId: id }))
  const signIn = async (password = PASSWORD, device = FIREFOX) => {
    const browser = browserOf(app)
    const reply = await browser.ask<{ kind: string; challenge: string }>({
      method: 'POST',
      url: '/api/session',
      body: { email, password },
      device,
    })
    return { browser, ...reply }
  }
  return { id, email, companyId: company.id, signIn }
}

type Browser = ReturnType<typeof browserOf>
const change = (browser: Browser, path: string, body: object) =>
  browser.ask<{ uri: string; backupCodes: string[]; detail: string }>({ method: 'POST', url: `/api/me/${path}`, body })

const actsIn = async (companyId: string) =>
  (
    await db.owner.query<{ action: string }>(`select action from audit_log where company_id = $1 order by at`, [
      companyId,
    ])
  ).rows.map(({ action }) => action)

describe('one’s own profile', () => {
  it('says who one is, and takes another name and time zone', async () => {
    const { id, email, signIn } = await givenPerson()
    const { browser } = await signIn()
    const account = { email, secondFactor: false }
    expect((await browser.ask({ url: '/api/me' })).body).toEqual({
      id,
      name: 'Ada Quill',
      role: 'csm',
      timeZone: null,
      account,
    })
    const changed = await browser.ask({
      method: 'PATCH',
      url: '/api/me',
      body: { name: 'Ada Reed', timeZone: 'Asia/Tokyo' },
    })
    expect(changed.body).toMatchObject({ name: 'Ada Reed', timeZone: 'Asia/Tokyo' })
    expect((await browser.ask({ method: 'PATCH', url: '/api/me', body: { role: 'admin' } })).body).toMatchObject({
      role: 'csm',
    })
  })

  it('is nothing that a key has, and without an account for who came by one click', async () => {
    const { id, companyId } = await givenPerson()
    const { key } = await createApiKey(db, { companyId, role: 'admin' })
    for (const url of ['/api/me', '/api/me/sessions'])
      expect((await app.inject({ url, headers: { authorization: `Bearer ${key}` } })).statusCode).toBe(403)
    const headers = { cookie: cookieOf({ companyId, userId: id }) }
    expect((await app.inject({ url: '/api/me', headers })).json()).toMatchObject({ account: null })
    expect((await app.inject({ url: '/api/me/sessions', headers })).json()).toEqual({ items: [] })
    const payload = { current: PASSWORD, next: 'another password' }
    expect((await app.inject({ method: 'POST', url: '/api/me/password', headers, payload })).statusCode).toBe(409)
  })
})

describe('the password', () => {
  it('is changed by who knows it, and all other sessions end', async () => {
    const { companyId, signIn } = await givenPerson()
    const [one, other] = [(await signIn()).browser, (await signIn()).browser]
    const next = 'a better password'
    expect((await change(one, 'password', { current: 'not it', next })).status).toBe(422)
    expect((await other.ask({ url: '/api/today' })).status).toBe(200)
    expect((await change(one, 'password', { current: PASSWORD, next })).status).toBe(200)
    expect((await one.ask({ url: '/api/today' })).status).toBe(200)
    expect((await other.ask({ url: '/api/today' })).status).toBe(401)
    expect([(await signIn()).status, (await signIn(next)).status]).toEqual([401, 200])
    expect(await actsIn(companyId)).toContain('change-password')
  })
})

describe('sessions', () => {
  it('are listed with what opened them, and end one by one', async () => {
    const { signIn, companyId } = await givenPerson()
    const { browser: one } = await signIn(PASSWORD, 'another browser')
    const { browser: here } = await signIn()
    type List = { items: { id: string; device: string; current: boolean }[] }
    const { items } = (await here.ask<List>({ url: '/api/me/sessions' })).body
    expect(items).toMatchObject([
      { device: FIREFOX, current: true },
      { device: 'another browser', current: false },
    ])
    const end = (browser: Browser, id: string) => browser.ask({ method: 'DELETE', url: `/api/me/sessions/${id}` })
    expect((await end(here, items[1]?.id ?? '')).status).toBe(200)
    expect((await one.ask({ url: '/api/today' })).status).toBe(401)
    expect((await here.ask({ url: '/api/today' })).status).toBe(200)
    expect(await actsIn(companyId)).toContain('end-session')
    const stranger = (await (await givenPerson()).signIn()).browser
    expect((await end(stranger, items[0]?.id ?? '')).status).toBe(404)
    expect((await here.ask({ url: '/api/today' })).status).toBe(200)
  })
})

describe('a second factor', () => {
  async function givenSecondFactor() {
    const person = await givenPerson()
    const { browser } = await person.signIn()
    const { body: setup } = await change(browser, 'second-factor', { password: PASSWORD })
    expect((await change(browser, 'second-factor/confirm', { code: codeOf(setup.uri) })).status).toBe(200)
    return { ...person, browser, setup }
  }
  const give = (challenge: string, code: string) => {
    const browser = browserOf(app)
    const body = { challenge, code }
    return browser
      .ask({ method: 'POST', url: '/api/session/second-factor', body })
      .then((reply) => ({ ...reply, browser }))
  }

  it('counts only once a code was given, and asks for the password first', async () => {
    const { signIn } = await givenPerson()
    const { browser } = await signIn()
    expect((await change(browser, 'second-factor', { password: 'not it' })).status).toBe(422)
    const { body: setup } = await change(browser, 'second-factor', { password: PASSWORD })
    expect(setup.backupCodes).toHaveLength(10)
    const wrong = codeOf(setup.uri) === '000000' ? '111111' : '000000'
    expect((await change(browser, 'second-factor/confirm', { code: wrong })).status).toBe(422)
    expect((await signIn()).body.kind).toBe('signed-in')
  })

  it('is asked for behind the password from then on, and lets in with the code of the moment', async () => {
    const { browser, signIn, setup, companyId } = await givenSecondFactor()
    expect((await browser.ask({ url: '/api/today' })).status).toBe(200)
    const { status, body, browser: half } = await signIn()
    expect([status, body.kind]).toEqual([200, 'second-factor'])
    expect((await half.ask({ url: '/api/today' })).status).toBe(401)
    const entered = await give(body.challenge, codeOf(setup.uri))
    expect(entered.status).toBe(200)
    expect((await entered.browser.ask({ url: '/api/today' })).status).toBe(200)
    expect(await actsIn(companyId)).toContain('switch-on-second-factor')
  })

  it('lets in by each backup code once', async () => {
    const { signIn, setup } = await givenSecondFactor()
    const [code = ''] = setup.backupCodes
    expect((await give((await signIn()).body.challenge, code)).status).toBe(200)
    expect((await give((await signIn()).body.challenge, code)).status).toBe(401)
  })

  it('has new backup codes for who gives his password, and the old ones open nothing from then on', async () => {
    const { browser, signIn, setup, companyId } = await givenSecondFactor()
    expect((await change(browser, 'second-factor/backup-codes', { password: 'not it' })).status).toBe(422)
    const [old = ''] = setup.backupCodes
    const renewed = await change(browser, 'second-factor/backup-codes', { password: PASSWORD })
    expect(renewed.status).toBe(200)
    expect(new Set([...renewed.body.backupCodes, ...setup.backupCodes]).size).toBe(20)
    expect((await give((await signIn()).body.challenge, old)).status).toBe(401)
    expect((await give((await signIn()).body.challenge, renewed.body.backupCodes[0] ?? '')).status).toBe(200)
    expect((await give((await signIn()).body.challenge, codeOf(setup.uri))).status).toBe(200)
    expect((await browser.ask({ url: '/api/today' })).status).toBe(200)
    expect((await actsIn(companyId)).filter((action) => action === 'renew-backup-codes')).toHaveLength(1)
  })

  it('that is not on has no backup codes, and neither has who came by one click', async () => {
    const { id, companyId, signIn } = await givenPerson()
    const { browser } = await signIn()
    const refused = await change(browser, 'second-factor/backup-codes', { password: PASSWORD })
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringMatching(/Switch it on first/)])
    await change(browser, 'second-factor', { password: PASSWORD })
    expect((await change(browser, 'second-factor/backup-codes', { password: PASSWORD })).status).toBe(409)
    const headers = { cookie: cookieOf({ companyId, userId: id }) }
    const payload = { password: PASSWORD }
    const url = '/api/me/second-factor/backup-codes'
    expect((await app.inject({ method: 'POST', url, headers, payload })).statusCode).toBe(409)
    expect(await actsIn(companyId)).not.toContain('renew-backup-codes')
  })

  it('is not guessed: a challenge ends after five codes, and none is made up', async () => {
    const { signIn, setup } = await givenSecondFactor()
    const { challenge } = (await signIn()).body
    const right = codeOf(setup.uri)
    const wrong = right === '000000' ? '111111' : '000000'
    for (let turn = 0; turn < 5; turn += 1) expect((await give(challenge, wrong)).status).toBe(401)
    expect((await give(challenge, right)).status).toBe(401)
    for (const forged of ['x', 'better-auth.two_factor=x.y', `${challenge}x`])
      expect((await give(forged, right)).status).toBe(401)
  })

  it('is switched off by the password', async () => {
    const { browser, signIn, companyId } = await givenSecondFactor()
    expect((await change(browser, 'second-factor/off', { password: 'not it' })).status).toBe(422)
    expect((await change(browser, 'second-factor/off', { password: PASSWORD })).status).toBe(200)
    expect((await browser.ask({ url: '/api/today' })).status).toBe(200)
    expect((await signIn()).body.kind).toBe('signed-in')
    expect(await actsIn(companyId)).toContain('switch-off-second-factor')
  })
})
