import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testApp } from '../../../../test/app.ts'
import { testDatabase } from '../../../../test/database.ts'
import { givenCompany } from '../../../../test/given-company.ts'
import { givenSender, givenTold, stateOf, told } from '../../../../test/given-webhooks.ts'
import { workOff } from '../../../../test/workers-beside.ts'

const db = await testDatabase()
const app = await testApp(db)
const givenCustomer = () => givenTold(db, app)

type Update = { readonly occurredAt: string; readonly [part: string]: unknown }

const ordersOf = (places: readonly number[]): readonly (readonly number[])[] =>
  places.length < 2
    ? [places]
    : places.flatMap((first) => ordersOf(places.filter((each) => each !== first)).map((rest) => [first, ...rest]))

/** Five updates of one customer that speak of the same things, two of them of the same moment. */
const FIVE = (name: string): readonly Update[] => [
  {
    occurredAt: '2027-03-14T01:00:00Z',
    attributes: { plan: 'bronze', seats: 1 },
    usage: [{ metric: 'logins', date: '2027-03-13', value: 1 }],
    riskSignals: [{ kind: 'silence' }],
  },
  {
    occurredAt: '2027-03-14T02:00:00Z',
    tickets: [{ id: `T ${name}`, subject: 'Slow', status: 'open', priority: 'urgent' }],
  },
  {
    occurredAt: '2027-03-14T03:00:00Z',
    engagementScore: 30,
    attributes: { mood: 3 },
    usage: [{ metric: 'logins', date: '2027-03-13', value: 3 }],
  },
  {
    occurredAt: '2027-03-14T03:00:00Z',
    attributes: { mood: 4 },
    tickets: [{ id: `T ${name}`, status: 'solved', resolvedAt: '2027-03-14T02:30:00Z' }],
  },
  { occurredAt: '2027-03-14T05:00:00Z', engagementScore: 50, attributes: { plan: 'gold' } },
]

describe('updates out of order', () => {
  const part = {
    usage: fc.array(
      fc.record({
        metric: fc.constantFrom('logins', 'Logins', 'exports'),
        date: fc.constantFrom('2027-03-12', '2027-03-13'),
        value: fc.integer({ min: 0, max: 99 }),
      }),
      { maxLength: 3 },
    ),
    tickets: fc.uniqueArray(
      fc.record(
        {
          id: fc.constantFrom('T1', 'T2'),
          subject: fc.constantFrom('Slow', 'Broken'),
          priority: fc.constantFrom('low', 'urgent'),
          status: fc.constantFrom('open', 'closed'),
          satisfaction: fc.integer({ min: 1, max: 5 }),
        },
        { requiredKeys: ['id'] },
      ),
      { maxLength: 2, selector: ({ id }) => id },
    ),
    riskSignals: fc.array(fc.record({ kind: fc.constantFrom('silence', 'budget') }), { maxLength: 2 }),
    engagementScore: fc.integer({ min: 0, max: 100 }),
    attributes: fc.dictionary(fc.constantFrom('plan', 'seats', 'mood'), fc.integer({ min: 0, max: 9 })),
  }
  // Some at the same moment: then the id of the message decides, not which came first.
  const moment = fc.constantFrom('01', '02', '03', '04').map((hour) => `2027-03-14T${hour}:00:00Z`)
  const updates = fc.array(fc.record({ occurredAt: moment, ...part }, { requiredKeys: ['occurredAt'] }), {
    minLength: 5,
    maxLength: 5,
  })

  it('leave the same behind in whatever order they come', async () => {
    await fc.assert(
      fc.asyncProperty(updates, fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), async (five, order) => {
        const states = []
        for (const places of [[0, 1, 2, 3, 4], order]) {
          const { company, sender } = await givenCustomer()
          for (const place of places) {
            await told(sender, five[place] ?? {}, `msg_${String(place)}`)
            await workOff(db)
          }
          states.push(await stateOf(company))
        }
        expect(states[1]).toEqual(states[0])
      }),
      { numRuns: 5 },
    )
  })

  it('leave the same behind in each of the hundred and twenty orders of five', async () => {
    const orders = ordersOf([0, 1, 2, 3, 4])
    expect(orders).toHaveLength(120)
    const company = await givenCompany(db)
    const names = orders.map((order) => `c${order.join('')}`)
    await company.import(
      'customers',
      names.map((name) => ({ externalId: name, name })),
    )
    const sender = await givenSender(db, app, company.id)
    for (const place of [0, 1, 2, 3, 4]) {
      for (const [index, order] of orders.entries()) {
        const which = order[place] ?? 0
        const name = names[index] ?? ''
        await told(sender, { customerId: name, ...FIVE(name)[which] }, `msg_${String(which)}_${name}`)
      }
      await workOff(db)
    }
    const states = await company.query<{ name: string; state: string }>(
      `select c.name, jsonb_build_object('attributes', c.attributes,
         'usage', (select jsonb_agg(jsonb_build_array(u.metric, u.day, u.value) order by u.metric, u.day) from usage_values u where u.customer_id = c.id),
         'tickets', (select jsonb_agg(jsonb_build_array(t.subject, t.priority, t.status, t.open, t.opened_at, t.resolved_at)) from support_tickets t where t.customer_id = c.id),
         'events', (select jsonb_agg(jsonb_build_array(e.kind, e.at, e.data) order by e.at, e.data::text) from events e where e.customer_id = c.id))::text as state
         from customers c order by c.name`,
    )
    expect(states).toHaveLength(120)
    expect(new Set(states.map(({ state }) => state)).size).toBe(1)
    expect(JSON.parse(states[0]?.state ?? '')).toMatchObject({
      attributes: { plan: 'gold', seats: 1, mood: 4, engagementScore: 50 },
      usage: [['logins', '2027-03-13', 3]],
      tickets: [['Slow', 'urgent', 'solved', false, expect.anything(), expect.anything()]],
    })
  })

  it('end with what was said last', async () => {
    const at = (hour: number, more: object): Update => ({ occurredAt: `2027-03-14T0${String(hour)}:00:00Z`, ...more })
    const five = [
      at(1, { attributes: { plan: 'bronze', seats: 1 }, usage: [{ metric: 'logins', date: '2027-03-13', value: 1 }] }),
      at(2, { tickets: [{ id: 'T1', status: 'open', priority: 'urgent' }] }),
      at(3, { engagementScore: 30, usage: [{ metric: 'logins', date: '2027-03-13', value: 3 }] }),
      at(4, { tickets: [{ id: 'T1', status: 'solved', resolvedAt: '2027-03-14T03:30:00Z' }] }),
      at(5, { engagementScore: 50, attributes: { plan: 'gold' } }),
    ]
    const { company, sender } = await givenCustomer()
    for (const update of five.toReversed()) await told(sender, update)
    await workOff(db)
    expect(await stateOf(company)).toMatchObject({
      usage: [{ value: 3 }],
      tickets: [{ priority: 'urgent', status: 'solved', open: false, opened_at: new Date('2027-03-14T02:00:00Z') }],
      attributes: [{ attributes: { region: 'north', plan: 'gold', seats: 1, engagementScore: 50 } }],
    })
  })

  it('are one customer’s by whichever of its names they came, one at a time and together', async () => {
    const { company, sender } = await givenCustomer()
    const at = (hour: number) => ({ occurredAt: `2027-03-14T0${String(hour)}:00:00Z`, attributes: { plan: hour } })
    await told(sender, at(5))
    await workOff(db)
    await told(sender, { ...at(4), customerId: 'Larch Works' })
    await workOff(db)
    expect(await company.query(`select attributes -> 'plan' as plan from customers`)).toEqual([{ plan: 5 }])
    await told(sender, { ...at(7), customerId: 'Larch Works' })
    await told(sender, at(6))
    await workOff(db)
    expect(await company.query(`select attributes -> 'plan' as plan from customers`)).toEqual([{ plan: 7 }])
  })

  it('are nobody else’s whose name is the number that a customer has here', async () => {
    const { company, sender } = await givenCustomer()
    const [larch] = await company.query<{ id: string }>('select id from customers')
    await told(sender, { occurredAt: '2027-03-14T01:00:00Z', attributes: { plan: 'ours' } })
    await told(sender, { customerId: larch?.id, occurredAt: '2027-03-14T02:00:00Z', attributes: { plan: 'stray' } })
    await workOff(db)
    expect(await company.query(`select attributes ->> 'plan' as plan from customers`)).toEqual([{ plan: 'ours' }])
  })
})
