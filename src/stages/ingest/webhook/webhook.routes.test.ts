import { describe, expect, it } from 'vitest'
import { testApp } from '../../../../test/app.ts'
import { testDatabase } from '../../../../test/database.ts'
import { givenCompany } from '../../../../test/given-company.ts'
import { givenSender } from '../../../../test/given-webhooks.ts'
import { workOff } from '../../../../test/workers-beside.ts'

const db = await testDatabase()
const app = await testApp(db)
const company = await givenCompany(db)
const sender = await givenSender(db, app, company.id)
const neighbour = await givenCompany(db)
const other = await givenSender(db, app, neighbour.id)

const now = () => db.clock.now()
const seconds = (ahead: number) => new Date(now().getTime() + ahead * 1000)
const update = (more: object = {}) => ({ customerId: 'larch', occurredAt: now().toISOString(), ...more })
const inbox = async () => {
  const { rows } = await db.owner.query<{ count: number }>(
    `select (select count(*) from webhook_deliveries)::int + (select count(*) from graphile_worker._private_jobs)::int as count`,
  )
  return rows[0]?.count
}

const MESSAGE = { says: 'The webhook was not taken: its address, its time or its signature is not right.' }
const SIGNATURE = { 'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}` }

describe('a webhook that is not right', () => {
  it.each([
    ['forged', {}, { headers: SIGNATURE }],
    ['signed with another company’s secret', {}, { secret: other.secret }],
    ['signed with a secret that nobody made', {}, { secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}` }],
    ['changed by one sign', {}, { tamper: (body: string) => body.replace('larch', 'lorch') }],
    ['changed by a space', {}, { tamper: (body: string) => `${body} ` }],
    ['sent under another id', {}, { headers: { 'webhook-id': 'msg_other' } }],
    ['sent at another time', {}, { headers: { 'webhook-timestamp': String(Math.floor(now().getTime() / 1000) + 1) } }],
    ['too old', {}, { at: seconds(-301) }],
    ['too far ahead', {}, { at: seconds(301) }],
    ['without a time', {}, { headers: { 'webhook-timestamp': '' } }],
    ['of a time with more behind it', {}, { headers: { 'webhook-timestamp': '1e9' } }],
    ['without an id', {}, { headers: { 'webhook-id': '' } }],
    ['of an endless id', {}, { id: 'm'.repeat(256) }],
    ['signed by another scheme only', {}, { headers: { 'webhook-signature': 'v1a,AAAA' } }],
    ['for an address that nobody has', {}, { address: '/api/webhooks/active/customer-update?endpoint=nobody' }],
    ['for no address while there are two companies', {}, { address: '/api/webhooks/active/customer-update' }],
    ['for another company’s address', {}, { address: other.address }],
    ['unsigned and badly formed besides', { customerId: 5, occurredAt: 'yesterday' }, { headers: SIGNATURE }],
  ])('is refused in the same words and leaves nothing behind: %s', async (_how, more, how) => {
    const before = await inbox()
    const reply = await sender.send(update(more), how)
    expect(reply).toMatchObject({ status: 401, body: { status: 401, detail: MESSAGE.says } })
    expect(await inbox()).toBe(before)
  })
})

describe('a webhook that is right', () => {
  it.each([
    ['now', 0],
    ['by a clock that is almost five minutes slow', -300],
    ['by a clock that is almost five minutes fast', 300],
  ])('is accepted: signed %s', async (_how, ahead) => {
    expect(await sender.send(update(), { at: seconds(ahead) })).toEqual({ status: 202, body: { accepted: true } })
  })

  it('is accepted with a second signature beside it, as senders do while they change secrets', async () => {
    const { body: fresh } = await sender.admin<{ id: string; secret: string }>('POST', '/api/webhooks/secrets', {})
    expect(await sender.send(update(), { secret: fresh.secret })).toMatchObject({ status: 202 })
    expect(await sender.send(update())).toMatchObject({ status: 202 })
    expect(await sender.admin('DELETE', `/api/webhooks/secrets/${fresh.id}`)).toMatchObject({ status: 200 })
    expect(await sender.send(update(), { secret: fresh.secret })).toMatchObject({ status: 401 })
    expect(await sender.admin('DELETE', `/api/webhooks/secrets/${fresh.id}`)).toMatchObject({ status: 404 })
  })

  it('is kept as it came, each company’s apart, even of one id', async () => {
    await Promise.all([sender.send(update(), { id: 'same' }), other.send(update(), { id: 'same' })])
    const asked = `select body::text as body from webhook_deliveries where webhook_id = 'same'`
    expect(await company.query(asked)).toEqual([{ body: JSON.stringify(update()) }])
    expect(await neighbour.query(asked)).toHaveLength(1)
  })

  it('is applied once when it comes 21 times at once', async () => {
    const body = update({ riskSignals: [{ kind: 'silence', severity: 'high' }] })
    const replies = await Promise.all(Array.from({ length: 21 }, () => sender.send(body, { id: 'msg_many' })))
    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 21 }, () => 202))
    await workOff(db)
    expect(await company.query(`select attempts from webhook_deliveries where webhook_id = 'msg_many'`)).toEqual([
      { attempts: 1 },
    ])
    expect(await company.query(`select external_id from events where data ->> 'kind' = 'silence'`)).toHaveLength(1)
    const before = await inbox()
    expect(await sender.send(body, { id: 'msg_many' })).toMatchObject({ status: 202 })
    expect(await inbox()).toBe(before)
  })
})

const deep = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => ({ inner }), 1)

describe('a body that nobody can use', () => {
  it.each([
    ['no object', '[]'],
    ['nothing', 'null'],
    ['no customer', JSON.stringify({ occurredAt: now().toISOString() })],
    ['a customer without a name', JSON.stringify(update({ customerId: '' }))],
    ['a time that is none', JSON.stringify(update({ occurredAt: 'yesterday' }))],
    ['a time without a zone', JSON.stringify(update({ occurredAt: '2027-03-15T09:00:00' }))],
    ['a time far ahead', JSON.stringify(update({ occurredAt: '2099-01-01T00:00:00Z' }))],
    ['a time before time', JSON.stringify(update({ occurredAt: '0000-01-01T00:00:00Z' }))],
    ['usage that is no list', JSON.stringify(update({ usage: { metric: 'logins' } }))],
    ['more rows than a day has', JSON.stringify(update({ usage: Array.from({ length: 5_001 }, () => ({})) }))],
    ['200 levels', JSON.stringify(update({ attributes: { deep: deep(200) } }))],
    [
      'a prototype',
      '{"customerId":"larch","occurredAt":"2027-03-15T09:00:00Z","attributes":{"__proto__":{"admin":true}}}',
    ],
    ['a character that no text can hold', JSON.stringify(update({ attributes: { name: 'a\u0000b' } }))],
    ['half of it', '{"customerId":"larch"'],
    ['nothing but depth', '['.repeat(200_000) + ']'.repeat(200_000)],
    ['depth around what no text can hold', `${'['.repeat(200_000)}"\\u0000"${']'.repeat(200_000)}`],
  ])('is refused, though it is signed, and leaves nothing behind: %s', async (_what, body) => {
    const before = await inbox()
    expect(await sender.send(body)).toMatchObject({ status: 400, body: { status: 400 } })
    expect(await inbox()).toBe(before)
  })

  it('is refused at 20 MB before it is read', async () => {
    const reply = await sender.send(update({ attributes: { text: 'x'.repeat(20_000_000) } }))
    expect(reply).toMatchObject({ status: 413 })
  })

  it('is refused in a form that is not JSON', async () => {
    expect(await sender.send('a,b', { headers: { 'content-type': 'text/csv' } })).toMatchObject({ status: 415 })
  })
})

describe('secrets', () => {
  it('are shown once, and kept so that the database alone does not tell them', async () => {
    expect(sender.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const { body } = await sender.admin<{ items: object[]; address: string }>('GET', '/api/webhooks/secrets')
    expect(body.address).toBe(sender.address)
    expect(body.items).toContainEqual(expect.objectContaining({ name: 'sender', endedAt: null, can: ['end'] }))
    expect(JSON.stringify(body)).not.toContain('whsec_')
    const { rows } = await db.owner.query<{ all: string }>(
      'select string_agg(s::text, $1) as all from webhook_secrets s',
      [' '],
    )
    expect(rows[0]?.all).not.toContain(sender.secret.slice(6))
    const audit = await company.query<{ text: string }>('select a::text as text from audit_log a')
    expect(audit.map(({ text }) => text).join()).not.toContain(sender.secret.slice(6))
  })

  it('are nobody else’s to end', async () => {
    expect(await other.admin('DELETE', `/api/webhooks/secrets/${sender.secretId}`)).toMatchObject({ status: 404 })
    expect(await sender.send(update())).toMatchObject({ status: 202 })
  })
})
