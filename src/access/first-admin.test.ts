import { expect, it } from 'vitest'
import { testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { browserOf } from '../../test/signed-in.ts'
import type { SessionState } from './session.contract.ts'

const db = await testDatabase()
const app = await testApp(db, { sample: 'off' })
const withSample = await testApp(db, { sample: 'on' })

const FIRST = {
  company: { name: 'Larkspur Works', timeZone: 'Europe/Berlin' },
  name: 'Al Birch',
  email: 'al@example.org',
  password: 'correct horse battery',
}

it('is asked for where nothing is there, and made exactly once, however many ask at the same time', async () => {
  expect((await app.inject('/api/session')).json<SessionState>()).toMatchObject({ firstAdmin: true, signedIn: null })
  expect((await withSample.inject('/api/session')).json<SessionState>()).toMatchObject({ firstAdmin: false })
  const refused = await withSample.inject({ method: 'POST', url: '/api/session/first-admin', payload: FIRST })
  expect(refused.statusCode).toBe(409)

  const browsers = Array.from({ length: 6 }, () => browserOf(app))
  const replies = await Promise.all(
    browsers.map((browser, index) =>
      browser.ask<SessionState>({
        method: 'POST',
        url: '/api/session/first-admin',
        body: {
          ...FIRST,
          company: { ...FIRST.company, name: `Works ${String(index)}` },
          email: `al${String(index)}@example.org`,
        },
      }),
    ),
  )
  expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409])
  const first = replies.findIndex(({ status }) => status === 201)
  expect(replies[first]?.body).toMatchObject({
    firstAdmin: false,
    signedIn: {
      person: { name: 'Al Birch', role: 'admin' },
      company: { name: `Works ${String(first)}`, sample: false },
    },
  })
  expect((await browsers[first]?.ask({ url: '/api/keys' }))?.status).toBe(200)
  expect((await app.inject('/api/session')).json<SessionState>()).toMatchObject({ firstAdmin: false })
  const { rows } = await db.owner.query('select from auth."user"')
  expect(rows).toHaveLength(1)
  const again = await app.inject({ method: 'POST', url: '/api/session/first-admin', payload: FIRST })
  expect(again.statusCode).toBe(409)
})

it('chooses a password that is long enough', async () => {
  const payload = { ...FIRST, password: 'too short' }
  const reply = await app.inject({ method: 'POST', url: '/api/session/first-admin', payload })
  expect(reply.statusCode).toBe(400)
  expect(reply.json<{ detail: string }>().detail).toContain('at least 10 characters')
})
