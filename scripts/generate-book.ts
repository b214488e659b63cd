// Fills a company with a made-up book of customers, straight into the tables, for benchmarks and for tests of the cycle:
//   node scripts/generate-book.ts --customers 100000 --company "Big Book" [--today 2027-03-15]   (DATABASE_URL: the application's)
// The same number of customers gives the same book: what looks like chance comes from the customer's number.

import { parseArgs } from 'node:util'
import { day, dayIn, isoDay, type Day } from '../src/base/day.ts'
import { openDatabase, type Database, type Tx } from '../src/platform/postgres.ts'
import { ensureDefinitions } from '../src/spine/definition.store.ts'

export type BookRequest = { readonly companyId: string; readonly customers: number; readonly today: Day }

/** A number from 0 to 1 that belongs to customer `n` and to what it is used for. */
const chance = (use: number): string => `((hashint8extended(n, ${String(use)}) & 65535) / 65536.0)`

/** An id from 32 hexadecimal digits, with the digits in it that say what kind of id it is (RFC 9562: a version of one's own). */
const asId = (digits: string): string => `overlay(overlay(${digits} placing '8' from 13) placing 'a' from 17)::uuid`

const CUSTOMER = asId(`('0190' || lpad(to_hex(n), 8, '0') || substr(md5('customer ' || n), 1, 20))`)
const idOf = (kind: string, number = '0'): string => asId(`md5('${kind} ' || n || ' ' || ${number})`)
const owner = (number: string): string => asId(`md5('owner ' || ${number})`)

const CUSTOMERS_PER_OWNER = 150

/** Makes the customers and all that is known of them in one transaction. The company must exist and be empty. */
export async function generateBook(database: Database, { companyId, customers, today }: BookRequest): Promise<void> {
  const parameters = [companyId, customers, isoDay(today)]
  await database.withCompany(companyId, async (tx) => {
    for (const statement of STATEMENTS)
      await tx.run(
        `with given as (select $1::uuid as company, $2::int as customers, $3::date as today) ${statement}`,
        parameters,
      )
    await openSome(tx, isoDay(today))
  })
}

const EACH = `from given, generate_series(1, given.customers) n`

const STATEMENTS = [
  `insert into users (company_id, id, external_id, name, name_key, role)
   select company, ${owner('n')}, 'owner-' || n, 'Owner ' || n, 'owner ' || n, 'csm'
   from given, generate_series(1, 1 + given.customers / ${String(CUSTOMERS_PER_OWNER)}) n`,

  `insert into customers (company_id, id, external_id, name, name_key, segment, touch, arr, currency, account_plan, owner_id,
                          licensed_users, renewal_date, customer_since, status, lifecycle_stage)
   select company, ${CUSTOMER}, 'c-' || n, 'Customer ' || n, 'customer ' || n,
          (array['enterprise', 'mid-market', 'small'])[1 + floor(3 * ${chance(1)})],
          case when ${chance(2)} < 0.1 then 'digital' else (array['high', 'mid', 'low'])[1 + floor(3 * ${chance(3)})] end,
          round((4000 * exp(4 * ${chance(4)}))::numeric, 2), 'USD',
          (array['invest', 'expand', 'manage', 'monitor'])[1 + floor(4 * ${chance(5)})],
          case when ${chance(6)} < 0.02 then null
               else ${owner(`(1 + n % (1 + given.customers / ${String(CUSTOMERS_PER_OWNER)}))`)} end,
          20 + floor(180 * ${chance(7)})::int, today - 20 + floor(500 * ${chance(8)})::int, today - 400 - floor(900 * ${chance(9)})::int,
          case when ${chance(10)} < 0.03 then 'churned' else 'active' end, 'mature'
   ${EACH}`,

  `insert into facts_versions (company_id, customer_id) select company, ${CUSTOMER} ${EACH}`,

  // Quiet weekends, some noise, and one customer in five on the way down.
  `insert into usage_windows (company_id, customer_id, metric, last_day, days)
   select company, ${CUSTOMER}, 'active_users', today - 1,
          (select array_agg(round(((10 + 120 * ${chance(11)})
                    * (case when extract(isodow from today - 84 + d) > 5 then 0.25 else 1 end)
                    * (1 - (case when ${chance(12)} < 0.2 then 0.5 * ${chance(13)} * greatest(0, d - 28) / 56.0 else 0 end))
                    + 4 * ((hashint8extended(n * 100 + d, 14) & 255) / 256.0))::numeric)::float8 order by d)
             from generate_series(0, 83) d)
   ${EACH}`,

  `insert into contacts (company_id, id, external_id, customer_id, name, role, active, left_on)
   select company, ${idOf('contact', 'k')}, 'p-' || n || '-' || k, ${CUSTOMER}, 'Person ' || k, (array['champion', 'economic-buyer', 'primary'])[k],
          not gone, case when gone then today - 1 - floor(200 * ${chance(15)})::int end
   from (select *, k = 1 and ${chance(16)} < 0.1 as gone ${EACH}, generate_series(1, 3) k) each`,

  `insert into contracts (company_id, id, external_id, customer_id, start_date, end_date, term_months, value, currency, auto_renew, notice_days)
   select company, ${idOf('contract')}, 'k-' || n, ${CUSTOMER}, ends - 365, ends, 12, round((4000 * exp(4 * ${chance(4)}))::numeric, 2), 'USD',
          ${chance(17)} < 0.4, 60
   from (select *, today - 20 + floor(500 * ${chance(8)})::int as ends ${EACH}) each`,

  `insert into support_tickets (company_id, id, external_id, customer_id, subject, priority, open, status, opened_at, first_replied_at, resolved_at, sentiment)
   select company, ${idOf('ticket', 'k')}, 't-' || n || '-' || k, ${CUSTOMER}, 'Question ' || k,
          (array['low', 'normal', 'normal', 'high', 'urgent'])[1 + floor(5 * ${chance(18)})::int % 5],
          open, case when open then 'open' else 'solved' end, opened, opened + interval '3 hours', case when not open then opened + interval '2 days' end,
          round((1 - 2 * ${chance(21)})::numeric, 2)
   from (select *, k = 1 and ${chance(19)} < 0.3 as open,
                (today - (k * 20 + floor(15 * ${chance(20)})::int))::timestamptz + interval '10 hours' as opened
         ${EACH}, generate_series(1, 4) k) each`,

  `insert into engagements (company_id, id, external_id, customer_id, kind, at, attendees, two_way)
   select company, ${idOf('engagement')}, 'e-' || n, ${CUSTOMER}, case when ${chance(22)} < 0.5 then 'qbr' else 'meeting' end,
          (today - 1 - floor(120 * ${chance(23)})::int)::timestamptz + interval '14 hours', array['Person 1', 'Person 2'], true
   ${EACH}`,
]

/** A third of the customers has a health check going on, half of these begun. */
async function openSome(tx: Tx, today: string): Promise<void> {
  const used = (await ensureDefinitions(tx, ['health-check'])).get('health-check')
  if (!used) throw new Error('There is no definition of a health check')
  await tx.run(
    `insert into workflow_executions (company_id, id, customer_id, workflow_id, workflow_version, family, trigger, rule, because, status,
                                      assigned_to, assigned_because, opened_on, due_at, total_steps, started_at)
     select company_id, ${asId(`md5('execution ' || external_id)`)}, id, 'health-check', $2, 'cadence', 'cadence', 'cadence.contact', '[]',
            case when n % 6 = 0 then 'in_progress' else 'pending' end, owner_id, 'owner', $1::date - 5, $1::date + 10, $3,
            case when n % 6 = 0 then $1::timestamptz end
       from (select *, substr(external_id, 3)::int as n from customers where external_id like 'c-%' and status = 'active') generated
      where n % 3 = 0`,
    [today, used.version, used.stepIds.length],
  )
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      customers: { type: 'string', default: '1000' },
      company: { type: 'string', default: 'Generated' },
      today: { type: 'string' },
    },
  })
  const database = await openDatabase({ url: process.env['DATABASE_URL'] ?? '', applicationName: 'generate book' })
  try {
    const company = await database.platform((tx) =>
      tx.row<{ id: string }>(`insert into companies (name, time_zone) values ($1, 'UTC') returning id`, [
        values.company,
      ]),
    )
    if (!company) throw new Error('The company could not be made')
    const today = values.today ? day(values.today) : dayIn('UTC', new Date())
    await generateBook(database, { companyId: company.id, customers: Number(values.customers), today })
    process.stdout.write(`${company.id}\n`)
  } finally {
    await database.close()
  }
}

if (import.meta.main) await main()
