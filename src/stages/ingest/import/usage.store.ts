import { copyLine, type Tx } from '../../../platform/postgres.ts'
import { addRows } from './add-rows.store.ts'
import type { Addition } from './merge-sql.ts'
import { raiseFacts } from '../../../spine/facts-version.store.ts'
import { OutOfDate } from './without-bad.store.ts'
import { withoutJoins } from './without-joins.store.ts'
import { MONTH_COLUMNS, SUM_COLUMNS, type PackedUsage, type UsageBatch } from './usage-batch.store.ts'
import { rewriteUsage } from './usage-months.store.ts'
import { deriveFeatures, deriveWindows, nulls, putBehind, sumsOf } from './usage-windows.store.ts'

export type UsageCounts = { readonly created: number; readonly updated: number }

/** Brings what a batch refers to into temporary tables, and finds the customers whom it calls by their ids in its own source. */
export async function takeRefsIn(tx: Tx, batch: UsageBatch, source: string): Promise<void> {
  await tx.run('drop table if exists usage_refs, usage_owners')
  await tx.run('create temp table usage_refs (ref integer, customer_ref text, contract_ref text) on commit drop')
  await tx.copyInto('usage_refs', ['ref', 'customer_ref', 'contract_ref'], refLines(batch))
  await tx.run(
    // All are one question to the index, however many customers there are.
    `create temp table usage_owners on commit drop as
     select r.ref, c.id as customer_id
       from usage_refs r left join customers c on c.company_id = (select app.company_id()) and c.source = $1 and c.external_id = r.customer_ref
                                              and c.external_id = any(array(select customer_ref from usage_refs))`,
    [source],
  )
}

function* refLines({ refs }: UsageBatch): Generator<string> {
  let place = 0
  for (const { customerRef, contractRef } of refs) yield copyLine([place++, customerRef, contractRef])
}

/** The places of references whose customer is not known yet. */
export const refsWithoutOwner = async (tx: Tx): Promise<number[]> =>
  (await tx.rows<{ ref: number }>('select ref from usage_owners where customer_id is null order by ref')).map(
    ({ ref }) => ref,
  )

/** Says whose a reference is, found in another way. */
export const giveOwners = (
  tx: Tx,
  owners: readonly { readonly ref: number; readonly customerId: string }[],
): Promise<number> =>
  tx.run(
    `update usage_owners o set customer_id = f.customer_id from unnest($1::integer[], $2::uuid[]) as f(ref, customer_id) where o.ref = f.ref`,
    [owners.map(({ ref }) => ref), owners.map(({ customerId }) => customerId)],
  )

/** References that mean the customer of an earlier one, and the place of that one. */
export const refsOfSameOwner = async (tx: Tx): Promise<ReadonlyMap<number, number>> =>
  new Map(
    (
      await tx.rows<{ ref: number; first: number }>(
        `select o.ref, s.first
           from (select customer_id, min(ref) as first from usage_owners where customer_id is not null group by customer_id having count(*) > 1) s
           join usage_owners o on o.customer_id = s.customer_id and o.ref <> s.first`,
      )
    ).map(({ ref, first }) => [ref, first]),
  )

/** Customers whom the batch calls, at most so many. */
export const usageOwners = async (tx: Tx, most: number): Promise<string[]> =>
  (
    await tx.rows<{ id: string }>(
      'select distinct customer_id as id from usage_owners where customer_id is not null limit $1',
      [most],
    )
  ).map(({ id }) => id)

/** Brings the values of a batch into temporary tables; what they refer to is there. */
export async function takeUsageIn(tx: Tx, { months, sums }: PackedUsage): Promise<void> {
  await tx.run('drop table if exists incoming_usage, incoming_sums')
  await tx.run(`create temp table incoming_usage (ref integer, metric text, month date, feature text, external_id text, first integer,
                  days double precision[], size integer, alone boolean) on commit drop`)
  await tx.run(
    'create temp table incoming_sums (ref integer, metric text, first_day date, first date, last date, days double precision[]) on commit drop',
  )
  await tx.copyInto('incoming_usage', MONTH_COLUMNS, months)
  if (sums.length > 0) await tx.copyInto('incoming_sums', SUM_COLUMNS, sums)
}

type Merging = {
  readonly importId: string
  readonly source: string
  readonly today: string
  /** Some of it is of features. */
  readonly features: boolean
  readonly compared: ComparedUsage
  /** That was before the batch had its turn. */
  readonly before: boolean
}

/**
 * Merges what of a batch that was taken in and compared belongs to somebody: keeps what a correction replaced, and derives the windows that the
 * daily cycle reads. Throws `OutOfDate` where something else is known than when it was compared, before the batch had its turn.
 */
export async function mergeUsage(tx: Tx, merging: Merging): Promise<UsageCounts> {
  const { compared, before } = merging
  const { behind, fresh, among, added } = compared
  if (behind + fresh + among === 0) return { created: 0, updated: 0 }
  if (among > 0 && before) requireAll(among - (await movedAmong(tx)), among)
  // Also where it has its turn: whoever moves usage holds the lock.
  if (behind > 0) requireAll(await putBehindKnown(tx, merging), behind)
  if (fresh > 0) {
    const came = await addRows(tx, FRESH_MONTHS, { params: [merging.source, merging.importId], about: fresh })
    if (before) requireAll(came, fresh)
  }
  const { created, updated } = among > 0 ? await mergeAmongKnown(tx, merging) : { created: 0, updated: 0 }
  await deriveFromMerged(tx, merging, { changedToo: created + updated > 0 })
  return { created: added + created, updated }
}

/** Months that are given, by what is known of theirs: nothing, only earlier days, or some of their days; and how many values are new. */
export type ComparedUsage = Readonly<Record<'behind' | 'fresh' | 'among' | 'added', number>>

function requireAll(written: number, wanted: number): void {
  if (written < wanted) throw new OutOfDate('Usage has come or moved after what is known of it was looked at')
}

/** How many of the months that are known with some of the given days are not where they were. */
const movedAmong = (tx: Tx): Promise<number> =>
  withoutJoins(tx, ['mergejoin', 'hashjoin'], {
    statement: `select from given_usage g where g.known >= g.first
                   and not exists (select from usage_metrics u where u.ctid = g.place and u.xmin = g.version)`,
  })

const OF_METRIC = 'u.company_id = (select app.company_id()) and u.customer_id = g.customer_id and u.metric = g.metric'

const OF_MONTH = 'u.month = g.month and u.feature = g.feature and u.source = $1 and u.external_id = g.external_id'

/**
 * What is known of the months that are given: `place` is where the row of a month is kept, `version` who wrote it there, `known` its last known day. A metric is later when all
 * its days are later than all that is known of it, whatever of: then what its days come to is known as well. Most of what ever comes is.
 */
export async function compareUsage(tx: Tx, source: string): Promise<ComparedUsage> {
  await tx.run('drop table if exists known_months, given_usage, given_sums')
  await findKnownMonths(tx)
  const newest = `(select customer_id, metric, max(month + known - 1) as newest from known_months group by customer_id, metric) n`
  await tx.run(
    `create temp table given_usage on commit drop as
     select o.customer_id, i.metric, i.month, i.feature, i.external_id, i.first, i.days, i.size, i.alone, k.place, k.version, k.known,
            n.newest is null or n.newest < i.month + i.first - 1 as is_later
       from incoming_usage i join usage_owners o using (ref)
       left join known_months k on k.customer_id = o.customer_id and k.metric = i.metric and k.month = i.month and k.feature = i.feature
                               and k.source = $1 and k.external_id = i.external_id
       left join ${newest} on i.alone and n.customer_id = o.customer_id and n.metric = i.metric
      where o.customer_id is not null order by o.customer_id`,
    [source],
  )
  await tx.run(
    `create temp table given_sums on commit drop as
     select o.customer_id, i.metric, i.first, i.last, i.days, n.newest is null or n.newest < i.first_day as is_later
       from incoming_sums i join usage_owners o using (ref) left join ${newest} on n.customer_id = o.customer_id and n.metric = i.metric
      where o.customer_id is not null`,
  )
  const counts = await tx.row<ComparedUsage>(
    `select count(*) filter (where known is null) as fresh, count(*) filter (where known < first) as behind,
            count(*) filter (where known >= first) as among, coalesce(sum(size) filter (where ${IS_NEW}), 0)::integer as added from given_usage g`,
  )
  return counts ?? { behind: 0, fresh: 0, among: 0, added: 0 }
}

// What of a hundred months may come before those from which on all are asked for: a few late ones, or a year that was mistyped.
const EARLY = 0.05

/**
 * Brings what is known of the given metrics, each from the first month on that is given of it, into the temporary table `known_months`. Where nearly
 * all of them begin is one question to the index, which finds neighbours where the one before was; what is given of earlier months is asked by itself.
 */
async function findKnownMonths(tx: Tx): Promise<void> {
  const begin = await tx.row<{ month: string | null }>(
    `select (percentile_disc(${String(EARLY)}) within group (order by month))::text as month from incoming_usage`,
  )
  const known =
    'u.customer_id, u.metric, u.month, u.feature, u.source, u.external_id, u.ctid as place, u.xmin as version, cardinality(u.days) as known'
  await tx.run(
    `create temp table known_months on commit drop as
     select ${known} from usage_metrics u
      where u.company_id = (select app.company_id()) and u.customer_id = any(array(select customer_id from usage_owners))
        and u.metric = any(array(select distinct metric from incoming_usage)) and u.month >= $1::date`,
    [begin?.month],
  )
  await tx.run(
    `insert into known_months
     select ${known} from (select o.customer_id, i.metric, min(i.month) as month from incoming_usage i join usage_owners o using (ref)
                           where i.month < $1::date group by o.customer_id, i.metric) g
      cross join lateral (
              select u.*, u.ctid, u.xmin from usage_metrics u where ${OF_METRIC} and u.month >= g.month and u.month < $1::date offset 0) u`,
    [begin?.month],
  )
}

// All of it comes behind what is known of its month.
const IS_NEW = '(g.known is null or g.known < g.first)'

// Each metric of a customer, with what its days come to.
const GIVEN_WINDOWS = `(
  select customer_id, metric, first, last, days, is_later from given_sums
   union all
  select customer_id, metric, month + first - 1, month + first - 2 + cardinality(days), days, is_later from given_usage where alone)`

const FRESH_MONTHS: Addition = {
  table: 'usage_metrics',
  columns: [
    'company_id',
    'customer_id',
    'metric',
    'month',
    'feature',
    'source',
    'external_id',
    'days',
    'import_ids',
    'since',
  ],
  values: [
    '(select app.company_id())',
    'g.customer_id',
    'g.metric',
    'g.month',
    'g.feature',
    '$1::text',
    'g.external_id',
    `${nulls('g.first - 1')} || g.days`,
    'array[$2::uuid]',
    `'{1}'::integer[]`,
  ],
  from: 'given_usage g where g.known is null',
}

// A row stays where it was found while its batch has its turn: all who write usage hold the same lock to the end of their transaction, and who deletes a
// customer moves nothing. Found before that, it may have moved.
const putBehindKnown = (tx: Tx, { importId }: Merging): Promise<number> =>
  withoutJoins(tx, ['mergejoin', 'hashjoin'], {
    statement: `update usage_metrics u
        set days = case when g.first = g.known + 1 then u.days else u.days || ${nulls('g.first - 1 - g.known')} end || g.days,
            import_ids = case when u.import_ids[cardinality(u.import_ids)] is not distinct from $1 then u.import_ids else u.import_ids || $1 end,
            since = case when u.import_ids[cardinality(u.import_ids)] is not distinct from $1 then u.since else u.since || g.first end
       from given_usage g
      where g.known < g.first and u.ctid = g.place and u.customer_id is not distinct from g.customer_id and cardinality(u.days) = g.known`,
    params: [importId],
  })

/** Days that may be there already: those that are and say something else are corrections. Leaves what changed in `usage_changes`. */
async function mergeAmongKnown(tx: Tx, { importId, source }: Merging): Promise<UsageCounts> {
  await tx.run('drop table if exists usage_changes')
  await tx.run(
    `create temp table usage_changes on commit drop as
     select g.customer_id, g.metric, g.month + day.place - 1 as day, g.feature, $1::text as source, g.external_id, given.value, $2::uuid as import_id,
            u.days[day.place] as before, u.import_ids[width_bucket(day.place, u.since)] as import_before
       from given_usage g join usage_metrics u on ${OF_METRIC} and ${OF_MONTH}
      cross join unnest(g.days) with ordinality given(value, nth) cross join lateral (select g.first + given.nth::integer - 1 as place) day
      where g.known >= g.first and given.value is not null and u.days[day.place] is distinct from given.value`,
    [source, importId],
  )
  const changed = await rewriteUsage(tx)
  const updated = await tx.run(
    `insert into usage_corrections (company_id, customer_id, metric, day, feature, source, external_id, superseded_at, value, import_id, superseded_by)
     select app.company_id(), customer_id, metric, day, feature, source, external_id, app.now() + (clock_timestamp() - now()), before, import_before, import_id
       from usage_changes where before is not null`,
  )
  return { created: changed - updated, updated }
}

async function deriveFromMerged(
  tx: Tx,
  { today, features, before }: Merging,
  { changedToo }: { readonly changedToo: boolean },
): Promise<void> {
  const counts = await tx.row<{ later: number; others: number }>(
    `select count(*) filter (where is_later and last is not null) as later, count(*) filter (where not is_later) as others from ${GIVEN_WINDOWS} g`,
  )
  const { later = 0, others = 0 } = counts ?? {}
  if (others > 0)
    await deriveWindows(
      tx,
      sumsOf(
        `select g.customer_id, g.metric, g.month + (g.first + given.place::integer - 2) as day
           from given_usage g join ${GIVEN_WINDOWS} w using (customer_id, metric) cross join unnest(g.days) with ordinality given(value, place)
          where not w.is_later and ${IS_NEW} and given.value is not null
         ${changedToo ? 'union all select customer_id, metric, day from usage_changes' : ''}`,
      ),
      today,
    )
  if (later > 0) {
    const behind = `select * from ${GIVEN_WINDOWS} g where is_later and last is not null`
    const put = await putBehind(tx, { behind, about: later })
    if (before) requireAll(put, later)
  }
  if (features)
    await deriveFeatures(
      tx,
      `select g.customer_id, g.feature, g.month + (g.first + given.place::integer - 2) as day
         from given_usage g cross join unnest(g.days) with ordinality given(value, place) where g.feature <> '' and given.value > 0`,
    )
  await raiseFacts(
    tx,
    `select customer_id from given_usage g where ${IS_NEW} ${changedToo ? 'union all select customer_id from usage_changes' : ''}`,
  )
}
