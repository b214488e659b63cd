import { beforeAll, describe, expect, it } from 'vitest'
import { testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { givenMailServer } from '../../test/given-mail-server.ts'
import { eventually } from '../../test/patience.ts'
import { browserOf } from '../../test/signed-in.ts'
import { workersBeside } from '../../test/workers-beside.ts'
import { givenIdentities, PUBLIC_URL, SECRET } from '../../test/given-identities.ts'
import { mailerOf } from '../platform/mail.ts'
import { createCompany } from './companies.store.ts'
import { joinCompany } from './memberships.store.ts'
import { createUser } from './users.store.ts'

// What somebody is called, or a company, stands in the head of a mail: no name adds a line to it, and no address is two.

const PASSWORD = 'correct horse battery'

const db = await testDatabase()
const post = await givenMailServer()
const app = await testApp(db, { sample: 'off', smtpUrl: post.url })
workersBeside(db, { mailer: mailerOf({ smtpUrl: post.url, publicUrl: PUBLIC_URL }), secret: SECRET })
const identities = givenIdentities(db)

const company = await createCompany(db, { name: 'Larkspur', timeZone: 'UTC' })
const admin = browserOf(app)

beforeAll(async () => {
  const email = 'al@example.org'
  const { id } = await createUser(db, { companyId: company.id, name: 'Al Birch', email, role: 'admin' })
  const made = await identities.create({ email, name: 'Al Birch', password: PASSWORD })
  if (!made.ok) throw new Error('The address is taken')
  await db.database.withCompany(company.id, (tx) => joinCompany(tx, { identityId: made.value, userId: id }))
  await admin.ask({ method: 'POST', url: '/api/session', body: { email, password: PASSWORD } })
})

const invite = (email: string) =>
  admin.ask<{ detail?: string }>({ method: 'POST', url: '/api/members/invite', body: { email, role: 'csm' } })

/** The lines of a mail's head, without those that go on. */
const headOf = (raw: string): readonly string[] =>
  (raw.split('\r\n\r\n')[0] ?? '')
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split(/\r\n|\r|\n/)
    .map((line) => (line.split(':')[0] ?? '').toLowerCase())
    .sort()

const HEAD = [
  'content-transfer-encoding',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'subject',
  'to',
]

const HOSTILE = [
  'Al\r\nBcc: everybody@evil.example',
  'Al\nX-Injected: yes',
  'Al\rReply-To: evil@evil.example',
  'Al\r\n\r\n<h1>Another text</h1>',
  'Al\u2028Bcc: everybody@evil.example',
  'Al\u0085Bcc: everybody@evil.example',
  '=?utf-8?Q?Al=0D=0ABcc:_everybody@evil.example?=',
  `${'Al '.repeat(60)}\r\n\tBcc: everybody@evil.example`,
]

describe('a mail', () => {
  it.each(HOSTILE)('has the head that it always has, whoever is called %j', async (name) => {
    // By whichever door a name came in: some of them refuse such a one.
    await admin.ask({ method: 'PATCH', url: '/api/company', body: { name } })
    await admin.ask({ method: 'PATCH', url: '/api/me', body: { name } })
    await db.owner.query('update companies set name = $2 where id = $1', [company.id, name])
    await db.owner.query(`update users set name = $2 where company_id = $1 and role = 'admin'`, [company.id, name])
    const before = post.taken.length
    const to = `new${String(before)}@example.org`
    expect((await invite(to)).status).toBe(201)
    await eventually(() => expect(post.taken).toHaveLength(before + 1))
    const mail = post.taken.at(-1)
    expect(mail?.to, 'who gets it').toBe(to)
    expect(headOf(mail?.raw ?? '')).toEqual(HEAD)
  })

  it.each([
    'ada@example.org\r\nBcc: everybody@evil.example',
    'ada@example.org\nRCPT TO:<everybody@evil.example>',
    'ada@example.org, everybody@evil.example',
    'ada@example.org>\r\nDATA',
    '"ada\r\n"@example.org',
    'Ada <ada@example.org>',
  ])('goes to no address like %j', async (email) => {
    const { status } = await invite(email)
    expect(status).toBe(400)
    const asked = await admin.ask({ method: 'POST', url: '/api/password/forgot', body: { email } })
    expect(asked.status).toBe(400)
    expect((await db.owner.query('select from mails where recipient = $1', [email])).rowCount).toBe(0)
  })
})
