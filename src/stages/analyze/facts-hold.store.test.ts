import fc from 'fast-check'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { givenCompany, type GivenCompany } from '../../../test/given-company.ts'
import { day, isoDay, type Day } from '../../base/day.ts'
import { stretchOf } from '../../spine/among-customers.store.ts'
import { pageOfCustomers } from './customers-to-look-at.store.ts'
import { loadFacts } from './facts.store.ts'
import type { CustomerFacts } from './facts.ts'

const db = await testDatabase()

const CUSTOMERS = 250
const PRODUCTS = 4
// Within them nearly everything that is dated ahead comes, and what was looked back at is left out.
const DAYS_LOOKED_AT = 150

type Row = { readonly [column: string]: unknown }
type AnyRow = fc.Arbitrary<(place: Place) => Row>
type Place = { readonly today: Day; readonly zone: string; readonly products: readonly string[]; readonly nth: string }

/** Days from the day: close around it and ahead, or where a look back of so many days ends. */
const near = (...looksBack: readonly number[]): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.integer({ min: 1, max: DAYS_LOOKED_AT }),
    fc.integer({ min: -60, max: 0 }),
    ...looksBack.map((days) => fc.integer({ min: -3 - days, max: DAYS_LOOKED_AT - days })),
  )

type Moment = { readonly in: number; readonly at: string; readonly own: boolean }

// Midnights of the zone, of summer and of winter, are whole hours in UTC; some moments are midnights of the zone itself.
const momentOn = (days: fc.Arbitrary<number>): fc.Arbitrary<Moment> =>
  fc.record({
    in: days,
    at: fc.constantFrom('00:00', '23:59:59.999999', '04:00', '04:30', '05:00', '12:00', '21:59:59', '22:00', '23:00'),
    own: fc.boolean(),
  })

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const dated = ({ today }: Place, days: number | null): string | null => (days === null ? null : isoDay(today + days))
const timed = ({ today, zone }: Place, moment: Moment | null): string | null =>
  moment === null ? null : `${isoDay(today + moment.in)} ${moment.at} ${moment.own ? zone : 'UTC'}`

const told = <T>(known: fc.Arbitrary<T>, record: (known: T, place: Place) => Row): AnyRow =>
  known.map((each) => (place) => record(each, place))

/** A record of each table that facts are made of. */
const RECORDS: Readonly<{ [table: string]: AnyRow }> = {
  usage_windows: told(near(120), (last, place) => ({
    metric: place.nth,
    last_day: dated(place, last),
    days: Array.from({ length: 84 }, (_, index) => index),
  })),
  usage_features: told(fc.array(near(400), { minLength: 1, maxLength: 2 }), (days, place) => ({
    features: days.map(String),
    last_days: days.map((each) => dated(place, each)),
  })),
  contacts: told(fc.record({ active: fc.boolean(), left: maybe(near(400)) }), ({ active, left }, place) => ({
    role: 'champion',
    active,
    left_on: dated(place, left),
  })),
  engagements: told(
    fc.record({ kind: fc.constantFrom('meeting', 'qbr', 'note'), at: momentOn(near(90)), named: fc.nat(2) }),
    ({ kind, at, named }, place) => ({
      kind,
      two_way: kind !== 'note' && named !== 2,
      at: timed(place, at),
      attendees: named === 0 ? [] : ['Noor', place.nth],
    }),
  ),
  support_tickets: told(
    fc.record({
      open: fc.boolean(),
      opened: momentOn(near(120)),
      replied: maybe(momentOn(near())),
      resolved: maybe(momentOn(near())),
      known: momentOn(near()),
    }),
    ({ open, opened, replied, resolved, known }, place) => ({
      open,
      opened_at: timed(place, opened),
      first_replied_at: timed(place, replied),
      resolved_at: timed(place, resolved),
      known_at: timed(place, known),
    }),
  ),
  contracts: told(
    fc.record({ end: maybe(near(400)), renews: fc.boolean(), notice: maybe(near()) }),
    ({ end, renews, notice }, place) => ({
      end_date: dated(place, end),
      auto_renew: renews,
      notice_given_on: dated(place, notice),
    }),
  ),
  renewals: told(maybe(momentOn(near(400))), (closed, place) => ({
    date: dated(place, 60),
    progress: closed === null ? 'proposed' : 'signed',
    closed_at: timed(place, closed),
  })),
  invoices: told(
    fc.record({
      due: near(365, 730, 730),
      isDue: fc.nat(4),
      issued: maybe(fc.integer({ min: -40, max: 5 })),
      paid: maybe(fc.oneof(fc.integer({ min: -10, max: 40 }), fc.integer({ min: 360, max: 800 }))),
      status: fc.constantFrom('open', 'paid', null),
    }),
    ({ due, isDue, issued, paid, status }, place) => ({
      date: dated(place, issued === null ? null : due + issued),
      due_date: isDue === 0 ? null : dated(place, due),
      paid_at: dated(place, paid === null ? null : due + paid),
      status,
    }),
  ),
  opportunities: told(
    fc.record({
      outcome: fc.constantFrom('open', 'won', 'lost'),
      type: fc.constantFrom('Expansion', 'New Business'),
      opened: maybe(near()),
      closes: maybe(near()),
      known: momentOn(near()),
      product: fc.nat(PRODUCTS - 1),
    }),
    ({ outcome, type, opened, closes, known, product }, place) => ({
      outcome,
      type,
      opened_on: dated(place, opened),
      close_date: dated(place, closes),
      known_at: timed(place, known),
      product_id: place.products[product],
    }),
  ),
  score_overrides: told(
    fc.record({ from: near(90), days: fc.integer({ min: 0, max: 90 }), ended: maybe(momentOn(near())) }),
    ({ from, days, ended }, place) => ({
      figure: 'risk',
      value: 50,
      reason: 'heard',
      by_name: 'Ada',
      from_day: dated(place, from),
      until_day: dated(place, from + days),
      ended_at: timed(place, ended),
    }),
  ),
  pulses: told(near(), (on, place) => ({ colour: 'red', by_name: 'Ada', day: dated(place, on) })),
  events: told(
    fc.record({ severity: fc.constantFrom('high', 'low'), at: momentOn(near(90)) }),
    ({ severity, at }, place) => ({ kind: 'risk-signal', data: { severity }, at: timed(place, at) }),
  ),
}

const FROM_SOURCES = new Set(
  'contacts engagements support_tickets contracts renewals invoices opportunities events'.split(' '),
)

const someOf = (table: string) =>
  fc.record({
    table: fc.constant(table),
    records: fc.array(RECORDS[table] ?? fc.constant(() => ({})), {
      minLength: 1,
      maxLength: table === 'usage_features' ? 1 : 3,
    }),
  })

/** What is known of a customer: few records of few tables, so that no change lies hidden behind an earlier one. */
const anyCustomer = fc
  .shuffledSubarray(Object.keys(RECORDS), { minLength: 1, maxLength: 2 })
  .chain((tables) => fc.tuple(...tables.map(someOf)))

type AnyBook = {
  readonly today: Day
  readonly zone: string
  readonly customers: readonly (readonly { table: string; records: readonly ((place: Place) => Row)[] }[])[]
}

// Clocks go forward and back within the days looked at and within what they look back at. In Havana and on the Azores they go back to midnight,
// so that there are two of them; in Beirut they go forward from it, so that there is none.
const anyBook: fc.Arbitrary<AnyBook> = fc
  .record({
    today: fc.constantFrom(day('2027-02-20'), day('2027-07-10'), day('2027-10-30')),
    zone: fc.constantFrom('Europe/Berlin', 'America/Havana', 'Atlantic/Azores', 'Asia/Beirut'),
    customers: fc.array(anyCustomer, { minLength: CUSTOMERS, maxLength: CUSTOMERS, size: 'max' }),
  })
  .map((book) => ({ ...book, [fc.toStringMethod]: () => `${book.zone} ${isoDay(book.today)}` }))

async function insert(company: GivenCompany, table: string, records: readonly Row[]): Promise<void> {
  const columns = Object.keys(records[0] ?? {}).join(', ')
  await db.owner.query(
    `insert into ${table} (company_id, ${columns}) select $1, ${columns} from jsonb_populate_recordset(null::${table}, $2)`,
    [company.id, JSON.stringify(records)],
  )
}

const names = (count: number, what: string) =>
  Array.from({ length: count }, (_, index) => ({
    externalId: `${what} ${String(index)}`,
    name: `${what} ${String(index)}`,
  }))

/** A company of whose customers this is known. */
async function givenBook({ today, zone, customers }: AnyBook): Promise<GivenCompany> {
  db.clock.set(new Date(`${isoDay(today)}T12:00:00Z`))
  const company = await givenCompany(db, zone)
  await company.import('products', names(PRODUCTS, 'product'))
  await company.import('customers', names(customers.length, 'customer'))
  const products = (await company.query<{ id: string }>('select id from products order by id')).map(({ id }) => id)
  const ids = await company.query<{ id: string }>('select id from customers order by id')
  const records = new Map<string, Row[]>()
  let nth = 0
  for (const [index, { id }] of ids.entries())
    for (const { table, records: told } of customers[index] ?? [])
      for (const recordOf of told) {
        nth += 1
        const known = recordOf({ today, zone, products, nth: `n${String(nth)}` })
        const source = FROM_SOURCES.has(table) ? { external_id: `n${String(nth)}` } : {}
        records.set(table, [...(records.get(table) ?? []), { customer_id: id, ...source, ...known }])
      }
  for (const [table, all] of records) await insert(company, table, all)
  return company
}

const BOOK = {
  features: 9,
  products: PRODUCTS,
  ticketsKnown: true,
  conversion: { reporting: 'USD', rates: new Map<string, number>() },
}

/** What is known on a day, of each customer, and until when that holds. */
const knownOn = (company: GivenCompany, { today, zone }: { today: Day; zone: string }) =>
  db.database.withCompany(company.id, async (tx) => {
    const customers = stretchOf(await pageOfCustomers(tx, { after: null, limit: CUSTOMERS }))
    const knowledge = { day: today, timeZone: zone, mode: 'now' as const }
    const known = [...(await loadFacts(tx, { customers, knowledge, book: BOOK }))]
    return known.map(({ facts, today: { changesOn } }) => ({ facts, changesOn }))
  })

type Held = { readonly facts: CustomerFacts; readonly says: Day; changed: Day; becomes: CustomerFacts | null }

/** What was known on the day, the day that it was said to change on, and the day that it did. */
async function lived({ customers, ...seen }: AnyBook): Promise<Held[]> {
  const company = await givenBook({ customers, ...seen })
  const held = (await knownOn(company, seen)).map(({ facts, changesOn }): Held => ({
    facts,
    says: changesOn,
    changed: Infinity,
    becomes: null,
  }))
  for (let today = seen.today + 1; today <= seen.today + DAYS_LOOKED_AT; today += 1) {
    const later = await knownOn(company, { ...seen, today })
    for (const [index, each] of held.entries()) {
      const facts = later[index]?.facts
      if (each.changed !== Infinity || facts === undefined || isDeepStrictEqual(facts, each.facts)) continue
      Object.assign(each, { changed: today, becomes: facts })
    }
  }
  return held
}

/** What of some facts is something else in others. */
const differing = ({ facts, becomes }: Held) =>
  Object.entries(facts).filter(([key, value]) => !isDeepStrictEqual(value, becomes?.[key as keyof CustomerFacts]))

describe('the facts of a customer of whom nothing new is heard', () => {
  it('hold until the day that they say, and mostly change on it', async () => {
    await fc.assert(
      fc.asyncProperty(anyBook, async (book) => {
        const held = await lived(book)
        const late = held.filter(({ says, changed }) => changed < says)
        expect(late.map((each) => [each.says - book.today, each.changed - book.today, differing(each)])).toEqual([])
        expect(held.filter(({ changed }) => changed < Infinity).length / CUSTOMERS).toBeGreaterThan(0.5)
        // The same people may meet again, and an override may be ended before it begins: days that are too early, but they are few.
        const early = held.filter(({ says, changed }) => says < Math.min(changed, book.today + DAYS_LOOKED_AT))
        expect(early.length / CUSTOMERS).toBeLessThan(0.15)
        const everyDay = early.filter(({ says }) => says === book.today + 1)
        expect(everyDay.length / CUSTOMERS).toBeLessThan(0.05)
      }),
      { numRuns: 1, endOnFailure: true },
    )
  })
})
