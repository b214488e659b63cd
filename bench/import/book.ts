import { join } from 'node:path'
import { systemActor } from '../../src/base/actor.ts'
import { systemClock } from '../../src/base/clock.ts'
import { dayIn, isoDay, type Day } from '../../src/base/day.ts'
import { intoUsageMonths } from '../../scripts/usage-months.ts'
import { ticketSignals } from '../../src/stages/analyze/sentiment.ts'
import { runImport } from '../../src/stages/ingest/import/import.job.ts'
import { COMPANY, settle, withDatabase } from '../company.ts'
import type { Scratch } from '../scratch.ts'
import { knownOpportunityLines, writeLines } from './files.ts'

export const today = (): Day => dayIn('UTC', systemClock.now())

// Owners and products as the files name them; customers with the 84 days up to yesterday of one metric, packed, and the
// month of yesterday as it came in: what is older is touched by nobody.
const STATEMENTS = [
  `insert into companies (id, name, time_zone) select company, 'Bench', 'UTC' from given`,
  `insert into users (company_id, external_id, name, name_key, role, email)
   select company, 'owner-' || n, 'Owner ' || n, 'owner ' || n, 'csm', 'owner' || n || '@bench.example' from given, generate_series(1, 20) n`,
  `insert into products (company_id, external_id, name, name_key)
   select company, 'product-' || n, 'Product ' || n, 'product' || n from given, generate_series(1, 5) n`,
  `insert into customers (company_id, external_id, name, name_key, arr, currency, customer_since)
   select company, 'c-' || n, 'Customer ' || n, 'customer ' || n, 1000 + n, 'USD', today - 400 from given, generate_series(1, given.customers) n`,
  `insert into facts_versions (company_id, customer_id) select company_id, id from customers, given`,
  `insert into usage_windows (company_id, customer_id, metric, last_day, days)
   select company_id, id, 'active_users', today - 1, array(select (10 + (hashtext(external_id) & 63) + d % 7)::float8 from generate_series(0, 83) d)
     from customers, given`,
  intoUsageMonths(`select company_id, customer_id, metric, '' as feature, day, days[84 - (last_day - day)] as value
                     from usage_windows cross join lateral
                          (select d::date as day from generate_series(date_trunc('month', last_day), last_day, interval '1 day') d) month`),
]

export type Records = { readonly database: string; readonly rows: number }

/** A company with as many customers as there are rows, and those opportunities that the file of opportunities names again. */
export async function makeRecords(scratch: Scratch, { database: name, rows }: Records): Promise<void> {
  await scratch.create(name)
  await scratch.asAdmin(name, async (client) => {
    const given = [COMPANY, rows, isoDay(today())]
    for (const statement of STATEMENTS)
      await client.query(
        `with given as (select $1::uuid as company, $2::int as customers, $3::date as today) ${statement}`,
        given,
      )
  })
  await settle(scratch, name)
  const file = join(scratch.folder, 'known.csv')
  await writeLines(file, knownOpportunityLines({ rows, customers: rows, today: today() }))
  await withDatabase(scratch, name, (database) =>
    runImport(
      { database, clock: systemClock, readTicket: ticketSignals },
      { companyId: COMPANY, actor: systemActor('bench'), kind: 'opportunities', input: { path: file, raw: false } },
    ),
  )
  await settle(scratch, name)
}
