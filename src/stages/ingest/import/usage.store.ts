import { copyLine, type Tx } from '../../../platform/postgres.ts'
import { addRows } from './add-rows.store.ts'
import type { Addition } from './merge-sql.ts'
import { raiseFacts } from './merge.store.ts'
import { USAGE_COLUMNS, type UsageBatch } from './usage-batch.store.ts'
import { deriveFeatures, deriveWindows, sumsOf } from './usage-windows.store.ts'

export type UsageCounts = { readonly created: number; readonly updated: number }

/** Brings a batch into temporary tables, and finds the customers whom it calls by their ids in its own source. */
export async function takeUsageIn(tx: Tx, batch: UsageBatch, source: string): Promise<void> {
  await tx.run('drop table if exists incoming_usage, usage_refs, usage_owners, given_usage, given_windows')
  await tx.run(`create temp table incoming_usage (row_number bigint, ref integer, metric text, day date, feature text, external_id text,
                  value double precision) on commit drop`)
  await tx.run('create temp table usage_refs (ref integer, customer_ref text, contract_ref text) on commit drop')
  await tx.copyInto('usage_refs', ['ref', 'customer_ref', 'contract_ref'], refLines(batch))
  await tx.copyInto('incoming_usage', USAGE_COLUMNS, batch.pieces())
  await tx.run(
    `create temp table usage_owners on commit drop as
     select r.ref, c.id as customer_id
       from usage_refs r left join customers c on c.company_id = app.company_id() and c.source = $1 and c.external_id = r.customer_ref`,
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

/** The customers whom the batch calls. */
export const usageOwners = async (tx: Tx): Promise<string[]> =>
  (
    await tx.rows<{ id: string }>('select distinct customer_id as id from usage_owners where customer_id is not null')
  ).map(({ id }) => id)

type Merging = {
  readonly importId: string
  readonly source: string
  readonly today: string
  readonly features: boolean
}

/**
 * Merges a batch that was taken in: keeps what a correction replaced, and derives the windows that the daily cycle reads. `waits`: some of
 * it belongs to nobody yet. `features`: some of it is of features.
 */
export async function mergeUsage(
  tx: Tx,
  { waits, ...merging }: Merging & { readonly waits: boolean },
): Promise<UsageCounts> {
  const linked = await mergeLinked(tx, merging)
  if (!waits) return linked
  const waiting = await keepUnlinked(tx, merging)
  return { created: linked.created + waiting.created, updated: linked.updated + waiting.updated }
}

// Later than all that is known of its customer and metric: it is new, and its day is this batch's alone. Most of what ever comes is.
const LATER = '(w.newest is null or g.day > w.newest)'

const LATER_USAGE: Addition = {
  table: 'usage_metrics',
  columns: ['company_id', 'customer_id', 'metric', 'day', 'feature', 'source', 'external_id', 'value', 'import_id'],
  values: [
    '(select app.company_id())',
    'g.customer_id',
    'g.metric',
    'g.day',
    'g.feature',
    '$1::text',
    'g.external_id',
    'g.value',
    '$2::uuid',
  ],
  from: `given_usage g join given_windows w using (customer_id, metric) where ${LATER}`,
}

async function mergeLinked(tx: Tx, { importId, source, today, features }: Merging): Promise<UsageCounts> {
  // Two references may mean the same customer and two cells the same day, so the last value is taken of those that end up the same.
  const given = await tx.run(
    `create temp table given_usage on commit drop as
     select distinct on (customer_id, metric, day, feature, external_id) customer_id, metric, day, feature, external_id, value
       from incoming_usage join usage_owners using (ref) where customer_id is not null
      order by customer_id, metric, day, feature, external_id, row_number desc`,
  )
  if (given === 0) return { created: 0, updated: 0 }
  await tx.run(
    `create temp table given_windows on commit drop as
     select g.customer_id, g.metric, g.last, known.day as newest
       from (select customer_id, metric, max(day) as last from given_usage group by customer_id, metric) g
       left join lateral (select u.day from usage_metrics u
                           where u.company_id = app.company_id() and u.customer_id = g.customer_id and u.metric = g.metric
                           order by u.day desc limit 1) known on true`,
  )
  const later = await addRows(tx, LATER_USAGE, { params: [source, importId], about: given })
  const among = later < given ? await mergeAmongKnown(tx, { importId, source }) : { created: 0, updated: 0 }
  const changedToo = among.created + among.updated > 0
  await deriveWindows(
    tx,
    `select g.customer_id, g.metric, g.day, sum(g.value) as value from given_usage g join given_windows w using (customer_id, metric)
      where ${LATER} group by g.customer_id, g.metric, g.day
     ${changedToo ? `union all ${sumsOf('select customer_id, metric, day from changed_usage')}` : ''}`,
    today,
  )
  if (features) {
    const used = `g.customer_id, g.feature, g.day from`
    await deriveFeatures(
      tx,
      `select ${used} given_usage g join given_windows w using (customer_id, metric) where ${LATER} and g.feature <> '' and g.value > 0
       ${changedToo ? `union all select ${used} changed_usage g where g.feature <> '' and g.value > 0` : ''}`,
    )
  }
  await raiseFacts(
    tx,
    `select customer_id from given_windows where newest is null or last > newest
     ${changedToo ? 'union all select customer_id from changed_usage' : ''}`,
  )
  return { created: later + among.created, updated: among.updated }
}

/** Days that may be there already: those that are and say something else are corrections. Leaves what changed in `changed_usage`. */
async function mergeAmongKnown(
  tx: Tx,
  { importId, source }: Pick<Merging, 'importId' | 'source'>,
): Promise<UsageCounts> {
  await tx.run('drop table if exists changed_usage')
  await tx.run(
    `create temp table changed_usage on commit drop as
     select g.*, u.value as before, u.import_id as import_before, u.customer_id is null as is_new
       from given_usage g join given_windows w using (customer_id, metric)
       left join usage_metrics u on u.company_id = app.company_id() and u.customer_id = g.customer_id and u.metric = g.metric
                 and u.day = g.day and u.feature = g.feature and u.source = $1 and u.external_id = g.external_id
      where not ${LATER} and u.value is distinct from g.value`,
    [source],
  )
  const counts = await tx.row<{ created: number; updated: number }>(
    'select count(*) filter (where is_new) as created, count(*) filter (where not is_new) as updated from changed_usage',
  )
  const { created = 0, updated = 0 } = counts ?? {}
  if (updated > 0) {
    await tx.run(
      `insert into usage_corrections (company_id, customer_id, metric, day, feature, source, external_id, superseded_at, value, import_id, superseded_by)
       select app.company_id(), customer_id, metric, day, feature, $1, external_id, app.now() + (clock_timestamp() - now()), before, import_before, $2
         from changed_usage where not is_new`,
      [source, importId],
    )
  }
  if (created + updated > 0) {
    await tx.run(
      `insert into usage_metrics (company_id, customer_id, metric, day, feature, source, external_id, value, import_id)
       select app.company_id(), customer_id, metric, day, feature, $1, external_id, value, $2 from changed_usage
       on conflict (company_id, customer_id, metric, day, feature, source, external_id)
         do update set value = excluded.value, import_id = excluded.import_id`,
      [source, importId],
    )
  }
  return { created, updated }
}

const WAITING = 'incoming_usage i join usage_owners o using (ref) join usage_refs r using (ref)'

async function keepUnlinked(tx: Tx, { importId, source }: Pick<Merging, 'importId' | 'source'>): Promise<UsageCounts> {
  // As it was, for taking the import back.
  await tx.run(
    `insert into record_versions (company_id, kind, record_id, known_at, superseded_at, import_id, superseded_by, record)
     select u.company_id, 'unlinked_usage', u.id, app.now(), app.now(), u.import_id, $2, to_jsonb(u)
       from unlinked_usage u
      where u.company_id = app.company_id() and u.source = $1 and u.import_id is distinct from $2
        and exists (select from ${WAITING}
                     where o.customer_id is null and coalesce(r.customer_ref, '') = coalesce(u.customer_ref, '')
                       and coalesce(r.contract_ref, '') = coalesce(u.contract_ref, '') and i.metric = u.metric and i.day = u.day
                       and i.feature = u.feature and i.external_id = u.external_id and i.value <> u.value)`,
    [source, importId],
  )
  const rows = await tx.rows<{ created: boolean; count: number }>(
    `with kept as (
       insert into unlinked_usage (company_id, customer_ref, contract_ref, metric, day, feature, source, external_id, value, import_id)
       select distinct on (r.customer_ref, r.contract_ref, i.metric, i.day, i.feature, i.external_id)
              app.company_id(), r.customer_ref, r.contract_ref, i.metric, i.day, i.feature, $1, i.external_id, i.value, $2
         from ${WAITING} where o.customer_id is null
        order by r.customer_ref, r.contract_ref, i.metric, i.day, i.feature, i.external_id, i.row_number desc
       on conflict (company_id, coalesce(customer_ref, ''), coalesce(contract_ref, ''), metric, day, feature, source, external_id)
         do update set value = excluded.value, import_id = excluded.import_id where unlinked_usage.value <> excluded.value
       returning xmax = 0 as created
     ) select created, count(*) from kept group by created`,
    [source, importId],
  )
  const count = (created: boolean): number => rows.find((row) => row.created === created)?.count ?? 0
  return { created: count(true), updated: count(false) }
}

export type WaitingUsage = { readonly customerRef: string | null; readonly contractRef: string | null }

/** What waiting usage refers to, a page at a time. */
export const waitingUsage = (tx: Tx, after: WaitingUsage | undefined, limit: number): Promise<WaitingUsage[]> =>
  tx.rows<WaitingUsage>(
    `select distinct coalesce(customer_ref, '') collate "C" as "customerRef", coalesce(contract_ref, '') collate "C" as "contractRef" from unlinked_usage
      where company_id = app.company_id() and (coalesce(customer_ref, '') collate "C", coalesce(contract_ref, '') collate "C") > ($1, $2)
      order by 1, 2 limit ${String(limit)}`,
    [after?.customerRef ?? '', after?.contractRef ?? ''],
  )

/** Moves waiting usage to the customers that it turned out to belong to; what is there already stays as it is. */
export async function linkUsage(
  tx: Tx,
  found: readonly { readonly customerRef: string; readonly contractRef: string; readonly customerId: string }[],
  { importId, today }: { importId: string | undefined; today: string },
): Promise<number> {
  if (found.length === 0) return 0
  await tx.run('drop table if exists linked_usage')
  await tx.run(
    `create temp table linked_usage on commit drop as
     with moved as (
       delete from unlinked_usage u using unnest($1::text[], $2::text[], $3::uuid[]) as f(customer_ref, contract_ref, customer_id)
        where u.company_id = app.company_id() and coalesce(u.customer_ref, '') = f.customer_ref and coalesce(u.contract_ref, '') = f.contract_ref
       returning f.customer_id, u.metric, u.day, u.feature, u.source, u.external_id, u.value, u.import_id, u.customer_ref, u.contract_ref
     ) select * from moved`,
    [
      found.map(({ customerRef }) => customerRef),
      found.map(({ contractRef }) => contractRef),
      found.map(({ customerId }) => customerId),
    ],
  )
  const counted = await tx.row<{ linked: number }>(
    `with moved as (
       insert into usage_metrics (company_id, customer_id, metric, day, feature, source, external_id, value, import_id)
       select distinct on (customer_id, metric, day, feature, source, external_id)
              app.company_id(), customer_id, metric, day, feature, source, external_id, value, import_id from linked_usage
        order by customer_id, metric, day, feature, source, external_id, customer_ref, contract_ref
       on conflict do nothing
       returning customer_id, metric, day, feature, source, external_id
     ), noted as (
       insert into import_usage_links (company_id, linked_by, customer_id, customer_ref, contract_ref, metric, day, feature, source, external_id, value, import_id, moved)
       select app.company_id(), $1::uuid, l.customer_id, l.customer_ref, l.contract_ref, l.metric, l.day, l.feature, l.source, l.external_id, l.value, l.import_id,
              m.customer_id is not null
         from linked_usage l left join moved m using (customer_id, metric, day, feature, source, external_id) where $1::uuid is not null
     )
     select count(*) as linked from moved`,
    [importId ?? null],
  )
  await deriveWindows(tx, sumsOf('select customer_id, metric, day from linked_usage'), today)
  await deriveFeatures(
    tx,
    `select customer_id, feature, max(day) as day from linked_usage where feature <> '' and value > 0 group by 1, 2`,
  )
  await raiseFacts(tx, 'select customer_id from linked_usage')
  return counted?.linked ?? 0
}
