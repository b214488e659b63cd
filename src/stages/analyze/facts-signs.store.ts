import type { Day } from '../../base/day.ts'
import { type InOrder, manyOf, oneOf } from '../../platform/copied-rows.ts'
import type { Tx } from '../../platform/postgres.ts'
import { amongCustomers } from '../../spine/among-customers.store.ts'
import type { InvoiceFact, OverrideFact } from './facts.ts'
import type { PageRead } from './facts-records.store.ts'
import { correctedSince, dayNumber, dayNumberOf, END_OF_DAY, recordsOf, stateBefore } from './known.store.ts'

const PAID_WITHIN_DAYS = 365

// Words by which nothing is owed (any more, or yet); whatever else a source says of an unpaid invoice, it is open.
const NOT_OWED = `('paid', 'settled', 'void', 'voided', 'cancelled', 'canceled', 'refunded', 'credited', 'written off', 'uncollectible', 'draft', 'deleted')`

/** How a customer pays, summed up where the rows are. What was paid after the day was still open on it. */
export async function readInvoices(
  tx: Tx,
  { knowledge, customers, parameters }: PageRead,
): Promise<InOrder<InvoiceFact | null>> {
  const status = `translate(lower(coalesce(i.status, '')), '_-', '  ')`
  const open = `coalesce(i.paid_at > $2::date, ${status} not in ${NOT_OWED})`
  const issued = `coalesce(i.date, i.due_date)`
  const recently = `i.paid_at <= $2::date and i.paid_at > $2::date - ${String(PAID_WITHIN_DAYS)}`
  const rows = await tx.copied(
    `select i.customer_id, count(*) filter (where ${recently}), count(*) filter (where ${recently} and i.paid_at <= coalesce(i.due_date, i.paid_at)),
            ${dayNumber(`min(i.due_date) filter (where ${open} and i.due_date < $2::date)`)}, ${dayNumber(`max(${issued})`)}
       from ${recordsOf('invoices', knowledge.mode, customers)} i
      where ${issued} <= $2::date
        and (i.due_date > $2::date - ${String(2 * PAID_WITHIN_DAYS)} or i.due_date is null or i.paid_at is null)
      group by i.customer_id order by i.customer_id`,
    parameters,
  )
  return oneOf(rows, (row) => ({
    paid: { count: row.number(), onTime: row.number() },
    oldestOverdueSince: row.numberOrNull(),
    newestOn: row.numberOrNull(),
  }))
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
): Promise<InOrder<Portfolio | null>> {
  const rows = await tx.copied(
    `select o.customer_id, count(distinct o.product_id) filter (where o.outcome = 'won'),
            coalesce(json_agg(distinct p.name) filter (where o.outcome = 'won' and p.name is not null), '[]'),
            max(${dayNumberOf('o.known_at')}) filter (where o.outcome = 'open' and o.type ~* 'expan|up[- ]?sell|cross[- ]?sell|upgrade|add[- ]?on')
       from ${recordsOf('opportunities', knowledge.mode, customers)} o left join lateral ${productOf(knowledge.mode)} p on true
      where coalesce(o.opened_on <= $2::date, true)
        and (o.outcome = 'won' and coalesce(o.close_date <= $2::date, true)
             or o.outcome = 'open' and coalesce(o.known_at < ${END_OF_DAY}, true))
      group by o.customer_id order by o.customer_id`,
    parameters,
  )
  return oneOf(rows, (row) => ({
    owned: row.number(),
    names: JSON.parse(row.text()) as string[],
    expansionOn: row.numberOrNull(),
  }))
}

/** What people said against the figures, in force on the day. */
export async function readOverrides(tx: Tx, { customers, parameters }: PageRead): Promise<InOrder<OverrideFact[]>> {
  const rows = await tx.copied(
    `select customer_id, figure, value, reason, by_name, ${dayNumber('from_day')}, ${dayNumber('until_day')}
       from score_overrides
      where ${amongCustomers(customers, 'customer_id')} and from_day <= $2::date and until_day >= $2::date
        and (ended_at is null or ended_at >= ${END_OF_DAY})
      order by customer_id, created_at, id`,
    parameters,
  )
  return manyOf(rows, (row): OverrideFact => ({
    figure: row.word(),
    value: row.number(),
    reason: row.text(),
    by: row.text(),
    from: row.number(),
    until: row.number(),
  }))
}

export type Pulse = { readonly colour: 'green' | 'amber' | 'red'; readonly on: Day }

export async function readPulses(tx: Tx, { customers, parameters }: PageRead): Promise<InOrder<Pulse | null>> {
  const rows = await tx.copied(
    `select distinct on (customer_id) customer_id, colour, ${dayNumber('day')}
       from pulses where ${amongCustomers(customers, 'customer_id')} and day <= $2::date
      order by customer_id, day desc, created_at desc, id desc`,
    parameters,
  )
  return oneOf(rows, (row): Pulse => ({ colour: row.word(), on: row.number() }))
}

const SIGNALS_WITHIN_DAYS = 90

export type RiskSignal = { readonly kind: string; readonly severity: string; readonly on: Day }

/** Risk signals, the newest of each kind and severity. */
export async function readRiskSignals(
  tx: Tx,
  { knowledge, customers, parameters }: PageRead,
): Promise<InOrder<RiskSignal[]>> {
  const events =
    knowledge.mode === 'then'
      ? `(select e.* from events e where e.known_at < ${END_OF_DAY} union all ${correctedSince('events', customers)})`
      : 'events'
  const rows = await tx.copied(
    `select e.customer_id, coalesce(e.data->>'kind', 'other'), coalesce(e.data->>'severity', 'normal'), max(${dayNumberOf('e.at')})
       from ${events} e
      where ${amongCustomers(customers, 'e.customer_id')} and e.kind = 'risk-signal' and e.at < ${END_OF_DAY}
        and e.at > ${END_OF_DAY} - interval '${String(SIGNALS_WITHIN_DAYS)} days'
      group by 1, 2, 3 order by 1, 2, 3`,
    parameters,
  )
  return manyOf(rows, (row): RiskSignal => ({ kind: row.text(), severity: row.text(), on: row.number() }))
}
