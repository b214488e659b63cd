import { isoDay, type Day } from '../base/day.ts'
import { nameKey } from '../base/names.ts'
import type { Tx } from '../platform/postgres.ts'
import type { AccountPlan, CustomerStatus, Stage } from '../spine/words.ts'
import type { CUSTOMER_SORTS, HEALTH_BANDS } from './customer-list.contract.ts'

type Sort = (typeof CUSTOMER_SORTS)[number]

export type ListQuestion = {
  readonly q?: string | undefined
  readonly owner?: string | undefined
  readonly plan?: AccountPlan | undefined
  readonly stage?: Stage | undefined
  readonly health?: (typeof HEALTH_BANDS)[number] | undefined
  readonly status?: CustomerStatus | 'any' | undefined
  readonly sort: Sort
  readonly order: 'asc' | 'desc'
  readonly today: Day
}

export type ListedRow = {
  readonly id: string
  readonly name: string
  readonly status: CustomerStatus
  readonly plan: AccountPlan | null
  readonly stage: Stage | null
  readonly ownerId: string | null
  readonly owner: string | null
  readonly arr: number | null
  readonly currency: string
  readonly renewalDate: Day | null
  readonly health: number | null
  readonly risk: number | null
  /** The value that it is sorted by, as text; what is not known is beyond all others. */
  readonly place: string
}

const HEALTH = 'coalesce(s.health_override, s.health)'
const RISK = 'coalesce(s.risk_override, s.risk)'
const RENEWAL = 'coalesce(s.renewal_date, c.renewal_date)'

type Key = {
  readonly sql: string
  readonly type: string
  readonly beyond?: readonly [last: string, first: string]
}

/** What is sorted by, and the values that stand for "unknown", where that can be, at the end of each direction. Amounts compare in the company's currency. */
const KEYS: Readonly<Record<Sort, Key>> = {
  name: { sql: 'c.name_key', type: 'text' },
  renewal: { sql: RENEWAL, type: 'date', beyond: [`'infinity'::date`, `'-infinity'::date`] },
  arr: {
    sql: 'c.arr * case when coalesce(c.currency, co.currency) = co.currency then 1 else rate.rate end',
    type: 'numeric',
    beyond: ['1e18', '-1'],
  },
  health: { sql: HEALTH, type: 'numeric', beyond: ['101', '-1'] },
  risk: { sql: RISK, type: 'numeric', beyond: ['101', '-1'] },
}

const BANDS: Readonly<Record<(typeof HEALTH_BANDS)[number], string>> = {
  low: `${HEALTH} < 40`,
  middle: `${HEALTH} >= 40 and ${HEALTH} < 70`,
  good: `${HEALTH} >= 70`,
  unknown: `${HEALTH} is null`,
}

/**
 * The key is found in the index alone. It is without "Corp.", so that who has typed "Birch Cor" finds Birch in the name itself, which is read
 * only where the key has his first word.
 */
function named(q: string, given: (value: unknown) => string): string {
  const byKey = `position(${given(nameKey(q))} in c.name_key) > 0`
  const [first = '', ...more] = q.trim().split(/\s+/)
  if (more.length === 0) return byKey
  const byName = `position(${given(nameKey(first))} in c.name_key) > 0 and position(${given(q.trim().toLowerCase())} in lower(c.name)) > 0`
  return `(${byKey} or ${byName})`
}

type Conditions = { readonly where: string; readonly from: string; readonly values: readonly unknown[] }

/** Tables are joined only where something is asked of them: a search by name reads customers alone. */
function conditionsOf(asked: ListQuestion): Conditions {
  const values: unknown[] = [isoDay(asked.today)]
  const conditions = ['c.archived_at is null']
  const given = (value: unknown): string => `$${String(values.push(value))}`
  const { q = '' } = asked
  if (nameKey(q) !== '') conditions.push(named(q, given))
  if (asked.owner === 'nobody') conditions.push('c.owner_id is null')
  else if (asked.owner !== undefined) conditions.push(`c.owner_id = ${given(asked.owner)}`)
  if (asked.plan !== undefined) conditions.push(`c.account_plan = ${given(asked.plan)}`)
  if (asked.status === undefined) conditions.push(`c.status in ('active', 'trial')`)
  else if (asked.status !== 'any') conditions.push(`c.status = ${given(asked.status)}`)
  if (asked.stage !== undefined) conditions.push(`s.stage = ${given(asked.stage)}`)
  if (asked.health !== undefined) conditions.push(BANDS[asked.health])
  const standing = asked.stage !== undefined || asked.health !== undefined || !['name', 'arr'].includes(asked.sort)
  return {
    values,
    where: conditions.join(' and '),
    from: `customers c${standing ? ' left join customer_standings s on s.company_id = c.company_id and s.customer_id = c.id' : ''}`,
  }
}

const RATES = `
  join companies co on co.id = c.company_id
  left join lateral (select r.rate from rates r where r.company_id = c.company_id and r.currency = c.currency and r.day <= $1::date
                      order by r.day desc limit 1) rate on c.currency <> co.currency`

type Page = { readonly after: readonly [place: string, id: string] | null; readonly limit: number }

/** Customers in their order behind a place. Which ones is found first; only those are then read whole. */
export function listedCustomers(tx: Tx, asked: ListQuestion, { after, limit }: Page): Promise<ListedRow[]> {
  const { where, from, values: first } = conditionsOf(asked)
  const values = [...first]
  const given = (value: unknown): string => `$${String(values.push(value))}`
  const { sql, type, beyond } = KEYS[asked.sort]
  const key = beyond ? `coalesce(${sql}, ${beyond[asked.order === 'asc' ? 0 : 1]})` : sql
  const behind = asked.order === 'asc' ? '>' : '<'
  const place = after && `and (${key}, c.id) ${behind} (${given(after[0])}::${type}, ${given(after[1])}::uuid)`
  return tx.rows<ListedRow>(
    `with found as materialized (
       select c.id, ${key} as key from ${from} ${asked.sort === 'arr' ? RATES : ''}
        where ${where} ${place ?? ''} order by ${key} ${asked.order}, c.id ${asked.order} limit ${given(limit)})
     select c.id, c.name, c.status, c.account_plan as plan, s.stage, u.id as "ownerId", u.name as owner, c.arr,
            coalesce(c.currency, co.currency) as currency, ${RENEWAL} as "renewalDate", ${HEALTH} as health, ${RISK} as risk,
            found.key::text as place
       from found
       join customers c on c.company_id = app.company_id() and c.id = found.id
       join companies co on co.id = c.company_id
       left join customer_standings s on s.company_id = c.company_id and s.customer_id = c.id
       left join users u on u.company_id = c.company_id and u.id = c.owner_id
      where $1::date is not null
      order by found.key ${asked.order}, found.id ${asked.order}`,
    values,
  )
}

/** How many fit. */
export async function countListed(tx: Tx, asked: ListQuestion): Promise<number> {
  const { where, from, values } = conditionsOf({ ...asked, sort: 'name' })
  const row = await tx.row<{ count: number }>(
    `select count(*)::int as count from ${from} where $1::date is not null and ${where}`,
    values,
  )
  return row?.count ?? 0
}

const MOST_OWNERS = 500

/** Who has customers, by name. */
export const ownersOfCustomers = (tx: Tx): Promise<{ id: string; name: string }[]> =>
  tx.rows(
    `select u.id, u.name from users u
      where exists (select from customers c where c.company_id = u.company_id and c.owner_id = u.id and c.archived_at is null)
      order by u.name, u.id limit ${String(MOST_OWNERS)}`,
  )
