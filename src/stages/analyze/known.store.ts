import type { Day } from '../../base/day.ts'
import type { Today } from '../../base/today.ts'
import { amongCustomers, type Customers } from '../../spine/among-customers.store.ts'
import { endOfDay } from '../../spine/day-end.store.ts'

/** Which state of the world is read: now, or as it was believed at the end of a past day. */
export type Knowledge = {
  /** Facts dated after this day are left out. */
  readonly day: Day
  /** The company's zone: where its days begin and end. */
  readonly timeZone: string
  /**
   * `now`: the records as they stand. `then`: the versions known by the end of the day.
   * `back-filled`: as `then`, but a record that came in later counts from its own beginning, in its earliest state; for the weeks before
   * a company's first import, of which nothing could be known at the time.
   */
  readonly mode: 'now' | 'then' | 'back-filled'
}

/**
 * What a condition says of records that lie after the day. Of the present they are few, and they are read as well: whoever makes facts of the
 * rows leaves them out and notes in a `Today` when they come. Of a past day they are all that has happened since.
 */
export const unlessNow = (mode: Knowledge['mode'], condition: string): string => (mode === 'now' ? '' : condition)

/** Notes a day on which facts will be others, as a statement says it. */
export function note(today: Today, changesOn: Day | null): void {
  if (changesOn !== null) today.hasCome(changesOn)
}

/** Single customers, whichever they are: `$1` says. */
const SINGLE: Customers = []

type VersionedTable =
  'customers' | 'contacts' | 'contracts' | 'renewals' | 'support_tickets' | 'opportunities' | 'invoices'

/**
 * The parameters of every statement of the loader, in this order: the page's customers, the day, the zone.
 * `$1::uuid[]`, `$2::date`, `$3::text`.
 */
export const END_OF_DAY = endOfDay('$2::date', '$3')

const DAY_HOURS = 24

/** The instant that lies `days` times 24 hours before the end of the day. */
export const daysBefore = (days: number): string => endOfDay('$2::date', '$3', -days * DAY_HOURS)

/** An instant of the first day on which `at > daysBefore(days)` holds no more. In hours: to add days takes a look at the calendar for every row. */
export const outlived = (at: string, days: number): string =>
  `(${at} + interval '${String(days * DAY_HOURS - 1)}:59:59.999999')`

/** A calendar day as the number that `Day` is: an integer is parsed ten times faster than a date. */
export const dayNumber = (dateExpression: string): string => `(${dateExpression}) - date '1970-01-01'`

/** The calendar day of an instant in the company's zone, as a number. */
export const dayNumberOf = (instantExpression: string): string =>
  dayNumber(`(${instantExpression} at time zone $3)::date`)

/**
 * What to select from for a table that keeps versions, restricted to the page's customers. `now` reads the table itself;
 * otherwise each record appears in the one state whose [known_at, superseded_at) holds the end of the day. Where two do, because a later
 * word dates itself before an earlier one, the later word holds.
 */
export function recordsOf(table: VersionedTable, mode: Knowledge['mode'], customers: Customers = SINGLE): string {
  const owner = table === 'customers' ? 'id' : 'customer_id'
  const ofPage = (alias: string): string => amongCustomers(customers, `${alias}${owner}`)
  if (mode === 'now') return `(select * from ${table} where ${ofPage('')})`
  // What stood as it stands now, and of what has been written since the state before that, by one probe of the versions each.
  const standing = `select r.* from ${table} r where ${ofPage('r.')} and r.known_at < ${END_OF_DAY}`
  const written = `${ofPage('r.')} and r.known_at >= ${END_OF_DAY}`
  if (mode === 'then') {
    const gone = table === 'renewals' ? `union all ${withdrawnSince(customers)}` : ''
    return `(${standing} union all ${stateBefore(table, written)} ${gone})`
  }
  const since = `${table} r cross join lateral`
  const state = `(jsonb_populate_record(null::${table}, v.record)).*`
  const versions = versionsOf(table)
  return `(${standing} union all
    select r.* from ${table} r where ${written} and not exists (${versions}) union all
    select ${state} from ${since} (${versions}
      order by (${believed}) desc, case when ${believed} then -v.seq end, v.known_at, v.seq limit 1) v where ${written})`
}

const versionsOf = (table: string): string =>
  `select v.* from record_versions v where v.kind = '${table}' and v.record_id = r.id`

const believed = `v.known_at < ${END_OF_DAY} and v.superseded_at >= ${END_OF_DAY}`

// A derived renewal that nothing speaks of any more is deleted; what it was is kept as its last version.
const withdrawnSince = (customers: Customers): string => `
  select (jsonb_populate_record(null::renewals, v.record)).*
    from (select distinct on (v.record_id) v.record from record_versions v
           where v.kind = 'renewals' and v.record ->> 'derived' = 'true' and ${amongCustomers(customers, `(v.record ->> 'customer_id')::uuid`)}
             and ${believed} and not exists (select from renewals r where r.id = v.record_id)
           order by v.record_id, v.seq desc) v`

/** Of records `r` that have been written since (`which`: a condition on them), the state that was believed at the end of the day. */
export const stateBefore = (table: string, which: string): string =>
  `select (jsonb_populate_record(null::${table}, v.record)).* from ${table} r
    cross join lateral (${versionsOf(table)} and ${believed} order by v.seq desc limit 1) v where ${which}`

/**
 * The same for records that are dated (`at`) and of which a customer has thousands, over the page's customers. What stands is found by its
 * date, as long as it was known by then; what was written since by an index of those that are no more as they came.
 */
export const correctedSince = (table: 'engagements' | 'events', customers: Customers): string =>
  stateBefore(
    table,
    `${amongCustomers(customers, 'r.customer_id')} and r.known_at <> r.at and r.known_at >= ${END_OF_DAY}`,
  )
