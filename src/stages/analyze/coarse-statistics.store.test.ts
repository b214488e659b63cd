import { beforeAll, describe, expect, it } from 'vitest'
import { intoUsageMonths } from '../../../scripts/usage-months.ts'
import { testDatabase } from '../../../test/database.ts'
import { givenCompany, type GivenCompany } from '../../../test/given-company.ts'
import { countingReads } from '../../../test/rows-read.ts'
import { day, isoDay } from '../../base/day.ts'
import type { Tx } from '../../platform/postgres.ts'
import { stretchOf } from '../../spine/among-customers.store.ts'
import { loadBook } from './book.store.ts'
import { nextCustomers, pageOfCustomers, type Look } from './customers-to-look-at.store.ts'
import { loadFacts } from './facts.store.ts'

const db = await testDatabase()
const TODAY = day('2027-03-15')
const BOOK = 4000
const PAGE = 400

let company: GivenCompany
let middle: string | null = null

// A page lies between two marks of the statistics, as it does among a million customers with the usual ones.
beforeAll(async () => {
  company = await givenCompany(db)
  await company.query(
    `insert into customers (company_id, external_id, name, name_key)
     select app.company_id(), 'c' || n, 'c' || n, 'c' || n from generate_series(1, ${String(BOOK)}) n`,
  )
  await company.query('insert into facts_versions (company_id, customer_id) select company_id, id from customers')
  await company.query(
    `insert into customer_standings (company_id, customer_id, as_of, run_id, facts_version, health, risk, opportunity, coverage, holds_until)
     select company_id, id, $1::date - 1, id, 1, 50, 50, 0, 1, $1::date + 3 from customers`,
    [isoDay(TODAY)],
  )
  await company.query(
    `insert into support_tickets (company_id, customer_id, external_id, opened_at, open, status)
     select company_id, id, external_id, $1::date, true, 'open' from customers`,
    [isoDay(TODAY - 3)],
  )
  await company.query(
    intoUsageMonths(
      `select company_id, id as customer_id, 'logins' as metric, '' as feature, $1::date - n as day, 5::float8 as value
         from customers, generate_series(0, 9) n`,
    ),
    [isoDay(TODAY)],
  )
  await company.query(
    `insert into usage_corrections (company_id, customer_id, metric, day, feature, source, external_id, superseded_at, value)
     select company_id, id, 'logins', $1::date - n, '', 'import', '', $1::date + 2, 4 from customers, generate_series(0, 4) n`,
    [isoDay(TODAY)],
  )
  const [half] = await company.query<{ id: string }>(
    `select id from customers order by id offset ${String(BOOK / 2)} limit 1`,
  )
  middle = half?.id ?? null
  await db.owner.query('set default_statistics_target = 1; analyze; reset default_statistics_target')
})

/** How many rows of each table some work takes into its hands, where any. */
async function rowsRead(work: (tx: Tx) => Promise<unknown>): Promise<Record<string, number>> {
  const read = new Map<string, number>()
  await db.database.withCompany(company.id, (tx) => work(countingReads(tx, read)))
  return Object.fromEntries([...read].filter(([, rows]) => rows > 0))
}

describe('in a book of which the server has only a coarse idea', () => {
  it('whom a run looks at is found in one way through what is kept of a stretch', async () => {
    const look: Look = { at: 'due', on: TODAY, peopleMoved: false, oneIn: 4 }
    const read = await rowsRead((tx) => nextCustomers(tx, { after: middle, limit: PAGE / 4, look }))
    expect(read).toEqual({ customers: 2 * PAGE, customer_standings: PAGE, facts_versions: PAGE })
  })

  it.each(['now', 'then'] as const)('what is known of a page %s is read once', async (mode) => {
    const knowledge = { day: TODAY, timeZone: 'UTC', mode }
    const [ids, book] = await db.database.withCompany(company.id, async (tx) => [
      await pageOfCustomers(tx, { after: middle, limit: PAGE }),
      await loadBook(tx, { currency: 'USD', knowledge }),
    ])
    const read = await rowsRead((tx) => loadFacts(tx, { customers: stretchOf(ids), knowledge, book }))
    expect(Object.keys(read)).toEqual(expect.arrayContaining(['customers', 'facts_versions', 'support_tickets']))
    // Five corrections of each customer are the most that there is.
    for (const [name, rows] of Object.entries(read)) expect([name, rows <= 5 * PAGE]).toEqual([name, true])
  })
})
