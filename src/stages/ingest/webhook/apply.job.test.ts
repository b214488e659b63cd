import { describe, expect, it } from 'vitest'
import { testApp } from '../../../../test/app.ts'
import { testDatabase } from '../../../../test/database.ts'
import { givenCompany, type GivenCompany } from '../../../../test/given-company.ts'
import { givenSender, givenTold, stateOf, told } from '../../../../test/given-webhooks.ts'
import { workOff } from '../../../../test/workers-beside.ts'
import { ticketSignals } from '../../analyze/sentiment.ts'
import { applyDelivery } from './apply.job.ts'

const db = await testDatabase()
const app = await testApp(db)

const givenCustomer = () => givenTold(db, app)

const deliveries = (company: GivenCompany) =>
  company.query<{ id: string; status: string; attempts: number; error: string | null; linked: boolean }>(
    'select id, status, attempts, error, customer_id is not null as linked from webhook_deliveries order by id',
  )

describe('an update', () => {
  it('brings its parts to the customer: usage, score, signals, tickets and attributes', async () => {
    const { company, sender } = await givenCustomer()
    await told(
      sender,
      {
        occurredAt: '2027-03-15T08:00:00Z',
        usage: [
          { metric: 'Active Users', date: '2027-03-14', value: 41 },
          { metric: 'exports', date: '2027-03-14', value: 3, feature: 'reports' },
        ],
        engagementScore: 72,
        riskSignals: [{ kind: 'silence', severity: 'high', text: 'No answer for weeks' }],
        tickets: [{ id: 7, subject: 'Terrible crash', priority: 'P1', status: 'open' }],
        attributes: { plan: 'gold', seats: { used: 40 } },
      },
      'msg_first',
    )
    await workOff(db)
    expect(await stateOf(company)).toMatchObject({
      usage: [
        { metric: 'active_users', day: '2027-03-14', feature: '', value: 41 },
        { metric: 'exports', day: '2027-03-14', feature: 'reports', value: 3 },
      ],
      tickets: [{ external_id: '7', subject: 'Terrible crash', priority: 'urgent', open: true }],
      events: [
        {
          external_id: 'msg_first#signal-1',
          kind: 'risk-signal',
          at: new Date('2027-03-15T08:00:00Z'),
          data: { kind: 'silence', severity: 'high', text: 'No answer for weeks' },
        },
      ],
      attributes: [{ attributes: { region: 'north', plan: 'gold', seats: { used: 40 }, engagementScore: 72 } }],
    })
    expect(await company.query('select sentiment < 0 as angry from support_tickets')).toEqual([{ angry: true }])
    const { body } = await sender.admin<{ items: object[] }>('GET', '/api/webhooks/deliveries')
    expect(body.items).toMatchObject([
      {
        webhookId: 'msg_first',
        status: 'applied',
        attempts: 1,
        report: { usage: { created: 2 }, tickets: { created: 1 } },
      },
    ])
  })

  it('leaves bad rows out, says why, and takes the rest', async () => {
    const { company, sender } = await givenCustomer()
    await told(sender, {
      occurredAt: '2027-03-15T08:00:00Z',
      usage: [
        { metric: 'logins', date: 'the day before', value: 1 },
        { metric: 'logins', date: '2027-03-14', value: 'many' },
        { metric: 'logins', date: '2027-03-13', value: 5 },
      ],
      tickets: [
        { id: 'T1', subject: 'Fine' },
        { id: 'T2', createdAt: 'once' },
      ],
    })
    await workOff(db)
    const { usage, tickets } = await stateOf(company)
    expect(usage).toMatchObject([{ value: 5 }])
    expect(tickets).toMatchObject([{ external_id: 'T1' }])
    expect(await company.query('select column_name from import_rejections order by column_name')).toHaveLength(3)
    expect(await deliveries(company)).toMatchObject([{ status: 'applied' }])
  })

  it('that says less of a ticket leaves the rest of it as it was', async () => {
    const { company, sender } = await givenCustomer()
    const ticket = { id: 'T1', subject: 'Slow', priority: 'low', status: 'closed', createdAt: '2027-03-01T10:00:00Z' }
    await told(sender, { occurredAt: '2027-03-10T08:00:00Z', tickets: [ticket] })
    await told(sender, { occurredAt: '2027-03-11T08:00:00Z', tickets: [{ id: 'T1', satisfaction: 2 }] })
    await workOff(db)
    expect((await stateOf(company)).tickets).toMatchObject([
      { subject: 'Slow', priority: 'low', open: false, satisfaction: 2, opened_at: new Date('2027-03-01T10:00:00Z') },
    ])
  })

  it('that changes an attribute keeps what it was as a version', async () => {
    const { company, sender } = await givenCustomer()
    await told(sender, { occurredAt: '2027-03-10T08:00:00Z', attributes: { plan: 'silver' } })
    await told(sender, { occurredAt: '2027-03-11T08:00:00Z', attributes: { plan: 'gold' } })
    await workOff(db)
    const versions = await company.query(
      `select record -> 'attributes' ->> 'plan' as plan from record_versions where kind = 'customers' order by seq`,
    )
    expect(versions).toEqual([{ plan: null }, { plan: 'silver' }])
  })

  it('is one company’s alone', async () => {
    const [ours, theirs] = [await givenCustomer(), await givenCustomer()]
    await told(ours.sender, { occurredAt: '2027-03-10T08:00:00Z', attributes: { plan: 'gold' } })
    await workOff(db)
    expect((await stateOf(theirs.company)).attributes).toEqual([{ attributes: { region: 'north' } }])
    const { body } = await theirs.sender.admin('GET', '/api/webhooks/deliveries')
    expect(body).toEqual({ items: [], nextCursor: null })
  })
})

describe('an update of a customer who is not here', () => {
  it('is kept and reported, and the customer’s when it arrives', async () => {
    const company = await givenCompany(db)
    const sender = await givenSender(db, app, company.id)
    const more = {
      usage: [{ metric: 'logins', date: '2027-03-13', value: 3 }],
      tickets: [{ id: 'T1', subject: 'Slow' }],
    }
    await told(sender, { occurredAt: '2027-03-14T02:00:00Z', attributes: { plan: 'gold' }, engagementScore: 9 })
    await told(sender, { occurredAt: '2027-03-14T01:00:00Z', attributes: { plan: 'silver', seats: 4 }, ...more })
    await workOff(db)
    expect(await deliveries(company)).toMatchObject([
      { status: 'applied', linked: false },
      { status: 'applied', linked: false },
    ])
    const { body } = await sender.admin<{ items: object[] }>('GET', '/api/webhooks/deliveries?status=applied')
    expect(body.items[0]).toMatchObject({ customerId: null, report: { unknownCustomer: true, usage: { unlinked: 1 } } })
    await company.import('customers', [{ externalId: 'larch', name: 'Larch Works' }])
    expect(await deliveries(company)).toMatchObject([{ linked: true }, { linked: true }])
    expect(await stateOf(company)).toMatchObject({
      usage: [{ value: 3 }],
      tickets: [{ subject: 'Slow' }],
      attributes: [{ attributes: { plan: 'gold', seats: 4, engagementScore: 9 } }],
    })
    expect(await company.query('select from support_tickets where customer_id is null')).toEqual([])
  })
})

const idOf = async (company: GivenCompany): Promise<string> => (await deliveries(company))[0]?.id ?? ''

/** Makes applying fail at its very end, after all of its parts: of one message, or of all. */
const breakTheEnd = (company: GivenCompany, message = '') =>
  db.owner.query(
    `create or replace function break_${company.id.replaceAll('-', '_')}() returns trigger language plpgsql as $$
       begin if new.status = 'applied' and new.company_id = '${company.id}' and new.webhook_id in ('${message}', coalesce(nullif('${message}', ''), new.webhook_id)) then raise exception 'cut off'; end if; return new; end $$;
     create trigger break_${company.id.replaceAll('-', '_')} before update on webhook_deliveries
       for each row execute function break_${company.id.replaceAll('-', '_')}()`,
  )
const mendTheEnd = (company: GivenCompany) =>
  db.owner.query(`drop trigger break_${company.id.replaceAll('-', '_')} on webhook_deliveries`)

describe('a delivery that fails', () => {
  const update = {
    occurredAt: '2027-03-14T02:00:00Z',
    attributes: { plan: 'gold' },
    usage: [{ metric: 'logins', date: '2027-03-13', value: 3 }],
    tickets: [{ id: 'T1', subject: 'Slow' }],
  }
  const forget = () => db.owner.query('delete from graphile_worker._private_jobs')
  const deps = { database: db.database, clock: db.clock, readTicket: ticketSignals }

  it('leaves nothing behind when it is cut off, and is whole after the next try', async () => {
    const { company, sender } = await givenCustomer()
    const before = await stateOf(company)
    await told(sender, update)
    await forget()
    const id = await idOf(company)
    await breakTheEnd(company)
    const payload = { companyId: company.id, deliveryId: id }
    await expect(applyDelivery(deps, payload)).rejects.toThrow('cut off')
    expect(await stateOf(company)).toEqual(before)
    expect(await company.query('select from imports where source = $1', ['active'])).toEqual([])
    expect(await deliveries(company)).toMatchObject([{ status: 'accepted', attempts: 1, error: 'cut off' }])
    await mendTheEnd(company)
    await applyDelivery(deps, payload)
    const after = await stateOf(company)
    expect(after).toMatchObject({ usage: [{ value: 3 }], tickets: [{ subject: 'Slow' }] })
    await applyDelivery(deps, payload)
    expect(await stateOf(company)).toEqual(after)
    expect(await deliveries(company)).toMatchObject([{ status: 'applied', attempts: 2, error: null }])
    await forget()
  })

  it('is applied by one of two who both have begun, as when a worker wakes that was taken for dead', async () => {
    const { company, sender } = await givenCustomer()
    await told(sender, update)
    await forget()
    const payload = { companyId: company.id, deliveryId: await idOf(company) }
    const begun = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()]
    const together = async (which: number) => {
      let turn = 0
      const withCompany: typeof db.database.withCompany = async (id, work) => {
        turn += 1
        if (turn === 2) {
          begun[which]?.resolve(undefined)
          await Promise.all(begun.map(({ promise }) => promise))
        }
        return db.database.withCompany(id, work)
      }
      await applyDelivery({ ...deps, database: { ...db.database, withCompany } }, payload)
    }
    await Promise.all([together(0), together(1)])
    expect(await deliveries(company)).toMatchObject([{ status: 'applied', attempts: 2 }])
    expect(await company.query(`select kind from imports where source = 'active' order by kind`)).toEqual([
      { kind: 'tickets' },
      { kind: 'usage' },
    ])
    await forget()
  })

  it('is left dead after five tries, seen, and replayed by an admin', async () => {
    const { company, sender } = await givenCustomer()
    await told(sender, update)
    await forget()
    const id = await idOf(company)
    await breakTheEnd(company)
    const payload = { companyId: company.id, deliveryId: id }
    const replay = `/api/webhooks/deliveries/${id}/replay`
    expect(await sender.admin('POST', replay), 'it still waits').toMatchObject({ status: 409 })
    for (let turn = 1; turn < 5; turn += 1) await expect(applyDelivery(deps, payload)).rejects.toThrow('cut off')
    const seen: unknown[] = []
    await applyDelivery({ ...deps, onDead: (error) => seen.push(error) }, payload)
    expect(seen).toHaveLength(1)
    await applyDelivery(deps, payload)
    const { body } = await sender.admin('GET', '/api/webhooks/deliveries?status=dead')
    expect(body).toMatchObject({ items: [{ id, status: 'dead', attempts: 5, error: 'cut off', can: ['replay'] }] })
    await mendTheEnd(company)
    const neighbour = await givenCustomer()
    expect(await neighbour.sender.admin('POST', replay), 'not theirs').toMatchObject({ status: 404 })
    expect(await sender.admin('POST', replay)).toMatchObject({ status: 202, body: { status: 'accepted', attempts: 0 } })
    await workOff(db)
    expect(await deliveries(company)).toMatchObject([{ status: 'applied', attempts: 1 }])
    expect(await sender.admin('POST', replay), 'applied').toMatchObject({ status: 409 })
    const acts = await company.query(`select action from audit_log where object = 'webhook-delivery'`)
    expect(acts).toEqual([{ action: 'replay' }])
  })

  it('is given up when every try takes its process along', async () => {
    const { company, sender } = await givenCustomer()
    await told(sender, update)
    await forget()
    const id = await idOf(company)
    await company.query('update webhook_deliveries set attempts = 5')
    await applyDelivery(deps, { companyId: company.id, deliveryId: id })
    expect(await deliveries(company)).toMatchObject([{ status: 'dead', error: 'Every try was cut off before its end' }])
  })
})

describe('updates that wait side by side', () => {
  const trees = ['ash', 'elm', 'oak', 'yew']
  const waiting = async () => {
    const company = await givenCompany(db)
    await company.import(
      'customers',
      trees.map((name) => ({ externalId: name, name })),
    )
    const sender = await givenSender(db, app, company.id)
    for (const customerId of trees) {
      const day = { occurredAt: '2027-03-14T02:00:00Z', attributes: { seen: customerId } }
      await told(
        sender,
        { customerId, ...day, usage: [{ metric: 'logins', date: '2027-03-13', value: 7 }] },
        customerId,
      )
    }
    return { company, sender }
  }
  const seen = (company: GivenCompany) =>
    company.query<{ name: string; seen: string | null; value: number | null }>(
      `select name, attributes ->> 'seen' as seen, value from customers c left join usage_values u on u.customer_id = c.id order by name`,
    )
  const whole = trees.map((name) => ({ name, seen: name, value: 7 }))

  it('are applied together, each to its customer, by one import', async () => {
    const { company } = await waiting()
    await workOff(db)
    expect(await seen(company)).toEqual(whole)
    expect(
      await company.query(`select name, report -> 'received' as rows from imports where source = 'active'`),
    ).toEqual([{ name: '4 webhooks', rows: 4 }])
    expect(await deliveries(company)).toMatchObject(trees.map(() => ({ status: 'applied', linked: true })))
    // A second worker may begin with one that the first has just taken along, and then finds it applied.
    for (const { attempts } of await deliveries(company)) expect(attempts).toBeLessThanOrEqual(2)
  })

  it('do not suffer from one that cannot be applied', async () => {
    const { company } = await waiting()
    await breakTheEnd(company, 'elm')
    await workOff(db).catch(() => undefined)
    await mendTheEnd(company)
    expect(await seen(company)).toEqual(
      whole.map((row) => (row.name === 'elm' ? { name: 'elm', seen: null, value: null } : row)),
    )
    await workOff(db)
    expect(await seen(company)).toEqual(whole)
  })

  it('of one customer are applied one after the other, so that each is a version', async () => {
    const { company, sender } = await givenCustomer()
    for (const hour of [3, 1, 2])
      await told(sender, {
        occurredAt: `2027-03-14T0${String(hour)}:00:00Z`,
        tickets: [{ id: 'T1', satisfaction: hour }],
      })
    await workOff(db)
    expect((await stateOf(company)).tickets).toMatchObject([{ satisfaction: 3 }])
    expect(await company.query(`select report ->> 'deliveries' as together from webhook_deliveries`)).toEqual(
      Array.from({ length: 3 }, () => ({ together: '1' })),
    )
  })
})

describe('the list of deliveries', () => {
  it('comes a page at a time, the newest first, each once', async () => {
    const { sender } = await givenCustomer()
    for (const id of ['a', 'b', 'c']) await told(sender, { occurredAt: '2027-03-14T02:00:00Z' }, id)
    type Page = { readonly items: { readonly webhookId: string }[]; readonly nextCursor: string | null }
    const first = (await sender.admin<Page>('GET', '/api/webhooks/deliveries?limit=2')).body
    const second = (
      await sender.admin<Page>('GET', `/api/webhooks/deliveries?limit=2&cursor=${String(first.nextCursor)}`)
    ).body
    expect([first, second].map(({ items }) => items.map(({ webhookId }) => webhookId))).toEqual([['c', 'b'], ['a']])
    expect(second.nextCursor).toBeNull()
    expect(await sender.admin('GET', '/api/webhooks/deliveries?cursor=bm9uZQ')).toMatchObject({ status: 422 })
    await workOff(db)
  })
})
