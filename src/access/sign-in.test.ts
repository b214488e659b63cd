import { describe, expect, it } from 'vitest'
import { oneApp, testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { browserOf } from '../../test/signed-in.ts'
import { givenIdentities } from '../../test/given-identities.ts'
import { createCompany } from './companies.store.ts'
import { joinCompany } from './memberships.store.ts'
import type { SessionState } from './session.contract.ts'
import { createUser } from './users.store.ts'

const db = await testDatabase()
const app = await testApp(db, { sample: 'off' })
const hurried = [await oneApp(db, { sample: 'off' }), await oneApp(db, { sample: 'off' })] as const
const identities = givenIdentities(db)

const PASSWORD = 'correct horse battery'
let count = 0

type Known = {
  readonly companyId: string
  readonly userId: string
  readonly email: string
  readonly identityId: string
}

/** Somebody of a new company who signs in with the password. */
async function givenPerson(role: 'csm' | 'admin' = 'csm'): Promise<Known> {
  count += 1
  const email = `person${String(count)}@example.org`
  const company = await createCompany(db, { name: `Company ${String(count)}`, timeZone: 'UTC' })
  const identity = await identities.create({ email, name: `Person ${String(count)}`, password: PASSWORD })
  if (!identity.ok) throw new Error('The address is taken')
  return { ...(await givenMembership(identity.value, company.id, { email, role })), email, identityId: identity.value }
}

async function givenMembership(
  identityId: string,
  companyId: string,
  { email, role = 'csm' }: { readonly email: string; readonly role?: 'csm' | 'admin' },
) {
  const { id: userId } = await createUser(db, { companyId, name: `Person of ${email}`, email, role })
  await db.database.withCompany(companyId, (tx) => joinCompany(tx, { identityId, userId }))
  return { companyId, userId }
}

const trailOf = (companyId: string) =>
  db.database.withCompany(companyId, (tx) =>
    tx.rows<{ action: string; by: string; object_id: string }>(
      `select action, actor_kind as by, object_id from audit_log where object = 'user' and action <> 'create' order by at`,
    ),
  )

const signIn = async (email: string, password = PASSWORD) => {
  const browser = browserOf(app)
  const reply = await browser.ask<{ kind: string; session: SessionState; detail: string }>({
    method: 'POST',
    url: '/api/session',
    body: { email, password },
  })
  return { browser, ...reply }
}

describe('signing in with a password', () => {
  it('opens a session that the trail knows of, whatever the case of the address', async () => {
    const { companyId, userId, email } = await givenPerson()
    const { browser, status, body } = await signIn(email.toUpperCase())
    expect(status).toBe(200)
    expect(body).toMatchObject({ kind: 'signed-in', session: { signedIn: { person: { id: userId, role: 'csm' } } } })
    expect((await browser.ask({ url: '/api/today' })).status).toBe(200)
    expect(await trailOf(companyId)).toEqual([{ action: 'sign-in', by: 'person', object_id: userId }])
  })

  it('tells of a wrong password what it tells of an address that nobody has, and the trail knows of the former', async () => {
    const { companyId, userId, email } = await givenPerson()
    const wrong = await signIn(email, 'not the password')
    const nobody = await signIn('nobody@example.org', 'not the password')
    expect([wrong.status, nobody.status]).toEqual([401, 401])
    expect(wrong.body.detail).toBe(nobody.body.detail)
    expect(wrong.browser.cookie()).toBeUndefined()
    expect(await trailOf(companyId)).toEqual([{ action: 'sign-in-failed', by: 'system', object_id: userId }])
  })

  it('listens to nobody any more after ten failures, the right password among them, and to others still', async () => {
    const [tried, other] = [await givenPerson(), await givenPerson()]
    for (let turn = 0; turn < 10; turn += 1) expect((await signIn(tried.email, 'a guess')).status).toBe(401)
    expect((await signIn(tried.email)).status).toBe(429)
    expect((await signIn(other.email)).status).toBe(200)
    await db.owner.query(`update auth.failed_sign_ins set since = now() - interval '16 minutes'`)
    expect((await signIn(tried.email)).status).toBe(200)
  })

  it.each([
    ['', '/api/session', hurried[0]],
    [', however the address is written', '/%61pi/session', hurried[1]],
  ])('turns away who tries too often from one place%s', async (_, url, place) => {
    const statuses: number[] = []
    for (let turn = 0; turn < 31; turn += 1)
      statuses.push(
        (
          await place.inject({
            method: 'POST',
            url,
            payload: { email: `guess${String(turn)}@example.org`, password: 'a guess' },
          })
        ).statusCode,
      )
    expect(new Set(statuses.slice(0, 30))).toEqual(new Set([401]))
    expect(statuses[30]).toBe(429)
  })

  it('leads nowhere for somebody whom no company lets in, and leaves no session behind', async () => {
    const { companyId, userId, email } = await givenPerson()
    await db.owner.query('update users set active = false where company_id = $1 and id = $2', [companyId, userId])
    const { status, browser } = await signIn(email)
    expect(status).toBe(403)
    expect(browser.cookie()).toBeUndefined()
    const { rows } = await db.owner.query(
      'select from auth.session s join auth."user" u on u.id = s."userId" where u.email = $1',
      [email],
    )
    expect(rows).toEqual([])
  })

  it('is refused to a page of another site', async () => {
    const { email } = await givenPerson()
    const reply = await app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { origin: 'http://evil.example' },
      payload: { email, password: PASSWORD },
    })
    expect(reply.statusCode).toBe(403)
    expect(reply.cookies).toEqual([])
  })
})

describe('a session', () => {
  it.each([
    ['it is ended', (known: Known) => identities.endSessions(known.identityId, null)],
    [
      'its person is deactivated',
      ({ companyId, userId }: Known) =>
        db.owner.query('update users set active = false where company_id = $1 and id = $2', [companyId, userId]),
    ],
    [
      'it has lasted its week',
      ({ identityId }: Known) =>
        db.owner.query(`update auth.session set "expiresAt" = now() where "userId" = $1`, [identityId]),
    ],
    [
      'its person is no longer who signed in',
      ({ identityId }: Known) => db.owner.query('delete from memberships where identity_id = $1', [identityId]),
    ],
  ])('opens nothing from the moment on in which %s', async (_, end) => {
    const known = await givenPerson()
    const { browser } = await signIn(known.email)
    expect((await browser.ask({ url: '/api/today' })).status).toBe(200)
    await end(known)
    expect((await browser.ask({ url: '/api/today' })).status).toBe(401)
  })

  it('has the role that its person has now', async () => {
    const { companyId, userId, email } = await givenPerson('admin')
    const { browser } = await signIn(email)
    expect((await browser.ask({ url: '/api/keys' })).status).toBe(200)
    await db.owner.query(`update users set role = 'csm' where company_id = $1 and id = $2`, [companyId, userId])
    expect((await browser.ask({ url: '/api/keys' })).status).toBe(403)
  })

  it('is over once its owner has signed out, even for who has kept the cookie', async () => {
    const { email } = await givenPerson()
    const { browser } = await signIn(email)
    const kept = browser.cookie() ?? ''
    expect((await browser.ask({ method: 'DELETE', url: '/api/session' })).status).toBe(200)
    expect((await app.inject({ url: '/api/today', headers: { cookie: kept } })).statusCode).toBe(401)
  })

  it('notes when somebody was last here, to a few minutes', async () => {
    const { companyId, userId, email } = await givenPerson()
    const seen = async () => {
      const { rows } = await db.owner.query<{ at: Date | null }>(
        'select last_seen_at as at from memberships where company_id = $1 and user_id = $2',
        [companyId, userId],
      )
      return rows[0]?.at?.getTime() ?? null
    }
    expect(await seen()).toBeNull()
    const { browser } = await signIn(email)
    const first = await seen()
    expect(first).toBe(db.clock.now().getTime())
    const begun = db.clock.now()
    db.clock.set(new Date(begun.getTime() + 60_000))
    await browser.ask({ url: '/api/session' })
    expect(await seen()).toBe(first)
    db.clock.set(new Date(begun.getTime() + 360_000))
    await browser.ask({ url: '/api/session' })
    expect(await seen()).toBe(begun.getTime() + 360_000)
    db.clock.set(begun)
  })
})

describe('one person in several companies', () => {
  it('goes on in another one, as who he is there', async () => {
    const known = await givenPerson('admin')
    const second = await createCompany(db, { name: 'The second', timeZone: 'UTC' })
    const there = await givenMembership(known.identityId, second.id, known)
    const { browser, body } = await signIn(known.email)
    expect(body.session.signedIn?.companies.map(({ name }) => name)).toHaveLength(2)
    const changed = await browser.ask<SessionState>({
      method: 'POST',
      url: '/api/session/company',
      body: { companyId: second.id },
    })
    expect(changed.body.signedIn).toMatchObject({
      person: { id: there.userId, role: 'csm' },
      company: { name: 'The second' },
    })
    expect((await browser.ask({ url: '/api/keys' })).status).toBe(403)
    expect(await trailOf(second.id)).toMatchObject([{ action: 'sign-in', object_id: there.userId }])
  })

  it('is told of another person’s company what he is told of one that does not exist', async () => {
    const [one, other] = [await givenPerson(), await givenPerson()]
    const { browser } = await signIn(one.email)
    for (const companyId of [other.companyId, one.userId])
      expect((await browser.ask({ method: 'POST', url: '/api/session/company', body: { companyId } })).status).toBe(404)
  })

  it('is not offered a company that has let him go', async () => {
    const known = await givenPerson()
    const second = await createCompany(db, { name: 'The former', timeZone: 'UTC' })
    const { userId } = await givenMembership(known.identityId, second.id, known)
    await db.owner.query('update users set active = false where company_id = $1 and id = $2', [second.id, userId])
    const { browser, body } = await signIn(known.email)
    expect(body.session.signedIn?.companies.map(({ id }) => id)).toEqual([known.companyId])
    const reply = await browser.ask({ method: 'POST', url: '/api/session/company', body: { companyId: second.id } })
    expect(reply.status).toBe(404)
  })
})

describe('the passwords', () => {
  it('are not in the database, and the application cannot read what is', async () => {
    await givenPerson()
    const { rows } = await db.owner.query<{ kept: string }>('select password as kept from auth.account')
    for (const { kept } of rows) expect(kept).not.toContain(PASSWORD)
    await expect(db.database.platform((tx) => tx.rows('select * from auth.account'))).rejects.toThrow(
      /permission denied/,
    )
  })
})
