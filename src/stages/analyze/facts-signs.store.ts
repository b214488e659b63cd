import type { Day } from '../../base/day.ts'
import type { Today } from '../../base/today.ts'
import { type CopiedRows, type InOrder, manyOf, oneOf } from '../../platform/copied-rows.ts'
import type { Tx } from '../../platform/postgres.ts'
import { amongCustomers } from '../../spine/among-customers.store.ts'
import type { InvoiceFact, OverrideFact } from './facts.ts'
import type { PageRead } from './facts-records.store.ts'
import {
  correctedSince,
  dayNumber,
  dayNumberOf,
  daysBefore,
  END_OF_DAY,
  note,
  outlived,
  recordsOf,
  stateBefore,
  unlessNow,
} from './known.store.ts'

const PAID_WITHIN_DAYS = 365
// A paid one that was due longer ago is not looked at.
const DUE_WITHIN_DAYS = 2 * PAID_WITHIN_DAYS

// Words by which nothing is owed (any more, or yet); whatever else a source says of an unpaid invoice, it is open.
const NOT_OWED = `('paid', 'settled', 'void', 'voided', 'cancelled', 'canceled', 'refunded', 'credited', 'written off', 'uncollectible', 'draft', 'deleted')`

/** How a customer pays, summed up where the rows are. What was paid after the day was still open on it. */
export async function readInvoices(
  tx: Tx,
  { knowledge, customers, parameters }: PageRead,
): Promise<InOrder<InvoiceFact | null, Today>> {
  const status = `translate(lower(coalesce(i.status, '')), '_-', '  ')`
  const open = `coalesce(i.paid_at > $2::date, ${status} not in ${NOT_OWED})`
  const issued = `coalesce(i.date, i.due_date)`
  const there = `${issued} <= $2::date`
  const recently = `i.paid_at > $2::date - ${String(PAID_WITHIN_DAYS)} and i.paid_at <= $2::date and ${there}`
  const rows = await tx.copied(
    `select i.customer_id, count(*) filter (where ${recently}), count(*) filter (where ${recently} and i.paid_at <= coalesce(i.due_date, i.paid_at)),
            ${dayNumber(`min(i.due_date) filter (where i.due_date < $2::date and ${open} and ${there})`)},
            ${dayNumber(`max(${issued}) filter (where ${there})`)}, ${dayNumber(`min(${invoiceChanges({ issued, open })})`)}
       from ${recordsOf('invoices', knowledge.mode, customers)} i
      where ${issued} is not null and (i.due_date > $2::date - ${String(DUE_WITHIN_DAYS)} or i.due_date is null or i.paid_at is null)
            ${unlessNow(knowledge.mode, `and ${there}`)}
      group by i.customer_id order by i.customer_id`,
    parameters,
  )
  return oneOf(rows, invoicesOf)
}

/** When an invoice comes, is paid, is overdue, or was paid or due too long ago. */
function invoiceChanges({ issued, open }: { issued: string; open: string }): string {
  const outOfSight = `i.due_date + ${String(DUE_WITHIN_DAYS)}`
  const overdue = `case when i.due_date >= $2::date then i.due_date + 1 end`
  return `case when ${issued} > $2::date then ${issued}
    when i.paid_at > $2::date then least(i.paid_at, ${overdue}, ${outOfSight})
    when i.paid_at > $2::date - ${String(PAID_WITHIN_DAYS)} then least(i.paid_at + ${String(PAID_WITHIN_DAYS)}, ${outOfSight})
    when i.paid_at is not null then ${outOfSight}
    when ${open} then ${overdue} end`
}

function invoicesOf(row: CopiedRows, today: Today): InvoiceFact | null {
  const paid = { count: row.number(), onTime: row.number() }
  const oldestOverdueSince = row.numberOrNull()
  const newestOn = row.numberOrNull()
  note(today, row.numberOrNull())
  return newestOn === null ? null : { paid, oldestOverdueSince, newestOn }
}

export type Portfolio = { readonly owned: number; readonly names: readonly string[]; readonly expansionOn: Day | null }

// A product that has another name since had its old one then.
const productOf = (mode: PageRead['knowledge']['mode']): string => {
  const known = 'select p.name from products p where p.id = o.product_id'
  if (mode !== 'then') return `(${known})`
  const before = stateBefore('products', `r.id = o.product_id and r.known_at >= ${END_OF_DAY}`)
  return `(${known} and p.known_at < ${END_OF_DAY} union all select b.name from (${before}) b)`
}

/** What was sold to a customer, and an open opportunity to sell it more. */
export async function readPortfolio(
  tx: Tx,
  { knowledge, customers, parameters }: PageRead,
): Promise<InOrder<Portfolio | null, Today>> {
  const { mode } = knowledge
  const sold = `o.outcome = 'won' and coalesce(greatest(o.opened_on, o.close_date) <= $2::date, true)`
  const heard = `o.outcome = 'open' and o.known_at < ${END_OF_DAY} and coalesce(o.opened_on <= $2::date, true)`
  const expansion = `o.type ~* 'expan|up[- ]?sell|cross[- ]?sell|upgrade|add[- ]?on'`
  const comes = `case when o.outcome = 'won' then greatest(o.opened_on, o.close_date)
    when (o.opened_on > $2::date or o.known_at >= ${END_OF_DAY}) and ${expansion} then greatest(o.opened_on, (o.known_at at time zone $3)::date) end`
  const rows = await tx.copied(
    `select o.customer_id, count(distinct o.product_id) filter (where ${sold}),
            coalesce(json_agg(distinct p.name) filter (where ${sold} and p.name is not null), '[]'),
            max(${dayNumberOf('o.known_at')}) filter (where ${heard} and ${expansion}),
            ${dayNumber(`min(${comes}) filter (where not (${sold}))`)}
       from ${recordsOf('opportunities', mode, customers)} o left join lateral ${productOf(mode)} p on true
      where o.outcome in ('won', 'open') ${unlessNow(mode, `and (${sold} or ${heard})`)}
      group by o.customer_id order by o.customer_id`,
    parameters,
  )
  return oneOf(rows, (row, today: Today) => {
    const portfolio = {
      owned: row.number(),
      names: JSON.parse(row.text()) as string[],
      expansionOn: row.numberOrNull(),
    }
    note(today, row.numberOrNull())
    return portfolio
  })
}

/** What people said against the figures, in force on the day. */
export async function readOverrides(
  tx: Tx,
  { customers, parameters }: PageRead,
): Promise<InOrder<OverrideFact[], Today>> {
  const rows = await tx.copied(
    `select customer_id, figure, value, reason, by_name, ${dayNumber('from_day')}, ${dayNumber('until_day')}, ${dayNumberOf('ended_at')}
       from score_overrides
      where ${amongCustomers(customers, 'customer_id')} and until_day >= $2::date and (ended_at is null or ended_at >= ${END_OF_DAY})
      order by customer_id, created_at, id`,
    parameters,
  )
  return manyOf(rows, overrideOf)
}

function overrideOf(row: CopiedRows, today: Today): OverrideFact | undefined {
  const override: OverrideFact = {
    figure: row.word(),
    value: row.number(),
    reason: row.text(),
    by: row.text(),
    from: row.number(),
    until: row.number(),
  }
  const endedOn = row.numberOrNull()
  if (!today.hasCome(override.from)) return undefined
  today.hasCome(override.until + 1)
  note(today, endedOn)
  return override
}

export type Pulse = { readonly colour: 'green' | 'amber' | 'red'; readonly on: Day }

/** The newest of each customer, and the next, where somebody's day has been ahead of the company's. */
export async function readPulses(
  tx: Tx,
  { knowledge, customers, parameters }: PageRead,
): Promise<InOrder<Pulse | null, Today>> {
  const rows = await tx.copied(
    `select distinct on (customer_id, day > $2::date) customer_id, colour, ${dayNumber('day')}
       from pulses where ${amongCustomers(customers, 'customer_id')} ${unlessNow(knowledge.mode, 'and day <= $2::date')}
      order by customer_id, day > $2::date, abs(day - $2::date), created_at desc, id desc`,
    parameters,
  )
  const pulsesOf = manyOf(rows, (row, today: Today): Pulse | undefined => {
    const pulse: Pulse = { colour: row.word(), on: row.number() }
    return today.hasCome(pulse.on) ? pulse : undefined
  })
  return (customerId, today) => pulsesOf(customerId, today)[0] ?? null
}

const SIGNALS_WITHIN_DAYS = 90

export type RiskSignal = { readonly kind: string; readonly severity: string; readonly on: Day }

/** Risk signals, the newest of each kind and severity. */
export async function readRiskSignals(
  tx: Tx,
  { knowledge, customers, parameters }: PageRead,
): Promise<InOrder<RiskSignal[], Today>> {
  const events =
    knowledge.mode === 'then'
      ? `(select e.* from events e where e.known_at < ${END_OF_DAY} union all ${correctedSince('events', customers)})`
      : 'events'
  const newest = `max(e.at) filter (where e.at < ${END_OF_DAY})`
  const rows = await tx.copied(
    `select e.customer_id, coalesce(e.data->>'kind', 'other'), coalesce(e.data->>'severity', 'normal'), ${dayNumberOf(newest)},
            ${dayNumberOf(`least(${outlived(newest, SIGNALS_WITHIN_DAYS)}, min(e.at) filter (where e.at >= ${END_OF_DAY}))`)}
       from ${events} e
      where ${amongCustomers(customers, 'e.customer_id')} and e.kind = 'risk-signal' and e.at > ${daysBefore(SIGNALS_WITHIN_DAYS)}
            ${unlessNow(knowledge.mode, `and e.at < ${END_OF_DAY}`)}
      group by 1, 2, 3 order by 1, 2, 3`,
    parameters,
  )
  return manyOf(rows, signalOf)
}

function signalOf(row: CopiedRows, today: Today): RiskSignal | undefined {
  const kind = row.text()
  const severity = row.text()
  const on = row.numberOrNull()
  note(today, row.numberOrNull())
  return on === null ? undefined : { kind, severity, on }
}
