import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { ask, read, testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { givenBook } from '../../test/given-book.ts'
import { actsIn } from '../../test/given-company-acts.ts'
import { givenCompany, type GivenCompany } from '../../test/given-company.ts'
import type { CustomerPage } from '../views/customer-page.contract.ts'
import type { LogEngagement } from './log.contract.ts'

const db = await testDatabase()
const app = await testApp(db)
const NOW = '2027-03-15T09:00:00Z'
beforeEach(() => db.clock.set(new Date(NOW)))

type Logged = z.output<(typeof LogEngagement)['replies'][201]>
let company: GivenCompany & ReturnType<typeof actsIn>

beforeAll(async () => {
  db.clock.set(new Date(NOW))
  const given = await givenCompany(db)
  await given.import('users', [
    { externalId: 'ada', name: 'ada', email: 'ada@example.org', role: 'csm' },
    { externalId: 'ben', name: 'ben', email: 'ben@example.org', role: 'csm' },
    { externalId: 'vi', name: 'vi', email: 'vi@example.org', role: 'viewer' },
    { externalId: 'mo', name: 'mo', email: 'mo@example.org', role: 'manager' },
  ])
  await givenBook(
    given,
    Object.fromEntries(['birch', 'alder', 'elm', 'ash', 'oak'].map((name) => [name, { renewsIn: 250 }])),
  )
  await given.run()
  company = { ...given, ...actsIn(given, db) }
})

const log = async (customer: string, body: object, who = 'ada') =>
  ask<Logged>(app, await company.as(who), {
    method: 'POST',
    url: `/api/customers/${await company.customerId(customer)}/engagements`,
    body,
  })

const takeBack = async (customer: string, id: string, who = 'ada') =>
  ask<{ detail?: string }>(app, await company.as(who), {
    method: 'DELETE',
    url: `/api/customers/${await company.customerId(customer)}/engagements/${id}`,
  })

const page = async (customer: string) =>
  (await read<CustomerPage>(app, await company.as('ada'), `/api/customers/${await company.customerId(customer)}/page`))
    .body

const record = async (customer: string) =>
  (
    await company.query<{ nextStep: string | null; touched: Date | null }>(
      'select next_step as "nextStep", last_touch_at as touched from customers where external_id = $1',
      [customer],
    )
  )[0]

describe('logging a call, a meeting or a note', () => {
  it('is on the timeline at once, and counts as contact in the same moment', async () => {
    const contact = ({ analysis }: Logged) =>
      analysis.health.factors.find(({ factor }) => factor === 'health.engagement.contact')
    const { status, body } = await log('birch', { kind: 'call', line: 'They want the export first.' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      engagement: { kind: 'call', at: '2027-03-15T09:00:00.000Z' },
      taskId: null,
      isNew: true,
    })
    expect(contact(body)?.on).toBe('2027-03-15')
    const [newest] = (await page('birch')).timeline
    expect(newest).toMatchObject({ kind: 'talk', says: 'Call', more: 'They want the export first.' })
    expect((await record('birch'))?.touched?.toISOString()).toBe('2027-03-15T09:00:00.000Z')
  })

  it.each([
    ['a note', { kind: 'note', line: 'Heard at the fair.' }],
    ['a call that nobody answered', { kind: 'call', line: 'Left a message.', reached: false }],
  ])('is no contact where it was %s', async (_what, body) => {
    const { body: logged } = await log('alder', body)
    const [row] = await company.query<{ twoWay: boolean }>(
      'select two_way as "twoWay" from engagements where id = $1',
      [logged.engagement.id],
    )
    expect(row?.twoWay).toBe(false)
  })

  it('keeps what was promised as a task of whoever logged it, and as the customer’s next step', async () => {
    const { body } = await log('elm', {
      kind: 'meeting',
      line: 'Went through the plan.',
      mood: 'good',
      nextStep: { title: 'Send the paper', dueOn: '2027-03-18' },
    })
    const rows = await company.query(
      `select t.id, t.title, t.due_on::text as due, u.name as who, t.created_by as by from tasks t join users u on u.id = t.assigned_to`,
    )
    expect(rows).toEqual([{ id: body.taskId, title: 'Send the paper', due: '2027-03-18', who: 'ada', by: 'ada' }])
    expect((await record('elm'))?.nextStep).toBe('Send the paper')
    const [{ sentiment } = { sentiment: null }] = await company.query<{ sentiment: number | null }>(
      'select sentiment from engagements where id = $1',
      [body.engagement.id],
    )
    expect(Number(sentiment)).toBe(0.6)
  })

  it('has its row in the audit trail, without the words', async () => {
    const { body } = await log('oak', { kind: 'note', line: 'A secret of the customer' })
    const rows = await company.query<{ actor: string; detail: object }>(
      `select actor_name as actor, detail from audit_log where action = 'log' and detail ->> 'engagement' = $1`,
      [body.engagement.id],
    )
    expect(rows).toEqual([{ actor: 'ada', detail: { engagement: body.engagement.id, kind: 'note', task: null } }])
  })

  it.each([
    ['by a colleague', 'ben', { kind: 'note', line: 'x' }, 403],
    ['by a viewer', 'vi', { kind: 'note', line: 'x' }, 403],
    ['without a word', 'ada', { kind: 'note', line: ' ' }, 400],
    ['of a kind that is none', 'ada', { kind: 'lunch', line: 'x' }, 400],
    ['of what is to come', 'ada', { kind: 'call', line: 'x', at: '2027-03-16T09:00:00Z' }, 422],
    ['of long ago', 'ada', { kind: 'call', line: 'x', at: '2027-01-16T09:00:00Z' }, 422],
  ])('is refused %s', async (_what, who, body, status) => {
    expect((await log('oak', body, who)).status).toBe(status)
  })

  it('is what a manager may do as well', async () => {
    expect((await log('oak', { kind: 'note', line: 'Met them.' }, 'mo')).status).toBe(201)
  })
})

describe('taking back what was logged', () => {
  it('leaves nothing of it: no moment, no task, no next step, and the figures as they were', async () => {
    const [before, stood] = [await page('ash'), await record('ash')]
    const { body } = await log('ash', { kind: 'call', line: 'Wrong one.', nextStep: { title: 'Call again' } })
    expect((await takeBack('ash', body.engagement.id)).status).toBe(200)
    const after = await page('ash')
    expect([after.timeline, after.health?.value]).toEqual([before.timeline, before.health?.value])
    expect(await record('ash')).toEqual(stood)
    expect(await company.query(`select from tasks where title = 'Call again'`)).toEqual([])
  })

  it('is for who logged it, for ten minutes, and for nothing that an import brought', async () => {
    const { body } = await log('oak', { kind: 'note', line: 'Mine.' })
    expect((await takeBack('oak', body.engagement.id, 'mo')).status).toBe(403)
    await company.import('engagements', [
      { externalId: 'e1', customerExternalId: 'oak', kind: 'call', at: '2027-03-10T10:00:00Z' },
    ])
    const [imported] = await company.query<{ id: string }>(`select id from engagements where external_id = 'e1'`)
    expect((await takeBack('oak', imported?.id ?? '')).status).toBe(404)
    db.clock.set(new Date('2027-03-15T09:11:00Z'))
    expect((await takeBack('oak', body.engagement.id)).status).toBe(409)
  })
})
