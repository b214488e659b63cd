import type pg from 'pg'
import { day, isoDay, type Day } from '../../src/base/day.ts'
import { intoUsageMonths } from '../../scripts/usage-months.ts'
import type { Tx } from '../../src/platform/postgres.ts'
import { makeCompany, runDay, settle } from '../company.ts'
import type { Scratch } from '../scratch.ts'

/** The day of the run before the measured one, and of the measured one. Fixed, so that every bench has the same book before it. */
export const DAY_BEFORE: Day = day('2027-03-15')
export const DAY_MEASURED: Day = DAY_BEFORE + 1

// Up to here a customer's 84 days are rows of the truth as well as the packed window that the cycle reads; beyond, only the window.
const MOST_WITH_DAILY_ROWS = 200_000

/** The id that half of the customers lie below: the generator numbers them. */
export const middleOf = (customers: number): string =>
  `0190${Math.ceil(customers / 2)
    .toString(16)
    .padStart(8, '0')}${'0'.repeat(20)}`.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

export type BookOf = { readonly customers: number; readonly database: string }

/** Whether the generator filled only what the cycle reads, not the daily rows that this is derived from. */
export const fillsReadModelOnly = (customers: number): boolean => customers > MOST_WITH_DAILY_ROWS

/** A company with its book and the runs of the two days before: what all measured states are made from. */
export async function makeBook(scratch: Scratch, { customers, database }: BookOf): Promise<void> {
  await makeCompany(scratch, { customers, database, today: DAY_BEFORE - 1, change: makeQuiet })
  if (!fillsReadModelOnly(customers)) await scratch.asAdmin(database, fillDailyRows)
  // The first run opens renewals and work; only the one after it finds things as a run of any day does.
  for (const day of [DAY_BEFORE - 1, DAY_BEFORE]) await runDay(scratch, database, day)
}

// Two of three have nothing that anybody must do: a plan without strategy, a renewal far away, a review just held. The third keeps its
// health check and whatever else the generator's chance gave it.
const QUIET = `substr(external_id, 3)::int % 3 <> 0`
const FAR = `$1::date + 200 + substr(external_id, 3)::int % 160`

const QUIETLY = [
  `update customers set account_plan = 'manage', renewal_date = ${FAR} where external_id like 'c-%' and ${QUIET}`,
  `update contracts set start_date = ${FAR} - 365, end_date = ${FAR} where external_id like 'k-%' and ${QUIET}`,
  `update engagements set kind = 'qbr', at = $1::timestamptz - interval '9 days' where external_id like 'e-%' and ${QUIET}`,
  // What the generator changed is no news of a source.
  `delete from record_versions where $1::date is not null`,
]

async function makeQuiet(tx: Tx): Promise<void> {
  for (const statement of QUIETLY) await tx.run(statement, [isoDay(DAY_BEFORE)])
}

// As the superuser, who may leave out looking up each of 8.4 million customers.
async function fillDailyRows(client: pg.Client): Promise<void> {
  await client.query('set session_replication_role = replica')
  await client.query(
    intoUsageMonths(`select company_id, customer_id, metric, '' as feature, last_day - (84 - at::int) as day, value
                       from usage_windows cross join lateral unnest(days) with ordinality d(value, at)`),
  )
}

export type Share = 'all' | 'few'

/** One in this many has something new, where it is not all of them. */
const FEW_ONE_IN = 50

/**
 * A state of the book: everybody's usage of the day before the measured one has come in, or that of two in a hundred. What a customer's
 * usage is on a day raises and lowers figures, so that the analysis of who has some is not that of the day before.
 */
export async function makeChanged(
  scratch: Scratch,
  book: string,
  { share, database }: { share: Share; database: string },
) {
  await scratch.clone(book, database)
  const who = share === 'all' ? 'true' : `substr(c.external_id, 3)::int % ${String(FEW_ONE_IN)} = 0`
  await scratch.asAdmin(database, async (client) => {
    for (const statement of [WINDOWS, VERSIONS]) await client.query(statement.replace('$WHO', who))
  })
  await settle(scratch, database)
}

const WINDOWS = `
  update usage_windows w set last_day = last_day + 1, days = days[2:84] || round((days[84] * 0.4 + 7)::numeric)::float8
    from customers c where c.company_id = w.company_id and c.id = w.customer_id and $WHO`

const VERSIONS = `
  update facts_versions v set version = version + 1
    from customers c where c.company_id = v.company_id and c.id = v.customer_id and $WHO`
