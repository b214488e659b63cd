import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { givenMailServer, textOf, type Mood } from '../../test/given-mail-server.ts'
import { createCompany } from '../access/companies.store.ts'
import { sendMail } from './mail.job.ts'
import { mailerOf } from './mail.ts'
import { queueMail } from './mails.store.ts'

const db = await testDatabase()
const server = await givenMailServer()
const company = await createCompany(db, { name: 'Larkspur', timeZone: 'UTC' })
const SECRET = 'a secret of tests, which keeps nothing secret'
const mailer = mailerOf({ smtpUrl: `${server.url}?from=cs@example.org`, publicUrl: 'https://renubu.example' })
const deps = { ...db, mailer, secret: SECRET }

const LETTER = {
  purpose: 'invitation',
  to: 'ada@example.org',
  subject: 'Come in',
  text: 'The link is secret-link.',
} as const

const queued = (letter: Parameters<typeof queueMail>[1] = LETTER) =>
  db.database.withCompany(company.id, (tx) => queueMail(tx, letter, SECRET))

const send = (mailId: string, last = false) => sendMail(deps, { companyId: company.id, mailId, last })

const kept = async (mailId: string) => {
  const { rows } = await db.owner.query<{ status: string; reason: string | null; body: string | null }>(
    'select status, reason, body_sealed as body from mails where id = $1',
    [mailId],
  )
  return rows[0]
}

async function inMood<T>(mood: Mood, work: () => Promise<T>): Promise<T> {
  server.is(mood)
  try {
    return await work()
  } finally {
    server.is('takes')
  }
}

describe('a mail', () => {
  it('waits sealed, goes out with an id of its own, and its text is forgotten then', async () => {
    const id = await queued()
    expect((await kept(id))?.body).not.toContain('secret-link')
    await send(id)
    const mail = server.taken.at(-1)
    expect(mail).toMatchObject({ from: 'cs@example.org', to: 'ada@example.org' })
    expect(mail?.raw).toContain(`Message-ID: <${id}@renubu.example>`)
    expect(mail && textOf(mail)).toContain('The link is secret-link.')
    expect(await kept(id)).toEqual({ status: 'sent', reason: null, body: null })
  })

  it('exists exactly when what it tells of does', async () => {
    const before = await db.owner.query('select from mails')
    const failing = db.database.withCompany(company.id, async (tx) => {
      await queueMail(tx, LETTER, SECRET)
      throw new Error('It was not to be')
    })
    await expect(failing).rejects.toThrow('It was not to be')
    expect((await db.owner.query('select from mails')).rowCount).toBe(before.rowCount)
  })

  it('is sent once, though the job is done twice', async () => {
    const id = await queued()
    await send(id)
    const count = server.taken.length
    await send(id)
    expect(server.taken).toHaveLength(count)
  })

  it('is tried again where the server wants to be asked later, under the same id, and failed after the last try', async () => {
    const id = await queued()
    await inMood('later', () => expect(send(id)).rejects.toThrow(/later/))
    expect(await kept(id)).toMatchObject({ status: 'waiting' })
    await send(id)
    expect(server.taken.at(-1)?.raw).toContain(`<${id}@`)
    expect(await kept(id)).toMatchObject({ status: 'sent' })
    const other = await queued()
    await inMood('later', () => expect(send(other, true)).rejects.toThrow(/later/))
    expect(await kept(other)).toMatchObject({ status: 'failed', body: null })
  })

  it('waits for a server that is away', async () => {
    const id = await queued()
    const away = mailerOf({ smtpUrl: 'smtp://127.0.0.1:9', publicUrl: 'https://renubu.example' })
    const trying = sendMail({ ...deps, mailer: away }, { companyId: company.id, mailId: id, last: false })
    await expect(trying).rejects.toThrow(/ECONNREFUSED/)
    expect(await kept(id)).toMatchObject({ status: 'waiting' })
  })

  it('is failed at once where the server will never take it', async () => {
    const id = await queued()
    await inMood('refuses', () => send(id))
    expect(await kept(id)).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('No such mailbox') as string,
    })
  })

  it('is unknown where the line broke before the server said that it has it, and is not sent again by itself', async () => {
    const id = await queued()
    await inMood('drops', () => send(id))
    expect(await kept(id)).toMatchObject({ status: 'unknown', body: null })
    const count = server.taken.length
    await send(id)
    expect(server.taken).toHaveLength(count)
  })

  it('is unknown where a process died while it was sent', async () => {
    const id = await queued()
    await db.owner.query(`update mails set status = 'sending' where id = $1`, [id])
    await send(id)
    expect(await kept(id)).toMatchObject({ status: 'unknown' })
  })

  it.each(['Come in\r\nBcc: everybody@example.org', 'Come\nin'])(
    'has no other header than its own, whatever its subject: %j',
    async (subject) => {
      await send(await queued({ ...LETTER, subject }))
      const [head = ''] = (server.taken.at(-1)?.raw ?? '').split('\r\n\r\n')
      expect(head).not.toMatch(/^Bcc:/m)
      expect(head.match(/^Subject:/gm)).toHaveLength(1)
    },
  )

  it('says so where there is no mail server any more, or the secret is another one', async () => {
    const [first, second] = [await queued(), await queued()]
    await sendMail({ ...deps, mailer: null }, { companyId: company.id, mailId: first, last: false })
    expect(await kept(first)).toMatchObject({ status: 'failed', reason: expect.stringContaining('SMTP_URL') as string })
    await sendMail({ ...deps, secret: 'another' }, { companyId: company.id, mailId: second, last: false })
    expect(await kept(second)).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('RENUBU_SECRET') as string,
    })
  })
})
