import { describe, expect, it } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { codeOf } from '../../test/authenticator.ts'
import { testDatabase } from '../../test/database.ts'
import { givenMailServer, textOf } from '../../test/given-mail-server.ts'
import { browserOf } from '../../test/signed-in.ts'
import { givenIdentities, PUBLIC_URL, SECRET } from '../../test/given-identities.ts'
import { sendMail } from '../platform/mail.job.ts'
import { mailerOf } from '../platform/mail.ts'
import { createApiKey } from './api-keys.store.ts'
import { createCompany } from './companies.store.ts'
import { joinCompany } from './memberships.store.ts'
import type { Role } from './role.ts'
import { createUser } from './users.store.ts'

const PASSWORD = 'correct horse battery'
const NOBODY = '01890000-0000-7000-8000-000000000000'

const db = await testDatabase()
const post = await givenMailServer()
const app = await testApp(db, { sample: 'off' })
const mailing = await testApp(db, { sample: 'off', smtpUrl: post.url })
const mailer = mailerOf({ smtpUrl: post.url, publicUrl: PUBLIC_URL })
const identities = givenIdentities(db)

let count = 0
const newCompany = () => createCompany(db, { name: `Company ${String((count += 1))}`, timeZone: 'UTC' })

/** Somebody who signs in with the password, and is in with one browser. */
async function givenPerson(companyId: string, role: Role, asked: TestApp = app) {
  const email = `person${String((count += 1))}@example.org`
  const made = await identities.create({ email, name: 'Ada Quill', password: PASSWORD })
  if (!made.ok) throw new Error('The address is taken')
  const join = async (company: string) => {
    const { id } = await createUser(db, { companyId: company, name: `Ada ${email}`, email, role })
    await db.database.withCompany(company, (tx) => joinCompany(tx, { identityId: made.value, userId: id }))
    return id
  }
  const id = await join(companyId)
  // From an address of his own: from one that all share, somebody would be taken for one who guesses.
  const from = `10.0.0.${String(count)}`
  const signIn = async () => {
    const browser = browserOf(asked, from)
    const body = { email, password: PASSWORD }
    const reply = await browser.ask<{ kind: string }>({ method: 'POST', url: '/api/session', body })
    return { browser, kind: reply.body.kind }
  }
  return { id, email, join, signIn, browser: (await signIn()).browser }
}

/** An admin, and a CSM with a second factor. */
async function givenTeam(asked: TestApp = app) {
  const company = await newCompany()
  const admin = await givenPerson(company.id, 'admin', asked)
  const csm = await givenPerson(company.id, 'csm', asked)
  await switchOn(csm)
  const reset = (id: string, { browser } = admin) =>
    browser.ask<{ member: { access: object }; mailed: boolean; detail: string }>({
      method: 'POST',
      url: `/api/members/${id}/reset-second-factor`,
    })
  return { company, admin, csm, reset }
}

type Person = Awaited<ReturnType<typeof givenPerson>>

async function switchOn({ browser }: Person): Promise<void> {
  const begin = { method: 'POST', url: '/api/me/second-factor', body: { password: PASSWORD } } as const
  const { uri } = (await browser.ask<{ uri: string }>(begin)).body
  const confirm = { method: 'POST', url: '/api/me/second-factor/confirm', body: { code: codeOf(uri) } } as const
  expect((await browser.ask(confirm)).status).toBe(200)
}

const resetsIn = async (companyId: string) =>
  (
    await db.owner.query<{ by: string; object: string }>(
      `select actor_name as by, object_id as object from audit_log where company_id = $1 and action = 'reset-second-factor'`,
      [companyId],
    )
  ).rows

describe('a second factor that somebody has lost', () => {
  it('is taken away by an admin: all sessions end, and the password alone lets in', async () => {
    const { company, admin, csm, reset } = await givenTeam()
    expect((await csm.signIn()).kind).toBe('second-factor')
    const { status, body } = await reset(csm.id)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      member: { id: csm.id, access: { state: 'active', secondFactor: false } },
      mailed: false,
    })
    expect((await csm.browser.ask({ url: '/api/today' })).status).toBe(401)
    expect((await admin.browser.ask({ url: '/api/today' })).status).toBe(200)
    const again = await csm.signIn()
    expect(again.kind).toBe('signed-in')
    expect(await resetsIn(company.id)).toMatchObject([{ by: expect.stringContaining('Ada') as string, object: csm.id }])
    await switchOn({ ...csm, browser: again.browser })
    expect((await csm.signIn()).kind).toBe('second-factor')
  })

  it('opens nothing any more for who stood before it with the password', async () => {
    const { csm, reset } = await givenTeam()
    const body = { email: csm.email, password: PASSWORD }
    const half = await browserOf(app).ask<{ challenge: string }>({ method: 'POST', url: '/api/session', body })
    await reset(csm.id)
    const given = { challenge: half.body.challenge, code: '123456' }
    const reply = await browserOf(app).ask({ method: 'POST', url: '/api/session/second-factor', body: given })
    expect(reply.status).toBe(401)
  })

  it('is told to admins, to nobody else', async () => {
    const { admin, csm } = await givenTeam()
    type Shown = { items: { id: string; access: { secondFactor: boolean | null } }[] }
    const seenBy = async ({ browser }: Person) =>
      new Map(
        (await browser.ask<Shown>({ url: '/api/members' })).body.items.map(({ id, access }) => [
          id,
          access.secondFactor,
        ]),
      )
    expect(await seenBy(admin)).toEqual(
      new Map([
        [admin.id, false],
        [csm.id, true],
      ]),
    )
    expect([...(await seenBy(csm)).values()]).toEqual([null, null])
  })

  it('is taken away once when it is asked for twice at the same time', async () => {
    const { company, csm, reset } = await givenTeam()
    const both = await Promise.all([reset(csm.id), reset(csm.id)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(await resetsIn(company.id)).toHaveLength(1)
  })

  it('is neither one’s own, nor a key’s to take away', async () => {
    const { company, admin, csm, reset } = await givenTeam()
    await switchOn(admin)
    expect((await reset(admin.id)).status).toBe(403)
    const { key } = await createApiKey(db, { companyId: company.id, role: 'admin' })
    const reply = await app.inject({
      method: 'POST',
      url: `/api/members/${csm.id}/reset-second-factor`,
      headers: { authorization: `Bearer ${key}` },
    })
    expect(reply.statusCode).toBe(403)
    expect(await resetsIn(company.id)).toEqual([])
    expect((await csm.signIn()).kind).toBe('second-factor')
  })

  it.each(['viewer', 'csm', 'manager'] as const)('is not taken away by a %s', async (role) => {
    const { company, csm, reset } = await givenTeam()
    const somebody = await givenPerson(company.id, role)
    expect((await reset(csm.id, somebody)).status).toBe(403)
    expect((await csm.browser.ask({ url: '/api/today' })).status).toBe(200)
  })

  it('is taken away of nobody who has none, or is out, or is of another company', async () => {
    const { company, csm, reset, admin } = await givenTeam()
    const without = await givenPerson(company.id, 'csm')
    expect((await reset(without.id)).body.detail).toBe('This person has no second factor.')
    const imported = await createUser(db, { companyId: company.id, name: 'Imported', role: 'csm' })
    expect((await reset(imported.id)).status).toBe(409)
    await admin.browser.ask({ method: 'POST', url: `/api/members/${csm.id}/deactivate` })
    expect((await reset(csm.id)).body.detail).toMatch(/deactivated/)
    const theirs = await givenTeam()
    const [others, unknown] = [await reset(theirs.csm.id), await reset(NOBODY)]
    expect([others.status, unknown.status]).toEqual([404, 404])
    expect(others.body.detail).toBe(unknown.body.detail)
    expect((await theirs.csm.signIn()).kind).toBe('second-factor')
  })

  it('stays where it guards another company too, which has not been asked', async () => {
    const { company, csm, reset } = await givenTeam()
    const other = await newCompany()
    const there = await csm.join(other.id)
    const refused = await reset(csm.id)
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringMatching(/another company/)])
    expect((await csm.signIn()).kind).toBe('second-factor')
    expect([...(await resetsIn(company.id)), ...(await resetsIn(other.id))]).toEqual([])
    await db.owner.query('update users set active = false where company_id = $1 and id = $2', [other.id, there])
    expect((await reset(csm.id)).status).toBe(200)
  })

  it('is missed by its owner, who is told by mail where mails can be sent', async () => {
    const { company, csm, reset } = await givenTeam(mailing)
    expect((await reset(csm.id)).body.mailed).toBe(true)
    const { rows } = await db.owner.query<{ id: string }>('select id from mails where company_id = $1', [company.id])
    expect(rows).toHaveLength(1)
    const reference = { companyId: company.id, mailId: rows[0]?.id ?? '', last: false }
    await sendMail({ ...db, mailer, secret: SECRET }, reference)
    const mail = post.taken.find(({ to }) => to === csm.email)
    expect(mail && textOf(mail)).toContain(`${PUBLIC_URL}/settings/profile`)
    expect(mail && textOf(mail)).toMatch(/taken away the second factor/)
  })
})
