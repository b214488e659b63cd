import { isoDay, type Day } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'
import { liesOnDay } from '../spine/day-end.store.ts'
import { workflowNamed } from '../spine/catalogue.ts'
import { STALE_AFTER_DAYS } from './source-ages.ts'
import type { Today } from './today.contract.ts'

/** A day of the company's calendar. */
export type CalendarDay = { readonly day: Day; readonly timeZone: string }

export type Company = {
  readonly name: string
  readonly locale: string
  readonly currency: string
  readonly time_zone: string
}

export async function companyOf(tx: Tx): Promise<Company> {
  const company = await tx.row<Company>(
    `select name, locale, currency, time_zone from companies where id = app.company_id()`,
  )
  if (!company) throw new Error('The company of this transaction is gone')
  return company
}

/**
 * The condition that an execution `e` was completed by somebody, and not by the rules, on a day somewhere (SQL of both). It is asked by when it
 * was closed, which an index knows and which is the same moment.
 */
export const completedByPeople = (day: string, timeZone: string): string =>
  `e.status = 'completed' and e.outcome->'because' is null and e.closed_at is not null
   and ${liesOnDay('e.closed_at', `${day}::date`, timeZone)}`

/** True until the first customer is there, and again when the last one is taken back. */
export async function hasNoCustomers(tx: Tx): Promise<boolean> {
  const row = await tx.row<{ empty: boolean }>(
    `select not exists (select from customers where company_id = app.company_id() and archived_at is null) as empty`,
  )
  return row?.empty ?? true
}

/** People who have a day: CSMs, and whoever else was given cards. With how many cards they were given. */
export function peopleWithDays(tx: Tx, upTo: Day): Promise<{ id: string; name: string; cards: number }[]> {
  return tx.rows(
    `select u.id, u.name, coalesce(last.cards, 0)::int as cards
       from users u
       left join lateral (select json_array_length(d.cards) as cards from daily_summaries d
                           where d.company_id = u.company_id and d.user_id = u.id and d.day <= $1::date
                           order by d.day desc limit 1) last on true
      where u.active and (u.role = 'csm' or last.cards > 0)
      order by u.name, u.id limit 500`,
    [isoDay(upTo)],
  )
}

/** The zone that somebody works in, where it is not the company's. */
export async function timeZoneOf(tx: Tx, userId: string): Promise<string | null> {
  const user = await tx.row<{ time_zone: string | null }>('select time_zone from users where id = $1', [userId])
  return user?.time_zone ?? null
}

/** When the company's facts were last read to their end; null: never. */
export async function lastRead(tx: Tx): Promise<Date | null> {
  const run = await tx.row<{ finished_at: Date }>(
    `select finished_at from job_runs where kind = 'daily' and status = 'finished' and cause in ('scheduled', 'by-hand') order by started_at desc limit 1`,
  )
  return run?.finished_at ?? null
}

const SOURCE_WORDS: Readonly<Record<string, string>> = {
  usage: 'Usage',
  tickets: 'Tickets',
  engagements: 'Meetings and calls',
  invoices: 'Invoices',
}

/** The newest fact of each source that should move all the time, over the customers of one person. */
export async function sourceAges(tx: Tx, userId: string, { day, timeZone }: CalendarDay): Promise<Today['sources']> {
  const rows = await tx.rows<{ source: string; newest: Day | null }>(
    `with mine as materialized (select company_id, id from customers where owner_id = $1 and archived_at is null)
     select 'usage' as source, max(u.last_day) as newest
       from mine join usage_windows u on u.company_id = mine.company_id and u.customer_id = mine.id
     union all
     select 'tickets', (max(t.opened_at) at time zone $2)::date
       from mine join support_tickets t on t.company_id = mine.company_id and t.customer_id = mine.id
     union all
     select 'engagements', (max(g.at) at time zone $2)::date
       from mine join engagements g on g.company_id = mine.company_id and g.customer_id = mine.id and g.at <= app.now()
     union all
     select 'invoices', max(i.date)
       from mine join invoices i on i.company_id = mine.company_id and i.customer_id = mine.id`,
    [userId, timeZone],
  )
  return rows.flatMap(({ source, newest }) => {
    if (newest === null) return []
    const daysOld = Math.max(0, day - newest)
    const limit = STALE_AFTER_DAYS[source] ?? 7
    return [{ name: SOURCE_WORDS[source] ?? source, newestOn: isoDay(newest), daysOld, stale: daysOld > limit }]
  })
}

/** What comes back next to a person on whose day nothing is due. */
export async function upcomingOf(
  tx: Tx,
  userId: string,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Promise<Today['upcoming']> {
  const next = await tx.row<{ day: Day; customer: string; workflow_id: string }>(
    `select (e.snoozed_until at time zone $3)::date as day, c.name as customer, e.workflow_id
       from workflow_executions e join customers c on c.company_id = e.company_id and c.id = e.customer_id
      where e.assigned_to = $1 and e.status = 'snoozed' and e.snoozed_until > $2
      order by e.snoozed_until, e.id limit 1`,
    [userId, now, timeZone],
  )
  return (
    (next && {
      on: isoDay(next.day),
      customer: next.customer,
      workflow: workflowNamed(next.workflow_id)?.title ?? next.workflow_id,
    }) ??
    null
  )
}
