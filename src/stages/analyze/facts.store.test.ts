import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { at, elmOn } from '../../../test/given-elm.ts'
import { givenCompany, ticketRow } from '../../../test/given-company.ts'
import { knownOf } from '../../../test/known-facts.ts'
import { day, isoDay, type Day } from '../../base/day.ts'
import { pageOfCustomers } from './customers-to-look-at.store.ts'

const db = await testDatabase()
const TODAY = day('2027-03-15')
const { company, has, elm, insert } = elmOn(db, TODAY)

describe('a page of customers', () => {
  it('is in the order of ids, without the archived and without another company’s', async () => {
    const other = await givenCompany(db)
    await other.import('customers', [{ externalId: 'theirs', name: 'Theirs' }])
    await company().import(
      'customers',
      ['ash', 'fir', 'oak'].map((externalId) => ({ externalId, name: externalId })),
    )
    await company().query(`update customers set archived_at = app.now() where external_id = 'fir' returning id`)
    const { customers } = await knownOf(db, company())
    expect([...customers.keys()].sort()).toEqual(['ash', 'elm', 'oak'])
    const ids = [...customers.values()].map(({ customerId }) => customerId)
    expect(ids).toEqual([...ids].sort())
    const next = await db.database.withCompany(company().id, (tx) =>
      pageOfCustomers(tx, { after: ids[0] ?? null, limit: 1 }),
    )
    expect(next).toEqual([ids[1]])
  })

  it('says nothing where nothing is known, rather than zero', async () => {
    expect(await elm()).toMatchObject({
      usage: [],
      features: null,
      contacts: [],
      engagement: { lastTwoWayOn: null, lastQbrOn: null, threads: null },
      tickets: [],
      ticketsKnown: false,
      invoices: { paid: null, oldestOverdueSince: null, newestOn: null },
      products: null,
      openExpansion: null,
      pulse: null,
      licensedUsers: null,
      touch: null,
    })
  })
})

describe('amounts', () => {
  beforeEach(async () => {
    await company().import('customers', [{ externalId: 'elm', name: 'Elm', arr: 1000, currency: 'EUR' }])
    await has('contracts', { externalId: 'k', value: 500, startDate: '2026-06-01', endDate: '2027-06-01' })
    await has('renewals', { externalId: 'r', date: '2027-06-01', arrAtStake: 400, currency: 'CHF' })
  })
  const amounts = async (on = TODAY) => {
    const { arr, contracts, renewals } = await elm({ on })
    return [arr, contracts[0]?.value, renewals[0]?.arrAtStake]
  }

  it('without a rate are unknown, and not taken as they are', async () => {
    expect(await amounts()).toEqual([null, null, null])
  })

  it('are converted by the newest rate up to the day; a contract without currency has its customer’s', async () => {
    await company().import('rates', [
      { currency: 'EUR', day: isoDay(TODAY - 9), rate: 1.1 },
      { currency: 'EUR', day: isoDay(TODAY - 1), rate: 1.2 },
      { currency: 'EUR', day: isoDay(TODAY + 1), rate: 9 },
    ])
    expect(await amounts()).toEqual([1200, 600, null])
    expect(await amounts(TODAY - 5)).toEqual([1100, 550, null])
    expect(await amounts(TODAY - 10)).toEqual([null, null, null])
  })
})

describe('people and talks', () => {
  it('count who took part, and no addressees of mail', async () => {
    const outbound = { kind: 'email', direction: 'outbound', attendees: 'Ann;Bea;Cid;Dee' }
    await has(
      'engagements',
      { externalId: '1', at: at(TODAY - 3), ...outbound },
      { externalId: '2', at: at(TODAY - 5), kind: 'meeting', attendees: 'Ann;ann;Bea' },
      { externalId: '3', at: at(TODAY - 91), kind: 'meeting', attendees: 'Eve' },
    )
    expect((await elm()).engagement).toEqual({ lastTwoWayOn: TODAY - 5, lastQbrOn: null, threads: 2 })
  })

  it('leave threads unknown where nobody writes down who was there, and none where that was long ago', async () => {
    await has('engagements', { externalId: '1', at: at(TODAY - 5), kind: 'call' })
    expect((await elm()).engagement.threads).toBeNull()
    company().at(at(TODAY + 120))
    await has('engagements', { externalId: '2', at: at(TODAY + 6), kind: 'qbr', attendees: 'Ann' })
    expect((await elm()).engagement).toEqual({ lastTwoWayOn: TODAY + 6, lastQbrOn: TODAY + 6, threads: 0 })
  })

  it('belong to the day of the company’s zone', async () => {
    await has('engagements', { externalId: '1', at: at(TODAY - 1, '23:30'), kind: 'meeting' })
    const dayIn = async (timeZone: string) => (await elm({ timeZone })).engagement.lastTwoWayOn
    expect([await dayIn('UTC'), await dayIn('Asia/Tokyo'), await dayIn('America/Lima')]).toEqual([
      TODAY - 1,
      TODAY,
      TODAY - 1,
    ])
  })

  it('belong to the later day after the first of two midnights', async () => {
    const [summer, winter] = [day('2027-11-06'), day('2027-11-07')]
    await has('engagements', { externalId: '1', at: at(winter, '04:30'), kind: 'meeting' })
    const dayOn = async (on: Day) => (await elm({ on, timeZone: 'America/Havana' })).engagement.lastTwoWayOn
    expect([await dayOn(summer), await dayOn(winter)]).toEqual([null, winter])
  })

  it('hold a contact for present until the day that he left', async () => {
    await has('contacts', { externalId: 'p', name: 'Noor', role: 'champion', active: false, leftOn: isoDay(TODAY - 3) })
    expect((await elm()).contacts).toEqual([{ role: 'champion', active: false, leftOn: TODAY - 3 }])
    const before = await elm({ on: TODAY - 4, mode: 'back-filled' })
    expect(before.contacts).toEqual([{ role: 'champion', active: true, leftOn: null }])
  })
})

describe('tickets', () => {
  it('are open until they are resolved, as the day sees it', async () => {
    await company().import('tickets', [
      ticketRow('a', 'elm', {
        createdAt: at(TODAY - 9),
        resolvedAt: at(TODAY - 2),
        status: 'closed',
        priority: 'urgent',
      }),
      ticketRow('b', 'elm', { createdAt: at(TODAY - 8), firstRepliedAt: at(TODAY - 8, '16:30') }),
    ])
    expect((await elm()).tickets).toMatchObject([
      { openedOn: TODAY - 9, closedOn: TODAY - 2, priority: 'urgent', resolutionHours: 168 },
      { openedOn: TODAY - 8, closedOn: null, firstReplyHours: 6.5, resolutionHours: null },
    ])
    const before = await elm({ on: TODAY - 3, mode: 'back-filled' })
    expect(before.tickets[0]).toMatchObject({ closedOn: null, resolutionHours: null })
  })

  it('make all customers known to be quiet only while somebody’s come in', async () => {
    const quiet = async (on = TODAY) => (await knownOf(db, company(), { on })).book.ticketsKnown
    expect(await quiet()).toBe(false)
    await company().import('customers', [{ externalId: 'oak', name: 'Oak' }])
    await company().import('tickets', [ticketRow('a', 'oak', { createdAt: at(TODAY - 9) })])
    expect([await quiet(), await quiet(TODAY - 10), await quiet(TODAY + 401)]).toEqual([true, false, false])
    expect((await elm()).ticketsKnown).toBe(true)
  })

  it('of nobody make nobody quiet', async () => {
    await insert(
      `insert into support_tickets (company_id, external_id, customer_ref, opened_at) values ($1, 't', 'no such customer', $2)`,
      at(TODAY - 1),
    )
    expect((await elm()).ticketsKnown).toBe(false)
  })

  it('carry what their text was found to say', async () => {
    await company().import('tickets', [ticketRow('a', 'elm', { createdAt: at(TODAY - 1) })])
    const [ticket] = await company().query<{ id: string }>('select id from support_tickets')
    await company().query(`update support_tickets set sentiment = -0.456, leaving = true where id = $1 returning 1`, [
      ticket?.id,
    ])
    expect((await elm()).tickets).toMatchObject([{ sentiment: -0.46, leaving: true }])
  })
})

describe('features in use', () => {
  const used = (feature: string, on: Day, value = 3) => ({ date: isoDay(on), metric: 'key_actions', feature, value })

  it('are counted to the last day of use, with what a source says of tomorrow as of today', async () => {
    await has(
      'usage',
      used('export', TODAY - 4),
      used('export', TODAY + 1),
      used('sync', TODAY - 60),
      used('idle', TODAY, 0),
    )
    expect((await elm()).features).toEqual({ lastUsedOn: [TODAY - 60, TODAY], known: 2 })
  })

  it('are the same seen from now and from then', async () => {
    await has('usage', used('export', TODAY - 4), used('idle', TODAY, 0), used('old', TODAY - 401))
    const now = await elm()
    expect(now.features).toEqual({ lastUsedOn: [TODAY - 4], known: 1 })
    expect((await elm({ mode: 'then' })).features).toEqual(now.features)
  })
})

describe('usage', () => {
  it('of tomorrow is left out of today', async () => {
    const value = (on: Day, count: number) => ({ date: isoDay(on), metric: 'logins', value: count })
    await has('usage', value(TODAY - 1, 5), value(TODAY, 6), value(TODAY + 1, 7))
    const [window] = (await elm()).usage
    expect([window?.lastDay, window?.days.at(-1), window?.days.at(-2)]).toEqual([TODAY, 6, 5])
  })

  it('was believed as it was until it was corrected', async () => {
    const value = (count: number) => ({ date: isoDay(TODAY - 2), metric: 'logins', value: count })
    await has('usage', value(5))
    company().at(at(TODAY + 1))
    await has('usage', value(50))
    company().at(at(TODAY + 2))
    await has('usage', value(500))
    const believedOn = async (on: Day) => (await elm({ on, mode: 'then' })).usage[0]?.days.at(-1)
    expect([await believedOn(TODAY), await believedOn(TODAY + 1), await believedOn(TODAY + 2)]).toEqual([5, 50, 500])
    expect((await elm()).usage[0]?.days.at(-1)).toBe(500)
  })
})

describe('a past day', () => {
  it('sees a record once, also when a later word dates itself before an earlier one', async () => {
    const told = (arr: number, known: object = {}) =>
      company().import('customers', [{ externalId: 'elm', name: 'Elm', arr, ...known }])
    company().at(at(TODAY + 5))
    await told(2000)
    // Heard on the tenth day, but of the second: it takes the place of what was heard between, and reaches back no further than that.
    company().at(at(TODAY + 10))
    await told(3000, { updatedAt: at(TODAY + 2) })
    const arrOn = async (on: Day) => (await elm({ on, mode: 'then' })).arr
    expect([await arrOn(TODAY), await arrOn(TODAY + 3), await arrOn(TODAY + 7)]).toEqual([1000, 1000, 3000])
  })

  it('before a customer was heard of knows nothing of it, except when weeks are filled in', async () => {
    const seen = async (mode: 'then' | 'back-filled') =>
      (await knownOf(db, company(), { on: TODAY - 7, mode })).customers.size
    expect([await seen('then'), await seen('back-filled')]).toEqual([0, 1])
  })

  it('is filled in with the earliest that was ever known', async () => {
    company().at(at(TODAY + 5))
    await company().import('customers', [{ externalId: 'elm', name: 'Elm', arr: 2000 }])
    const arrOn = async (on: Day) => (await elm({ on, mode: 'back-filled' })).arr
    expect([await arrOn(TODAY - 30), await arrOn(TODAY + 4), await arrOn(TODAY + 5)]).toEqual([1000, 1000, 2000])
  })

  it('still has the expansion that was won since, and the invoice that was not yet paid', async () => {
    const deal = { externalId: 'o', name: 'o', type: 'Expansion' }
    const invoice = { externalId: 'i', date: isoDay(TODAY - 30), dueDate: isoDay(TODAY - 1), amount: 9 }
    await has('opportunities', { ...deal, stage: 'Proposal' })
    await has('invoices', { ...invoice, status: 'open' })
    company().at(at(TODAY + 5))
    await has('opportunities', { ...deal, stage: 'Closed Won', closeDate: isoDay(TODAY + 5) })
    await has('invoices', { ...invoice, status: 'paid' })
    const then = await elm({ on: TODAY + 2, mode: 'then' })
    expect([then.openExpansion, then.invoices.oldestOverdueSince]).toEqual([{ on: TODAY }, TODAY - 1])
    const now = await elm()
    expect([now.openExpansion, now.invoices.oldestOverdueSince]).toEqual([null, null])
  })
})
