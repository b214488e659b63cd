import { describe, expect, it } from 'vitest'
import { testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { givenCompany, givenHealthyCustomer, type GivenCompany } from '../../test/given-company.ts'
import { givenSender } from '../../test/given-webhooks.ts'
import { workOff } from '../../test/workers-beside.ts'
import { isoDay } from '../base/day.ts'
import { analyzeAtOnce } from './at-once.ts'

const db = await testDatabase()
const app = await testApp(db)

/** A company whose day has been run already, with a healthy customer, and somebody who tells of it. */
async function givenMorning() {
  const company = await givenCompany(db)
  await givenHealthyCustomer(company, 'birch', 300)
  await company.run()
  return { company, sender: await givenSender(db, app, company.id) }
}

const update = (more: object) => ({ customerId: 'birch', occurredAt: db.clock.now().toISOString(), ...more })

const events = (company: GivenCompany) =>
  company.query<{ id: string; workflow: string; rule: string; because: { code: string; value: unknown }[] }>(
    `select id, workflow_id as workflow, rule, because, assigned_because as "assignedBecause", priority_score is not null as scored
       from workflow_executions where family = 'event' order by workflow_id`,
  )

const standing = (company: GivenCompany) =>
  company.query<{ risk: number; run: string }>('select risk, run_id as run from customer_standings')

describe('what a webhook tells', () => {
  it('opens the workflow of an urgent ticket at once, for the owner, scored and explained', async () => {
    const { company, sender } = await givenMorning()
    await sender.send(update({ tickets: [{ id: 'T1', subject: 'Down', priority: 'urgent', status: 'open' }] }))
    await workOff(db)
    expect(await events(company)).toMatchObject([
      {
        workflow: 'urgent-ticket',
        rule: 'event.urgent-ticket',
        because: [{ code: 'ticket-priority', value: 'urgent' }, { code: 'on' }],
        assignedBecause: 'owner',
        scored: true,
      },
    ])
  })

  it('finds somebody for what nobody owns', async () => {
    const { company, sender } = await givenMorning()
    await company.query('update customers set owner_id = null, owner_ref = null')
    await sender.send(update({ tickets: [{ id: 'T1', subject: 'Down', priority: 'high', status: 'open' }] }))
    await workOff(db)
    expect(await events(company)).toMatchObject([{ workflow: 'urgent-ticket', scored: true }])
    expect(await company.query('select from workflow_executions where assigned_to is null')).toEqual([])
  })

  it('is one conversation however often it is told, and whatever else is urgent', async () => {
    const { company, sender } = await givenMorning()
    const ticket = { id: 'T1', subject: 'Down', priority: 'urgent', status: 'open' }
    await sender.send(update({ tickets: [ticket] }))
    await workOff(db)
    await sender.send(update({ tickets: [ticket, { ...ticket, id: 'T2' }] }))
    await workOff(db)
    await company.run()
    expect(await events(company)).toHaveLength(1)
  })

  it('opens the workflow of a jump in usage at once', async () => {
    const { company, sender } = await givenMorning()
    await sender.send(update({ usage: [{ metric: 'active_users', date: isoDay(company.today()), value: 95 }] }))
    await workOff(db)
    expect(await events(company)).toMatchObject([
      { workflow: 'usage-spike', because: [{ code: 'usage-change-percent', value: 58.3 }, { code: 'on' }] },
    ])
  })

  it('moves the figures, under a run of its own that says who asked', async () => {
    const { company, sender } = await givenMorning()
    const [before] = await standing(company)
    const text = 'We will cancel and move to a competitor'
    await sender.send(update({ tickets: [{ id: 'T1', subject: text, priority: 'urgent', status: 'open' }] }))
    await workOff(db)
    const [after] = await standing(company)
    expect(after?.risk).toBeGreaterThan(before?.risk ?? 100)
    expect(
      await company.query('select kind, cause, status, analyzed from job_runs where id = $1', [after?.run]),
    ).toEqual([{ kind: 'event', cause: 'event', status: 'finished', analyzed: 1 }])
  })

  it('leaves the day’s run what it was: a second look that finds nothing new opens and writes nothing', async () => {
    const { company } = await givenMorning()
    const customers = await company.query<{ id: string }>('select id from customers')
    const customerIds = customers.map(({ id }) => id)
    const look = () => analyzeAtOnce(db, { companyId: company.id, customerIds, startedBy: 'test' })
    expect(await look()).toMatchObject({ analyzed: 0, confirmed: 1, opened: 0, closed: 0 })
    expect(await look()).toMatchObject({ analyzed: 0, confirmed: 1, opened: 0, closed: 0 })
  })

  const pressing = () => ({
    externalId: 'T1',
    customerExternalId: 'birch',
    subject: 'Down',
    priority: 'high',
    status: 'open',
    createdAt: db.clock.now().toISOString(),
  })

  it('is heard at once when a file or a program tells it as well', async () => {
    const ticket = pressing()
    for (const [url, body] of [
      ['/api/tickets/bulk', { records: [ticket] }],
      ['/api/imports?kind=tickets&name=tickets.json', [ticket]],
    ] as const) {
      const { company, sender } = await givenMorning()
      expect((await sender.admin('POST', url, body)).status).toBeLessThan(300)
      await workOff(db)
      expect(await events(company), url).toMatchObject([{ workflow: 'urgent-ticket', scored: true }])
    }
  })

  it('is heard at once when it is imported at the command line as well', async () => {
    const { company } = await givenMorning()
    await company.import('tickets', [pressing()])
    await workOff(db)
    expect(await events(company)).toMatchObject([{ workflow: 'urgent-ticket', scored: true }])
  })

  it('waits for the first day of a company that has had none', async () => {
    const company = await givenCompany(db)
    await givenHealthyCustomer(company, 'birch', 300)
    const sender = await givenSender(db, app, company.id)
    await sender.send(update({ tickets: [{ id: 'T1', subject: 'Down', priority: 'urgent', status: 'open' }] }))
    await workOff(db)
    expect(await events(company)).toEqual([])
    await company.run()
    expect(await events(company)).toMatchObject([{ workflow: 'urgent-ticket' }])
  })
})
