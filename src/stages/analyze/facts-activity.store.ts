import type { Day } from '../../base/day.ts'
import { roundHundredth } from '../../base/round.ts'
import type { Today } from '../../base/today.ts'
import { type CopiedRows, type InOrder, manyOf, oneOf } from '../../platform/copied-rows.ts'
import type { Tx } from '../../platform/postgres.ts'
import { amongCustomers, type Customers } from '../../spine/among-customers.store.ts'
import type { TicketFact, UsageWindow } from './facts.ts'
import type { PageRead } from './facts-records.store.ts'
import { dayNumber, dayNumberOf, daysBefore, END_OF_DAY, note, outlived, recordsOf, unlessNow } from './known.store.ts'

/** Days of one metric that a window holds: three times 28. */
export const WINDOW_DAYS = 84
// A window that ended longer ago holds no day that any rule still reads, kept values included.
const WINDOW_AT_MOST_OLD_DAYS = 120

/** The packed windows; as of a past day they are packed anew from the daily rows as these were believed then. */
export async function readUsage(
  tx: Tx,
  { knowledge, customers, parameters }: PageRead,
): Promise<InOrder<UsageWindow[], Today>> {
  const rows = await tx.copied(knowledge.mode === 'now' ? packed(customers) : unpacked(customers), parameters)
  return manyOf(rows, (row, today: Today) =>
    windowUntil(today, { metric: row.text(), last: row.number(), days: row.numbers() }),
  )
}

const packed = (customers: Customers): string => `
  select customer_id, metric, ${dayNumber('last_day')}, days from usage_windows
   where ${amongCustomers(customers, 'customer_id')} and last_day > $2::date - ${String(WINDOW_AT_MOST_OLD_DAYS)}
   order by customer_id, metric`

const LONGEST_MONTH = 31

/**
 * The values of usage of some customers (`among`: the condition that `u.customer_id` names one of them) of the last `days` days, as they were believed
 * at the end of the day, by one index probe of the corrections each: joined as a whole, they are held against every value where the server takes the
 * customers for a single one.
 */
export const believedUsage = (among: string, days: number): string => `(
  select u.customer_id, u.metric, u.day, u.feature, coalesce(was.value, u.value) as value
    from usage_values u
    left join lateral (select w.value from usage_corrections w
                        where (w.company_id, w.customer_id, w.metric, w.day) = (u.company_id, u.customer_id, u.metric, u.day)
                          and (w.feature, w.source, w.external_id) = (u.feature, u.source, u.external_id) and w.superseded_at >= ${END_OF_DAY}
                        order by w.seq limit 1) was on true
   where ${among} and u.day <= $2::date and u.day > $2::date - ${String(days)}
     and u.month between $2::date - ${String(days + LONGEST_MONTH)} and $2::date)`

// Looked up by day in one value per metric: joining each of the days to the rest cost five seconds for eighty customers.
const unpacked = (customers: Customers): string => `
  with believed as (
    select customer_id, metric, day, sum(value) as value from ${believedUsage(amongCustomers(customers, 'u.customer_id'), WINDOW_AT_MOST_OLD_DAYS + WINDOW_DAYS)} u
     group by customer_id, metric, day),
  ends as (
    select customer_id, metric, max(day) as last_day, jsonb_object_agg(day, value) as by_day from believed group by customer_id, metric)
  select e.customer_id, e.metric, ${dayNumber('e.last_day')},
         (select array_agg((e.by_day ->> (e.last_day - back)::text)::double precision order by back desc)
            from generate_series(0, ${String(WINDOW_DAYS - 1)}) back)
    from ends e
   where e.last_day > $2::date - ${String(WINDOW_AT_MOST_OLD_DAYS)}
   order by e.customer_id, e.metric`

type PackedWindow = { readonly metric: string; readonly last: Day; readonly days: (number | null)[] }

/** Leaves out the days after today: a source may report ahead of the day. Then every day brings one more, until the last. */
function windowUntil(today: Today, { metric, last, days }: PackedWindow): UsageWindow {
  if (today.hasCome(last)) {
    today.hasCome(last + WINDOW_AT_MOST_OLD_DAYS)
    return { metric, lastDay: last, days }
  }
  const until = today.day
  return { metric, lastDay: until, days: days.slice(0, Math.max(0, days.length - (last - until))) }
}

/** A feature that nobody has used for longer is none that the customer might use. */
export const FEATURES_WITHIN_DAYS = 400

/** The last day that each feature was used on, up to the day. */
export async function readFeatures(
  tx: Tx,
  { knowledge, customers, parameters }: PageRead,
): Promise<InOrder<Day[] | null, Today>> {
  const rows = await tx.copied(
    knowledge.mode === 'now' ? packedFeatures(customers) : unpackedFeatures(customers),
    parameters,
  )
  return oneOf(rows, (row, today: Today) => lastUses(row.numbers(), today))
}

// A source east of the company is a day ahead: what it says of tomorrow was in use today.
function lastUses(days: readonly (Day | null)[], today: Today): Day[] {
  const uses: Day[] = []
  for (const on of days)
    if (on !== null && today.hasCome(on - 1) && !today.hasCome(on + FEATURES_WITHIN_DAYS))
      uses.push(today.hasCome(on) ? on : today.day)
  return uses
}

const packedFeatures = (customers: Customers): string => `
  select customer_id, array(select ${dayNumber('d')} from unnest(last_days) d order by d)
    from usage_features where ${amongCustomers(customers, 'customer_id')} and features <> '{}' order by customer_id`

const unpackedFeatures = (customers: Customers): string => `
  select customer_id, array_agg(${dayNumber('last_day')} order by last_day)
    from (select customer_id, feature, max(day) as last_day from ${believedUsage(amongCustomers(customers, 'u.customer_id'), FEATURES_WITHIN_DAYS)} u
           where feature <> '' and value > 0
           group by customer_id, feature) used
   group by customer_id order by customer_id`

// Tickets opened earlier and settled since say nothing about now; the longest look back of the rules is 90 days.
const OPENED_WITHIN_DAYS = 120

export async function readTickets(
  tx: Tx,
  { knowledge, customers, parameters }: PageRead,
): Promise<InOrder<TicketFact[], Today>> {
  return manyOf(await tx.copied(ticketsSql(knowledge.mode, customers), parameters), ticketOf)
}

// Seconds, as a float: to divide and round them as numerics costs more than everything else about a ticket.
const secondsUntil = (instant: string): string =>
  `case when ${instant} < ${END_OF_DAY} then date_part('epoch', ${instant} - t.opened_at) end`

// A ticket that is settled without a date was so at the latest when it was last heard of.
const SETTLED_ON = `case when not t.open or t.resolved_at is not null then ${dayNumberOf('coalesce(t.resolved_at, t.known_at)')} end`

// When a settled one is left out, or a reply that is dated ahead is given.
const CHANGES_ON = dayNumberOf(`least(case when not t.open then ${outlived('t.opened_at', OPENED_WITHIN_DAYS)} end,
  case when t.first_replied_at >= ${END_OF_DAY} then t.first_replied_at end)`)

// Settled today and seen from before: of the present there is none, and without it each of the others is found by an index.
const SETTLED_SINCE = {
  now: '',
  then: `or t.resolved_at >= ${END_OF_DAY}`,
  'back-filled': `or t.resolved_at >= ${END_OF_DAY}`,
}

const ticketsSql = (mode: PageRead['knowledge']['mode'], customers: Customers): string => `
  select t.customer_id, ${dayNumberOf('t.opened_at')}, ${SETTLED_ON}, ${CHANGES_ON}, t.priority, t.reopened, ${secondsUntil('t.first_replied_at')},
         ${secondsUntil('t.resolved_at')}, round(t.sentiment::numeric, 2), t.leaving
    from ${recordsOf('support_tickets', mode, customers)} t
   where (t.open or t.opened_at > ${daysBefore(OPENED_WITHIN_DAYS)} ${SETTLED_SINCE[mode]})
         ${unlessNow(mode, `and t.opened_at < ${END_OF_DAY}`)}
   order by t.customer_id, t.opened_at, t.id`

function ticketOf(row: CopiedRows, today: Today): TicketFact | undefined {
  const openedOn = row.number()
  const settledOn = row.numberOrNull()
  note(today, row.numberOrNull())
  const ticket: TicketFact = {
    openedOn,
    closedOn: settledOn !== null && today.hasCome(settledOn) ? Math.max(settledOn, openedOn) : null,
    priority: row.word(),
    reopened: row.flag(),
    firstReplyHours: hoursOrNull(row.numberOrNull()),
    resolutionHours: hoursOrNull(row.numberOrNull()),
    sentiment: row.numberOrNull(),
    leaving: row.flag(),
  }
  return today.hasCome(openedOn) ? ticket : undefined
}

const HOUR_SECONDS = 3600
const hoursOrNull = (seconds: number | null): number | null =>
  seconds === null ? null : roundHundredth(seconds / HOUR_SECONDS)
