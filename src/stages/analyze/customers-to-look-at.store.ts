import { isoDay, type Day } from '../../base/day.ts'
import type { Tx } from '../../platform/postgres.ts'
import { OPEN } from '../../spine/execution.store.ts'
import { amongCustomers, customersParameter, stretchOf, type Customers } from '../../spine/among-customers.store.ts'

/**
 * Whom a run looks at: everybody; those of whom more is known than their standing read; or, on a new day, those and everybody whose standing
 * holds no longer or whose open work somebody has touched.
 */
export type Look = { readonly at: 'all' } | Some

/** `oneIn`: about one in so many is looked at. */
export type Some = (Due | { readonly at: 'changed' }) & { readonly oneIn: number }

type Due = {
  readonly at: 'due'
  readonly on: Day
  /** Somebody came, went or is away: whoever has work open is looked at. */
  readonly peopleMoved: boolean
}

export const EVERYBODY = { at: 'all' } as const

type Among = (column: string) => string

/**
 * Customers of whom more is known than their standing read or, on a new day, of whom something can have come. What is kept of each is put under
 * each other and added up: joined, the server would look through the whole stretch again for each of its customers, wherever it takes a stretch
 * for one customer, as it does in a book so large that its statistics have no mark within it.
 */
const dueSql = (look: Some, among: Among): string => `
  select id from (
    select id, 1 as here, 0 as held, 0::bigint as news, 0::bigint as worked from customers
     where ${among('id')} and archived_at is null and $2::date is not null
    union all select customer_id, 0, 0, -version, 0 from facts_versions where ${among('customer_id')}
    union all ${standingsSql(look, among('customer_id'))}
  ) kept group by id having sum(here) = 1 and (sum(held) = 0 or sum(news) <> 0 or sum(worked) <> 0)`

const standingsSql = (look: Some, among: string): string =>
  look.at === 'due'
    ? `select customer_id, 0, 1, facts_version, work_version from customer_standings
        where ${among} and holds_until > $2::date ${look.peopleMoved ? 'and work_version = 0' : ''}
       union all select customer_id, 0, 0, 0, -version from workflow_executions where ${among} and ${OPEN}`
    : `select customer_id, 0, 1, facts_version, 0 from customer_standings where ${among}`

// Where nobody is passed over for the day's sake, any day will do.
const dayOf = (look: Look): string => isoDay(look.at === 'due' ? look.on : 0)

/** Customers that follow each other by their ids, archived ones left out, and whom of them a run looks at. */
export type Reach = {
  readonly last: string | null
  readonly isLast: boolean
  readonly due: Customers
  /** How many they are, and how many lie between. */
  readonly looked: number
  readonly passedOver: number
}

type ReachRequest = {
  readonly after: string | null
  /** So many are looked at, at most. */
  readonly limit: number
  readonly look: Look
}

/**
 * The next customers by id. Whom to look at is asked of a stretch as a whole: asked for one by one until there are enough, the server reads
 * everybody's standing again for each of them.
 */
export async function nextCustomers(tx: Tx, { after, limit, look }: ReachRequest): Promise<Reach> {
  const most = look.at === 'all' ? limit : limit * look.oneIn
  const ids = await pageOfCustomers(tx, { after, limit: most })
  const end = { last: ids.at(-1) ?? null, isLast: ids.length < most }
  const all = stretchOf(ids)
  if (look.at === 'all' || ids.length === 0) return { ...end, due: all, looked: ids.length, passedOver: 0 }
  const rows = await tx.rows<{ id: string }>(
    `${dueSql(look, (column) => amongCustomers(all, column))} order by id limit $3`,
    [customersParameter(all), dayOf(look), limit + 1],
  )
  const due = rows.slice(0, limit).map(({ id }) => id)
  const reached = rows.length > limit ? { last: due.at(-1) ?? null, isLast: false } : end
  const reach = ids.indexOf(reached.last ?? '') + 1
  return {
    ...reached,
    due: follow(due, ids) ? stretchOf(due) : due,
    looked: due.length,
    passedOver: reach - due.length,
  }
}

/** Whether these are, among all of them in their order, without any other between. */
function follow(some: readonly string[], all: readonly string[]): boolean {
  const from = all.indexOf(some[0] ?? '')
  return from >= 0 && all[from + some.length - 1] === some.at(-1)
}

/** The next customers by id, archived ones left out. */
export async function pageOfCustomers(
  tx: Tx,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select id from customers
      where id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') and archived_at is null order by id limit $2`,
    [after, limit],
  )
  return rows.map(({ id }) => id)
}

/** How many customers there are to be looked at on the day of their standings. */
export async function countCustomers(tx: Tx, look: Look): Promise<number> {
  const row = await (look.at === 'all'
    ? tx.row<{ count: number }>('select count(*)::int as count from customers where archived_at is null')
    : tx.row<{ count: number }>(`select count(*)::int as count from (${dueSql(look, EVERYWHERE)}) due`, [
        [],
        dayOf(look),
      ]))
  return row?.count ?? 0
}

const EVERYWHERE: Among = () => '$1::uuid[] is not null'
