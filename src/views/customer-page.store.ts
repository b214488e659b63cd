import { isoDay, type Day } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'
import type { AccountPlan, Stage } from '../spine/words.ts'
import { analysisFrom, type AnalysisColumns, type StoredAnalysis } from '../stages/analyze/stored-analysis.ts'
import type { Analysis } from '../stages/analyze/analysis.ts'
import { earlierHealth } from './card.store.ts'
import type { Contract, CustomerPage, Person } from './customer-page.contract.ts'
import type { HappenedRow } from './timeline.ts'

export type CustomerRow = {
  readonly id: string
  readonly name: string
  readonly status: CustomerPage['customer']['status']
  readonly segment: string | null
  readonly industry: string | null
  readonly plan: AccountPlan | null
  readonly since: Day | null
  readonly owner: string | null
  readonly ownerId: string | null
  readonly ownerTeamId: string | null
  readonly parentId: string | null
  readonly parent: string | null
  readonly seats: number | null
  readonly arr: number | null
  readonly currency: string
  /** In the company's currency; null: not known, or there is no rate. */
  readonly arrReported: number | null
  readonly stage: Stage | null
  readonly usageChange: number | null
  readonly health: number | null
  readonly health_decline: number | null
  readonly earlier_health: number | null
}

/** A customer that is not archived, and where it stands; undefined: the company has none of this id. */
export const customerRow = (tx: Tx, customerId: string, today: Day): Promise<CustomerRow | undefined> =>
  tx.row<CustomerRow>(
    `select c.id, c.name, c.status, c.segment, c.industry, c.account_plan as plan, c.customer_since as since,
            u.name as owner, c.owner_id as "ownerId", u.team_id as "ownerTeamId", p.id as "parentId", p.name as parent, c.licensed_users as seats, c.arr, coalesce(c.currency, co.currency) as currency,
            case when coalesce(c.currency, co.currency) = co.currency then c.arr else c.arr * rate.rate end as "arrReported", s.stage, s.usage_change as "usageChange",
            s.health, s.health_decline, earlier.health as earlier_health
       from customers c
       join companies co on co.id = c.company_id
       left join users u on u.company_id = c.company_id and u.id = c.owner_id
       left join customers p on p.company_id = c.company_id and p.id = c.parent_id
       left join customer_standings s on s.company_id = c.company_id and s.customer_id = c.id
       ${earlierHealth('c.id')}
       left join lateral (select r.rate from rates r where r.company_id = c.company_id and r.currency = c.currency and r.day <= $2::date
                           order by r.day desc limit 1) rate on true
      where c.id = $1 and c.archived_at is null`,
    [customerId, isoDay(today)],
  )

/** The newest analysis of a customer; undefined: not analyzed yet. */
export async function newestAnalysis(tx: Tx, customerId: string): Promise<Analysis | undefined> {
  const row = await tx.row<AnalysisColumns & { readonly stored: StoredAnalysis }>(
    `select i.as_of as "asOf", i.model_version as "modelVersion", i.configuration_version as "configurationVersion", i.profile,
            i.health, i.risk, i.opportunity, i.coverage, i.health_decline as "healthDecline", i.factors as stored
       from customer_intelligence i where i.customer_id = $1 order by i.as_of desc, i.run_id desc limit 1`,
    [customerId],
  )
  if (!row) return undefined
  const { stored, ...columns } = row
  return analysisFrom(columns, stored)
}

export type HistoryPoint = { readonly on: Day; readonly health: number; readonly risk: number }

/** The last analysis of each day since one, the oldest first; the one that held when it began comes before them. */
export const figuresSince = (tx: Tx, customerId: string, since: Day): Promise<HistoryPoint[]> =>
  tx.rows<HistoryPoint>(
    `select distinct on (i.as_of) i.as_of as on, i.health, i.risk from customer_intelligence i
      where i.customer_id = $1
        and i.as_of >= coalesce((select max(b.as_of) from customer_intelligence b where b.customer_id = $1 and b.as_of <= $2::date), $2::date)
      order by i.as_of, i.run_id desc`,
    [customerId, isoDay(since)],
  )

export type WindowRow = { readonly metric: string; readonly lastDay: Day; readonly days: readonly (number | null)[] }

/** The window of a metric, which the trend is about; where there is none, of the metric that is used most. */
export const windowOf = (tx: Tx, customerId: string, metric: string | null): Promise<WindowRow | undefined> =>
  tx.row<WindowRow>(
    `select w.metric, w.last_day as "lastDay", w.days from usage_windows w
      where w.customer_id = $1 order by w.metric = $2 desc nulls last, (select sum(value) from unnest(w.days) value) desc nulls last, w.metric limit 1`,
    [customerId, metric],
  )

const MOST_PEOPLE = 24
const PARTS = `array['exec-sponsor', 'economic-buyer', 'champion', 'detractor', 'primary', 'user']`

/** People of a customer, those with a part to play first. */
export async function peopleOf(tx: Tx, customerId: string): Promise<Person[]> {
  const rows = await tx.rows<Omit<Person, 'leftOn'> & { readonly leftOn: Day | null }>(
    `select id, coalesce(name, email, 'Somebody without a name') as name, title, role, active, left_on as "leftOn"
       from contacts where customer_id = $1
      order by array_position(${PARTS}, role) nulls last, active desc, left_on desc nulls first, name, id limit ${String(MOST_PEOPLE)}`,
    [customerId],
  )
  return rows.map(({ leftOn, ...person }) => ({ ...person, leftOn: isoOrNull(leftOn) }))
}

type ContractFacts = Omit<Contract, 'start' | 'end' | 'noticeGivenOn' | 'value'> & {
  readonly start: Day | null
  readonly end: Day | null
  readonly noticeGivenOn: Day | null
  readonly amount: number | null
  readonly currency: string
}

/** A customer's contracts, the next to end first, then those that have ended. */
export async function contractsOnPage(tx: Tx, customerId: string, today: Day): Promise<Contract[]> {
  const rows = await tx.rows<ContractFacts>(
    `select k.id, k.start_date as start, k.end_date as "end", k.value as amount,
            coalesce(k.currency, co.currency) as currency, k.auto_renew as "autoRenew", k.notice_days as "noticeDays",
            k.notice_given_on as "noticeGivenOn", k.id = any(coalesce(r.contract_ids, '{}')) as next
       from contracts k
       join companies co on co.id = k.company_id
       left join customer_standings s on s.company_id = k.company_id and s.customer_id = k.customer_id
       left join renewals r on r.company_id = k.company_id and r.id = s.next_renewal_id
      where k.customer_id = $1
      order by k.end_date < $2::date, abs(k.end_date - $2::date), k.id limit 12`,
    [customerId, isoDay(today)],
  )
  return rows.map(({ start, end, noticeGivenOn, amount, currency, ...contract }) => ({
    ...contract,
    start: isoOrNull(start),
    end: isoOrNull(end),
    noticeGivenOn: isoOrNull(noticeGivenOn),
    value: { amount, currency },
  }))
}

const isoOrNull = (day: Day | null): string | null => (day === null ? null : isoDay(day))

/** What happened with a customer up to now, the newest first, over every kind of record; each kind is read by its own index. */
export function happened(tx: Tx, customerId: string, limit: number): Promise<HappenedRow[]> {
  return tx.rows<HappenedRow>(
    `select * from (
       (select t.id::text as id, t.opened_at as at, 'ticket' as kind, t.subject as title, t.priority as detail,
               case when t.open then 'open' else 'closed' end as state, null::integer as minutes
          from support_tickets t where t.customer_id = $1 and t.opened_at <= app.now() order by t.opened_at desc limit $2)
       union all
       (select g.id::text, g.at, g.kind, left(g.notes, 400), (select string_agg(coalesce(k.name, who), ', ' order by place)
                  from unnest(g.attendees[1:3]) with ordinality met (who, place)
                  left join contacts k on k.company_id = g.company_id and k.customer_id = g.customer_id and lower(k.email) = lower(who)), g.direction, g.duration_minutes
          from engagements g where g.customer_id = $1 and g.at <= app.now() order by g.at desc limit $2)
       union all
       (select e.id::text, e.at, 'event', e.kind, left(e.data ->> 'text', 400), null, null
          from events e where e.customer_id = $1 and e.at <= app.now() order by e.at desc limit $2)
       union all
       (select k.id::text, (k.left_on + interval '12 hours')::timestamptz, 'left', coalesce(k.name, k.email), k.title, k.role, null
          from contacts k where k.customer_id = $1 and k.left_on is not null order by k.left_on desc limit $2)
       union all
       (select x.id::text, x.closed_at, 'workflow', d.title, coalesce(x.outcome ->> 'status', x.closed_because), x.status, null
          from workflow_executions x
          join workflow_definitions d on d.company_id = x.company_id and d.workflow_id = x.workflow_id and d.version = x.workflow_version
         where x.customer_id = $1 and x.closed_at is not null order by x.closed_at desc limit $2)
     ) moments order by at desc, id limit $2`,
    [customerId, limit],
  )
}

/** The newest record of each source that knows of a customer. */
export async function newestRecords(
  tx: Tx,
  customerId: string,
  timeZone: string,
): Promise<Readonly<Record<string, Day | null>>> {
  const row = await tx.row<Record<string, Day | null>>(
    `select (coalesce(c.source_updated_at, c.known_at) at time zone $2)::date as record,
            (select max((k.known_at at time zone $2)::date) from contracts k where k.company_id = c.company_id and k.customer_id = c.id) as contracts,
            (select max(u.last_day) from usage_windows u where u.company_id = c.company_id and u.customer_id = c.id) as usage,
            (select (max(t.opened_at) at time zone $2)::date from support_tickets t where t.company_id = c.company_id and t.customer_id = c.id) as tickets,
            (select (max(g.at) at time zone $2)::date from engagements g where g.company_id = c.company_id and g.customer_id = c.id and g.at <= app.now()) as engagements,
            (select max(i.date) from invoices i where i.company_id = c.company_id and i.customer_id = c.id) as invoices
       from customers c where c.id = $1`,
    [customerId, timeZone],
  )
  return row ?? {}
}

/** What people have set in place of computed figures, in force on a day. */
export const overridesOn = (tx: Tx, customerId: string, on: Day): Promise<CustomerPage['overrides']> =>
  tx.rows<CustomerPage['overrides'][number]>(
    `select figure, value::float8 as value, reason, note, by_name as by, from_day::text as from, until_day::text as until
       from score_overrides
      where customer_id = $1 and ended_at is null and $2::date between from_day and until_day order by figure, created_at, id`,
    [customerId, isoDay(on)],
  )

/** The last impression that somebody wrote down; undefined: nobody ever did. */
export const pulseOn = (tx: Tx, customerId: string, on: Day): Promise<CustomerPage['pulse'] | undefined> =>
  tx.row<NonNullable<CustomerPage['pulse']>>(
    `select colour, note as line, by_name as by, day::text as day from pulses
      where customer_id = $1 and day <= $2::date order by day desc, created_at desc, id desc limit 1`,
    [customerId, isoDay(on)],
  )
