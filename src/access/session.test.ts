import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { admissionOf } from './admission.ts'
import { openIdentities } from './identities.ts'
import { createCompany } from './companies.store.ts'
import { sessionRoutes } from './session.routes.ts'
import { openSession, sealSession } from './session-token.ts'
import { createUser } from './users.store.ts'

const SECRET = 'a secret of 32 characters or more'
const NOW = new Date('2027-03-15T09:00:00Z')
const claimed = fc.record({
  companyId: fc.uuid(),
  userId: fc.uuid(),
  until: fc.integer({ min: NOW.getTime() / 1000 + 1, max: 4_000_000_000 }),
})
const CLAIMS = {
  companyId: '01a2031c-56a4-7da7-87f5-14a9dd01d243',
  userId: '01a2031c-56a4-7da7-87f5-14a9dd01d244',
  until: NOW.getTime() / 1000 + 60,
}

/** What somebody who knew the secret would seal. */
function signed(payload: string): string {
  const body = Buffer.from(payload).toString('base64url')
  return `${body}.${createHmac('sha256', SECRET).update(`session ${body}`).digest('base64url')}`
}

describe('a sealed session', () => {
  it('opens to what was sealed, with the secret alone', () => {
    fc.assert(
      fc.property(claimed, (claims) => {
        const sealed = sealSession(claims, SECRET)
        expect(sealed).toMatch(/^[\w-]+\.[\w-]+$/)
        expect(openSession(sealed, SECRET, NOW)).toEqual(claims)
        expect(openSession(sealed, `${SECRET}!`, NOW)).toBeUndefined()
      }),
    )
  })

  it('is nobody’s when its claims were changed', () => {
    fc.assert(
      fc.property(claimed, claimed, (claims, others) => {
        const [, signature = ''] = sealSession(claims, SECRET).split('.')
        const [payload = ''] = sealSession({ ...others, userId: CLAIMS.userId }, SECRET).split('.')
        expect(openSession(`${payload}.${signature}`, SECRET, NOW)).toBeUndefined()
      }),
    )
  })

  it('is nobody’s when it is any text', () => {
    fc.assert(fc.property(fc.string(), (text) => openSession(text, SECRET, NOW) === undefined))
  })

  it.each([
    ['no signature', sealSession(CLAIMS, SECRET).replace(/\..*/, '')],
    ['an empty signature', sealSession(CLAIMS, SECRET).replace(/\..*/, '.')],
    ['a third part', `${sealSession(CLAIMS, SECRET)}.e30`],
    ['a header that asks for no algorithm', `eyJhbGciOiJub25lIn0.${sealSession(CLAIMS, SECRET)}`],
    [
      'a signature of another use of the secret',
      `${Buffer.from(JSON.stringify(CLAIMS)).toString('base64url')}.${createHmac('sha256', SECRET).update(JSON.stringify(CLAIMS)).digest('base64url')}`,
    ],
    ['what is no JSON', signed('{"companyId"')],
    ['nothing', signed('')],
    ['a list', signed('[]')],
    ['no person', signed(JSON.stringify({ ...CLAIMS, userId: undefined }))],
    ['a person that is no id', signed(JSON.stringify({ ...CLAIMS, userId: `' or true` }))],
    ['no end', signed(JSON.stringify({ ...CLAIMS, until: null }))],
    ['an end that is text', signed(JSON.stringify({ ...CLAIMS, until: '9999999999' }))],
  ])('is nobody’s with %s', (_what, text) => {
    expect(openSession(text, SECRET, NOW)).toBeUndefined()
  })

  it('ends to the second', () => {
    const sealed = sealSession(CLAIMS, SECRET)
    expect(openSession(sealed, SECRET, new Date(CLAIMS.until * 1000 - 1))).toEqual(CLAIMS)
    expect(openSession(sealed, SECRET, new Date(CLAIMS.until * 1000))).toBeUndefined()
  })
})

const db = await testDatabase()
const demo = await createCompany(db, { name: 'Demo', timeZone: 'UTC', sample: true })
const real = await createCompany(db, { name: 'Real', timeZone: 'UTC' })
const identities = openIdentities({
  authUrl: db.urls.authUrl,
  secret: SECRET,
  publicUrl: 'http://localhost:3000',
  onTrouble: () => undefined,
})
afterAll(() => identities.close())
const DEPS = { ...db, identities, secret: SECRET, sample: true, mail: false }
const sessions = admissionOf(DEPS)
let count = 0

const member = (companyId: string) => {
  count += 1
  return createUser(db, { companyId, name: `Person ${String(count)}`, role: 'manager' })
}
const change = (companyId: string, sql: string, id: string) =>
  db.database.withCompany(companyId, (tx) => tx.run(sql, [id]))

describe('who a session stands for', () => {
  it('is the person as she is now: her role is read anew, and a person who left is nobody', async () => {
    const { id, name } = await member(real.id)
    const sealed = sessions.seal({ companyId: real.id, userId: id })
    expect(await sessions.callerOfSession(sealed)).toEqual({
      companyId: real.id,
      userId: id,
      keyId: null,
      sessionId: null,
      name,
      role: 'manager',
      scopes: [],
    })
    await change(real.id, `update users set role = 'viewer' where id = $1`, id)
    expect(await sessions.callerOfSession(sealed)).toMatchObject({ role: 'viewer' })
    await change(real.id, 'update users set active = false where id = $1', id)
    expect(await sessions.callerOfSession(sealed)).toBeNull()
  })

  it('is nobody where the person is another company’s, unknown, or the text was forged', async () => {
    const { id: userId } = await member(real.id)
    for (const sealed of [
      sessions.seal({ companyId: demo.id, userId }),
      sessions.seal({ companyId: real.id, userId: CLAIMS.userId }),
      sessions.seal({ companyId: CLAIMS.companyId, userId }),
      sealSession({ ...CLAIMS, companyId: real.id, userId, until: 4_000_000_000 }, 'another secret'),
      '',
    ])
      expect(await sessions.callerOfSession(sealed)).toBeNull()
  })

  it('lasts a week', async () => {
    const { id: userId } = await member(real.id)
    const sealed = sessions.seal({ companyId: real.id, userId })
    const begun = db.clock.now()
    db.clock.set(new Date(begun.getTime() + sessions.lastsSeconds * 1000 - 1000))
    expect(await sessions.callerOfSession(sealed)).not.toBeNull()
    db.clock.set(new Date(begun.getTime() + sessions.lastsSeconds * 1000))
    expect(await sessions.callerOfSession(sealed)).toBeNull()
    db.clock.set(begun)
  })

  it('is nobody of the sample once the sample is switched off, and everybody else still', async () => {
    const off = admissionOf({ ...DEPS, sample: false })
    const [ofSample, ofReal] = [await member(demo.id), await member(real.id)]
    expect(await off.callerOfSession(sessions.seal({ companyId: demo.id, userId: ofSample.id }))).toBeNull()
    expect(await off.callerOfSession(sessions.seal({ companyId: real.id, userId: ofReal.id }))).not.toBeNull()
  })
})

describe('signing in with one click', () => {
  const ask = async (body: object, sample = true) => {
    const opened: object[] = []
    const session = {
      open: (claims: object) => void opened.push(claims),
      close: () => void opened.push({ closed: true }),
    }
    const [, signIn] = sessionRoutes({ ...DEPS, sample })
    if (!signIn) throw new Error('There is no such route')
    return { answer: await signIn.answer({ body, session, caller: null, params: undefined, query: undefined }), opened }
  }

  it('is for people of the sample', async () => {
    const { id: userId, name } = await member(demo.id)
    const { answer, opened } = await ask({ companyId: demo.id, userId })
    expect(answer).toMatchObject({
      ok: true,
      value: {
        signedIn: { person: { id: userId, name }, company: { name: 'Demo', sample: true } },
        sampleSignIn: true,
      },
    })
    expect(opened).toEqual([{ companyId: demo.id, userId }])
  })

  it('is for nobody else, and for nobody once it is switched off: all are unknown alike', async () => {
    const [ofSample, ofReal] = [await member(demo.id), await member(real.id)]
    const refused = [
      await ask({ companyId: real.id, userId: ofReal.id }),
      await ask({ companyId: demo.id, userId: ofReal.id }),
      await ask({ companyId: demo.id, userId: CLAIMS.userId }),
      await ask({ companyId: demo.id, userId: ofSample.id }, false),
    ]
    for (const { answer, opened } of refused) {
      expect(answer).toEqual(refused[0]?.answer)
      expect(answer).toMatchObject({ ok: false })
      expect(opened).toEqual([])
    }
  })
})
