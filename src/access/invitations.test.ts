import { describe, expect, it } from 'vitest'
import { testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { givenMailServer, linkIn } from '../../test/given-mail-server.ts'
import { browserOf } from '../../test/signed-in.ts'
import { givenIdentities, PUBLIC_URL, SECRET } from '../../test/given-identities.ts'
import { sendMail } from '../platform/mail.job.ts'
import { mailerOf } from '../platform/mail.ts'
import { createCompany } from './companies.store.ts'
import { joinCompany } from './memberships.store.ts'
import type { SessionState } from './session.contract.ts'
import { createUser } from './users.store.ts'

const PASSWORD = 'correct horse battery'

const db = await testDatabase()
const post = await givenMailServer()
const app = await testApp(db, { sample: 'off' })
const mailing = await testApp(db, { sample: 'off', smtpUrl: post.url })
const identities = givenIdentities(db)
const mailer = mailerOf({ smtpUrl: post.url, publicUrl: PUBLIC_URL })

let count = 0
async function givenAdmin(asked = app) {
  count += 1
  const email = `admin${String(count)}@example.org`
  const company = await createCompany(db, { name: `Company ${String(count)}`, timeZone: 'UTC' })
  const { id } = await createUser(db, { companyId: company.id, name: 'Al Birch', email, role: 'admin' })
  const made = await identities.create({ email, name: 'Al Birch', password: PASSWORD })
  if (!made.ok) throw new Error('The address is taken')
  await db.database.withCompany(company.id, (tx) => joinCompany(tx, { identityId: made.value, userId: id }))
  const browser = browserOf(asked)
  await browser.ask({ method: 'POST', url: '/api/session', body: { email, password: PASSWORD } })
  return { company, browser, id }
}

type Sent = { readonly link: string; readonly mailed: boolean }
type Person = { readonly id: string; readonly access: { readonly state: string; readonly mail: string | null } }
type Invited = { readonly member: Person; readonly invitation: Sent }

const tokenOf = (link: string): string => link.split('#')[1] ?? ''
const newAddress = (): string => `new${String((count += 1))}@example.org`

type Admin = Awaited<ReturnType<typeof givenAdmin>>
const invite = async ({ browser }: Admin, email = newAddress()) => {
  const { body } = await browser.ask<Invited>({
    method: 'POST',
    url: '/api/members/invite',
    body: { email, role: 'csm', team: 'North' },
  })
  return { email, ...body }
}

const accept = async (
  token: string,
  body: { readonly name?: string; readonly password?: string } = {},
  asked = app,
) => {
  const browser = browserOf(asked)
  const payload = { token, name: 'Ada Quill', password: PASSWORD, ...body }
  const reply = await browser.ask<{ kind: string; session: SessionState; detail: string }>({
    method: 'POST',
    url: '/api/invitations/accept',
    body: payload,
  })
  return { browser, ...reply }
}

const stateOf = async ({ browser }: Admin, id: string) =>
  (await browser.ask<Person>({ url: `/api/members/${id}` })).body.access

describe('an invitation', () => {
  it('brings somebody in under the name that he gives, once', async () => {
    const admin = await givenAdmin()
    const { email, member, invitation } = await invite(admin)
    expect(invitation).toMatchObject({
      mailed: false,
      link: expect.stringMatching(/^http:\/\/localhost:3000\/invitation#inv_/) as string,
    })
    expect(await stateOf(admin, member.id)).toMatchObject({ state: 'invited' })
    const look = await app.inject({
      method: 'POST',
      url: '/api/invitations/look',
      payload: { token: tokenOf(invitation.link) },
    })
    expect(look.json()).toEqual({ company: admin.company.name, email, name: email.split('@')[0], known: false })
    const accepted = await accept(tokenOf(invitation.link))
    expect(accepted.body.session.signedIn).toMatchObject({ person: { id: member.id, name: 'Ada Quill', role: 'csm' } })
    expect((await accepted.browser.ask({ url: '/api/today' })).status).toBe(200)
    expect(await stateOf(admin, member.id)).toMatchObject({ state: 'active' })
    expect((await accept(tokenOf(invitation.link))).status).toBe(404)
    const again = browserOf(app)
    expect((await again.ask({ method: 'POST', url: '/api/session', body: { email, password: PASSWORD } })).status).toBe(
      200,
    )
  })

  it('is accepted once by several at the same time', async () => {
    const { invitation } = await invite(await givenAdmin())
    const replies = await Promise.all([1, 2, 3].map(() => accept(tokenOf(invitation.link))))
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 404, 404])
  })

  it.each([
    [
      'a newer one was made',
      (admin: Admin, id: string) => admin.browser.ask({ method: 'POST', url: `/api/members/${id}/invitation` }),
    ],
    [
      'it was taken back',
      (admin: Admin, id: string) => admin.browser.ask({ method: 'DELETE', url: `/api/members/${id}/invitation` }),
    ],
    [
      'the person was deactivated',
      (admin: Admin, id: string) => admin.browser.ask({ method: 'POST', url: `/api/members/${id}/deactivate` }),
    ],
    [
      'the person has another address',
      (admin: Admin, id: string) =>
        admin.browser.ask({ method: 'PATCH', url: `/api/members/${id}`, body: { email: newAddress() } }),
    ],
    ['its week has passed', () => db.owner.query(`update invitations set expires_at = $1`, [db.clock.now()])],
  ])('is worth nothing once %s', async (_, end) => {
    const admin = await givenAdmin()
    const { member, invitation } = await invite(admin)
    await end(admin, member.id)
    expect((await accept(tokenOf(invitation.link))).status).toBe(404)
  })

  it('asks for a password that is long enough, and holds still then', async () => {
    const { invitation } = await invite(await givenAdmin())
    expect((await accept(tokenOf(invitation.link), { password: 'short' })).status).toBe(422)
    expect((await accept(tokenOf(invitation.link))).status).toBe(200)
  })

  it('makes who has an account already prove it, and lets him into both companies', async () => {
    const [first, second] = [await givenAdmin(), await givenAdmin()]
    const { email, invitation } = await invite(first)
    await accept(tokenOf(invitation.link))
    const other = await invite(second, email)
    const look = await app.inject({
      method: 'POST',
      url: '/api/invitations/look',
      payload: { token: tokenOf(other.invitation.link) },
    })
    expect(look.json()).toMatchObject({ known: true })
    expect((await accept(tokenOf(other.invitation.link), { password: 'another password' })).status).toBe(401)
    const { body } = await accept(tokenOf(other.invitation.link))
    expect(body.session.signedIn?.company.name).toBe(second.company.name)
    expect(body.session.signedIn?.companies).toHaveLength(2)
  })

  it('is not for who is in already, is deactivated, or has no address', async () => {
    const admin = await givenAdmin()
    const again = (id: string) => admin.browser.ask({ method: 'POST', url: `/api/members/${id}/invitation` })
    expect((await again(admin.id)).status).toBe(409)
    const { member } = await invite(admin)
    await admin.browser.ask({ method: 'POST', url: `/api/members/${member.id}/deactivate` })
    expect((await again(member.id)).status).toBe(409)
    const { id } = await createUser(db, { companyId: admin.company.id, name: 'Nameless', role: 'csm' })
    expect((await again(id)).status).toBe(422)
  })

  it('is another company’s concern as little as one that nobody made', async () => {
    const [ours, theirs] = [await givenAdmin(), await givenAdmin()]
    const { member } = await invite(ours)
    for (const method of ['POST', 'DELETE'] as const)
      expect((await theirs.browser.ask({ method, url: `/api/members/${member.id}/invitation` })).status).toBe(404)
  })

  it.each(['nothing', 'inv_', `inv_${'a'.repeat(32)}_${'b'.repeat(43)}`, 'rnb_x'])(
    'that nobody made leads nowhere: %s',
    async (token) => {
      const look = await app.inject({ method: 'POST', url: '/api/invitations/look', payload: { token } })
      expect(look.statusCode).toBe(404)
      expect((await accept(token)).status).toBe(404)
    },
  )

  it('goes by mail where the server sends mails, and tells what became of it', async () => {
    const admin = await givenAdmin(mailing)
    const { email, member, invitation } = await invite(admin)
    expect(invitation.mailed).toBe(true)
    expect(await stateOf(admin, member.id)).toMatchObject({ state: 'invited', mail: 'waiting' })
    const { rows } = await db.owner.query<{ id: string }>('select id from mails where recipient = $1', [email])
    const mailId = rows[0]?.id ?? ''
    await sendMail({ ...db, mailer, secret: SECRET }, { companyId: admin.company.id, mailId, last: false })
    expect(linkIn(post.taken.at(-1))).toBe(invitation.link)
    expect(await stateOf(admin, member.id)).toMatchObject({ mail: 'sent' })
    expect((await accept(tokenOf(invitation.link))).status).toBe(200)
  })

  it('stands in the trail, and so does its end', async () => {
    const admin = await givenAdmin()
    const { member, invitation } = await invite(admin)
    await accept(tokenOf(invitation.link))
    const { rows } = await db.owner.query<{ action: string; name: string }>(
      `select action, actor_name as name from audit_log where object_id = $1 order by at`,
      [member.id],
    )
    expect(rows.map(({ action, name }) => `${name}: ${action}`)).toEqual([
      'Al Birch: create',
      'Al Birch: invite',
      expect.stringMatching(/: accept-invitation$/),
      'Ada Quill: change',
      'Ada Quill: sign-in',
    ])
  })
})

describe('a forgotten password', () => {
  it('is replaced by the link of a mail, which works once and ends all sessions', async () => {
    const admin = await givenAdmin(mailing)
    const { email, invitation } = await invite(admin)
    const { browser } = await accept(tokenOf(invitation.link), {}, mailing)
    const asked = await mailing.inject({ method: 'POST', url: '/api/password/forgot', payload: { email } })
    expect(asked.statusCode).toBe(202)
    const { rows } = await db.owner.query<{ id: string }>(
      `select id from mails where recipient = $1 and purpose = 'password'`,
      [email],
    )
    await sendMail(
      { ...db, mailer, secret: SECRET },
      { companyId: admin.company.id, mailId: rows[0]?.id ?? '', last: false },
    )
    const token = tokenOf(linkIn(post.taken.at(-1)))
    const reset = (password: string) =>
      mailing.inject({ method: 'POST', url: '/api/password/reset', payload: { token, password } })
    expect((await reset('short')).statusCode).toBe(400)
    expect((await reset('a better password')).statusCode).toBe(200)
    expect((await reset('an even better one')).statusCode).toBe(404)
    expect((await browser.ask({ url: '/api/today' })).status).toBe(401)
    const signIn = (password: string) =>
      browserOf(app).ask({ method: 'POST', url: '/api/session', body: { email, password } })
    expect((await signIn(PASSWORD)).status).toBe(401)
    expect((await signIn('a better password')).status).toBe(200)
  })

  it('is answered alike for an address that nobody has, and no mail goes out', async () => {
    const before = (await db.owner.query('select from mails')).rowCount
    const reply = await mailing.inject({
      method: 'POST',
      url: '/api/password/forgot',
      payload: { email: 'nobody@example.org' },
    })
    expect([reply.statusCode, reply.json()]).toEqual([202, { asked: true }])
    expect((await db.owner.query('select from mails')).rowCount).toBe(before)
  })

  it('is an admin’s concern where no mails are sent', async () => {
    const reply = await app.inject({
      method: 'POST',
      url: '/api/password/forgot',
      payload: { email: 'nobody@example.org' },
    })
    expect(reply.statusCode).toBe(409)
  })
})
