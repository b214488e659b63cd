import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cookieOf, read, testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import type { z } from 'zod'
import { createCompany } from './companies.store.ts'
import { openSession, sealSession } from './session-token.ts'
import type { SessionState } from './session.contract.ts'
import { createUser } from './users.store.ts'

type State = z.output<typeof SessionState>

const db = await testDatabase()
const app = await testApp(db)
const sample = await createCompany(db, { name: 'Fennel samples', timeZone: 'UTC', sample: true })
const real = await createCompany(db, { name: 'Sorrel', timeZone: 'UTC' })
const person = (companyId: string, name: string) =>
  createUser(db, { companyId, name, email: `${name}@x.example`, role: 'csm' })
const [ada, bo] = [await person(sample.id, 'Ada'), await person(real.id, 'Bo')]

const signIn = (companyId: string, userId: string, asked = app) =>
  asked.inject({ method: 'POST', url: '/api/session/sample', payload: { companyId, userId } })

describe('the one-click sign-in', () => {
  it('opens a session in a cookie that scripts and other sites cannot use', async () => {
    const reply = await signIn(sample.id, ada.id)
    expect(reply.json()).toEqual({
      signedIn: {
        person: { id: ada.id, name: 'Ada', role: 'csm' },
        company: { id: sample.id, name: 'Fennel samples', sample: true },
        companies: [{ id: sample.id, name: 'Fennel samples' }],
      },
      sampleSignIn: true,
      firstAdmin: false,
      mail: false,
    })
    const [cookie] = reply.cookies
    expect(cookie).toMatchObject({
      name: 'renubu_session',
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
      maxAge: 7 * 86_400,
    })
    expect(cookie?.secure).toBeUndefined()
    const known = await app.inject({ url: '/api/session', cookies: { renubu_session: cookie?.value ?? '' } })
    expect(known.json<State>().signedIn?.person.name).toBe('Ada')
  })

  it('lasts a week and not a second longer', async () => {
    const [cookie] = (await signIn(sample.id, ada.id)).cookies
    const begun = db.clock.now()
    const at = async (seconds: number) => {
      db.clock.set(new Date(begun.getTime() + seconds * 1000))
      const reply = await app.inject({ url: '/api/session', cookies: { renubu_session: cookie?.value ?? '' } })
      return reply.json<State>().signedIn?.person.name ?? null
    }
    expect([await at(7 * 86_400 - 1), await at(7 * 86_400)]).toEqual(['Ada', null])
    db.clock.set(begun)
  })

  it('asks for TLS where the server has it', async () => {
    const safe = await testApp(db, { publicUrl: 'https://renubu.example' })
    expect((await signIn(sample.id, ada.id, safe)).cookies[0]).toMatchObject({ secure: true, httpOnly: true })
  })

  it.each([
    ['a company that is real', () => [real.id, bo.id]],
    ['somebody of another company', () => [sample.id, bo.id]],
    ['a person of the sample in a company that is real', () => [real.id, ada.id]],
    ['nobody', () => [sample.id, sample.id]],
    ['a company that does not exist', () => [ada.id, ada.id]],
  ])('does not let in as %s, and gives no cookie', async (_, ids) => {
    const [companyId = '', userId = ''] = ids()
    const reply = await signIn(companyId, userId)
    expect(reply.statusCode).toBe(404)
    expect(reply.cookies).toEqual([])
  })

  it('does not let in as somebody who was removed', async () => {
    const cy = await person(sample.id, 'Cy')
    await db.owner.query('update users set active = false where id = $1', [cy.id])
    expect((await signIn(sample.id, cy.id)).statusCode).toBe(404)
  })

  it('is not there when the sample is off, and puts out who came by it', async () => {
    const off = await testApp(db, { sample: 'off' })
    const reply = await signIn(sample.id, ada.id, off)
    expect(reply.statusCode).toBe(404)
    expect(reply.cookies).toEqual([])
    expect((await off.inject('/api/sample-people')).statusCode).toBe(404)
    const inSample = { companyId: sample.id, userId: ada.id }
    expect((await read(off, inSample, '/api/session')).body).toMatchObject({ signedIn: null, sampleSignIn: false })
    expect((await read(off, inSample, '/api/today')).status).toBe(401)
    const inReal = { companyId: real.id, userId: bo.id }
    expect((await read(off, inReal, '/api/today')).status).toBe(200)
  })
})

describe('signing out', () => {
  it('takes the cookie back, twice without harm', async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      const headers = { cookie: cookieOf({ companyId: real.id, userId: bo.id }) }
      const reply = await app.inject({ method: 'DELETE', url: '/api/session', headers })
      expect(reply.json()).toMatchObject({ signedIn: null, sampleSignIn: true })
      expect(reply.cookies[0]).toMatchObject({ name: 'renubu_session', value: '', path: '/', httpOnly: true })
      expect(reply.cookies[0]?.expires?.getTime()).toBe(0)
    }
  })
})

describe('a sealed session', () => {
  const claims = { companyId: sample.id, userId: ada.id, until: 2_000_000_000 }
  const now = new Date('2027-03-15T09:00:00Z')

  it('opens to what was sealed, with the same secret alone', () => {
    const sealed = sealSession(claims, 'one')
    expect(openSession(sealed, 'one', now)).toEqual(claims)
    expect(openSession(sealed, 'two', now)).toBeUndefined()
    expect(sealed).toMatch(/^[\w-]+\.[\w-]+$/)
  })

  it('does not open when any one character was changed', () => {
    const sealed = sealSession(claims, 'one')
    // The last character of a signature carries two bits that no byte has, so it is left out.
    const place = fc.nat(sealed.length - 2)
    fc.assert(
      fc.property(place, fc.constantFrom('a', 'b', 'Z', '0', '9', '-', '_', '.'), (index, letter) => {
        fc.pre(sealed[index] !== letter)
        const changed = sealed.slice(0, index) + letter + sealed.slice(index + 1)
        expect(openSession(changed, 'one', now)).toBeUndefined()
      }),
    )
  })

  it('is refused, not stumbled over, whatever text it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => openSession(text, 'one', now) === undefined))
    fc.assert(
      fc.property(fc.json(), (json) => {
        const sealed = sealSession(JSON.parse(json) as typeof claims, 'one')
        expect(openSession(sealed, 'one', now)).toBeUndefined()
      }),
    )
  })
})
