import { beforeAll, describe, expect, it } from 'vitest'
import { intoUsageMonths } from '../../../scripts/usage-months.ts'
import { testDatabase } from '../../../test/database.ts'
import { givenCompany, type GivenCompany } from '../../../test/given-company.ts'
import { countingReads } from '../../../test/rows-read.ts'
import { day } from '../../base/day.ts'
import { loadBook } from './book.store.ts'
import { loadFacts } from './facts.store.ts'
import { pageOfCustomers } from './customers-to-look-at.store.ts'
import type { Knowledge } from './known.store.ts'

const db = await testDatabase()
const TODAY = day('2027-03-15')

let company: GivenCompany

beforeAll(async () => {
  db.clock.set(new Date('2027-03-15T09:00:00Z'))
  company = await givenCompany(db)
  await company.import('customers', [{ externalId: 'old', name: 'old', arr: 90_000, customerSince: '2015-01-01' }])
  const [old] = await company.query<{ id: string }>(`select id from customers where external_id = 'old'`)
  const of = [company.id, old?.id]
  const historyOf = (count: number, sql: string) => db.owner.query(sql.replaceAll('$n', String(count)), of)
  // Twelve years of everything; the newest of each is of today.
  await historyOf(
    100_000,
    `insert into support_tickets (company_id, customer_id, external_id, opened_at, resolved_at, open, status, known_at)
     select $1, $2, n, timestamptz '2027-03-15 08:00Z' - n * interval '1 hour', timestamptz '2027-03-15 08:00Z' - (n - 1) * interval '1 hour',
            false, 'closed', timestamptz '2027-03-15 08:00Z' - n * interval '1 hour' from generate_series(1, $n) n`,
  )
  await historyOf(
    25_000,
    intoUsageMonths(
      `select $1::uuid as company_id, $2::uuid as customer_id, metric, date '2027-03-15' - n as day, feature, 10::float8 as value from generate_series(0, $n / 5) n,
              unnest(array['active_users', 'logins', 'key_actions', 'exports', 'imports'], array['', '', '', 'export', 'import']) k(metric, feature)`,
    ),
  )
  await historyOf(
    30_000,
    `insert into engagements (company_id, customer_id, external_id, kind, at, attendees, two_way)
     select $1, $2, n, 'email', timestamptz '2027-03-15 08:00Z' - n * interval '3 hours', array['Noor'], n % 2 = 0 from generate_series(1, $n) n`,
  )
  await historyOf(
    30_000,
    `insert into events (company_id, customer_id, external_id, kind, at, data)
     select $1, $2, n, 'risk-signal', timestamptz '2027-03-15 08:00Z' - n * interval '3 hours', '{"kind":"other"}' from generate_series(1, $n) n`,
  )
  await historyOf(
    20_000,
    `insert into contacts (company_id, customer_id, external_id, name, role, active, left_on)
     select $1, $2, n, n, case when n > 3 then 'user' else 'champion' end, n < 3, case when n >= 3 then date '2020-01-01' end from generate_series(1, $n) n`,
  )
  await historyOf(
    20_000,
    `insert into record_versions (company_id, kind, record_id, known_at, superseded_at, record)
     select $1, 'support_tickets', t.id, t.known_at, t.known_at, to_jsonb(t) from support_tickets t where t.customer_id = $2 limit $n`,
  )
  await db.owner.query('analyze')
})

async function rowsReadBy(mode: Knowledge['mode'], on = TODAY) {
  const read = new Map<string, number>()
  const facts = await db.database.withCompany(company.id, async (tx) => {
    const knowledge = { day: on, timeZone: 'UTC', mode }
    const book = await loadBook(tx, { currency: 'USD', knowledge })
    const ids = await pageOfCustomers(tx, { after: null, limit: 10 })
    return [...(await loadFacts(countingReads(tx, read), { customers: ids, knowledge, book }))].map(
      ({ facts }) => facts,
    )
  })
  return { read, facts: facts[0] }
}

describe('a customer with twelve years behind it', () => {
  it('is read only as far back as a rule looks, on every table', async () => {
    const { read, facts } = await rowsReadBy('now')
    // 120 days of a ticket an hour; the rest of 100,000 is not touched.
    expect(facts?.tickets.length).toBeGreaterThan(2800)
    expect(read.size).toBeGreaterThan(12)
    for (const [table, rows] of read) expect([table, rows < 3000]).toEqual([table, true])
    expect(read.has('usage_metrics')).toBe(false)
  })

  it('has its mere users left out, thousands of them', async () => {
    const { read, facts } = await rowsReadBy('now')
    expect(facts?.contacts.map(({ active }) => active)).toEqual([true, true])
    expect(read.get('contacts')).toBe(3)
  })

  it('is seen from a past day without a look at versions that are no answer', async () => {
    const { read, facts } = await rowsReadBy('then', TODAY - 5)
    expect(facts?.tickets.length).toBeGreaterThan(2800)
    // At most those of the tickets that were written to since.
    expect(read.get('record_versions')).toBeLessThan(300)
    expect(read.get('usage_metrics')).toBeLessThan(1000)
    expect(read.get('engagements')).toBeLessThan(3000)
  })
})
