import { copyLine, type Tx } from '../../../platform/postgres.ts'
import { raiseFacts } from './merge.store.ts'
import type { UsageValue } from './usage.ts'
import { deriveFeatures, deriveWindows } from './usage-windows.store.ts'

export type LinkedUsage = UsageValue & { readonly customerId: string | null }
export type UsageCounts = { readonly created: number; readonly updated: number; readonly unchanged: number }

const COLUMNS = [
  'row_number',
  'customer_id',
  'customer_ref',
  'contract_ref',
  'metric',
  'day',
  'feature',
  'external_id',
  'value',
] as const

/** Merges a batch of usage values, keeps what a correction replaced, and derives the windows that the daily cycle reads. */
export async function mergeUsage(
  tx: Tx,
  { importId, source, today }: { importId: string; source: string; today: string },
  values: readonly LinkedUsage[],
): Promise<UsageCounts> {
  await tx.run('drop table if exists incoming_usage, changed_usage')
  await tx.run(`create temp table incoming_usage (row_number bigint, customer_id uuid, customer_ref text, contract_ref text, metric text, day date, feature text,
                  external_id text, value double precision) on commit drop`)
  await tx.copyInto('incoming_usage', COLUMNS, linesOf(values))
  await tx.run('analyze incoming_usage')
  const linked = await mergeLinked(tx, { importId, source, today })
  const waiting = await keepUnlinked(tx, { importId, source })
  return {
    created: linked.created + waiting.created,
    updated: linked.updated + waiting.updated,
    unchanged: values.length - linked.created - linked.updated - waiting.created - waiting.updated,
  }
}

function* linesOf(values: readonly LinkedUsage[]): Generator<string> {
  for (const one of values) {
    yield copyLine([
      one.rowNumber,
      one.customerId,
      one.customerRef,
      one.contractRef,
      one.metric,
      one.day,
      one.feature,
      one.externalId,
      one.value,
    ])
  }
}

// Two references may mean the same customer and two cells the same day, so the last value is taken of those that end up the same.
const LINKED = `select distinct on (customer_id, metric, day, feature, external_id) * from incoming_usage where customer_id is not null
                 order by customer_id, metric, day, feature, external_id, row_number desc`

async function mergeLinked(
  tx: Tx,
  { importId, source, today }: { importId: string; source: string; today: string },
): Promise<{ created: number; updated: number }> {
  await tx.run(
    `create temp table changed_usage on commit drop as
     select i.*, u.value as before, u.import_id as import_before, u.customer_id is null as is_new
       from (${LINKED}) i
       left join usage_metrics u on u.company_id = app.company_id() and u.customer_id = i.customer_id and u.metric = i.metric
                 and u.day = i.day and u.feature = i.feature and u.source = $1 and u.external_id = i.external_id
      where u.value is distinct from i.value`,
    [source],
  )
  const counts = await tx.row<{ created: number; updated: number }>(
    'select count(*) filter (where is_new) as created, count(*) filter (where not is_new) as updated from changed_usage',
  )
  const { created = 0, updated = 0 } = counts ?? {}
  if (created + updated === 0) return { created, updated }
  await tx.run('analyze changed_usage')
  if (updated > 0) {
    await tx.run(
      `insert into usage_corrections (company_id, customer_id, metric, day, feature, source, external_id, superseded_at, value, import_id, superseded_by)
       select app.company_id(), customer_id, metric, day, feature, $1, external_id, app.now() + (clock_timestamp() - now()), before, import_before, $2
         from changed_usage where not is_new`,
      [source, importId],
    )
  }
  await tx.run(
    `insert into usage_metrics (company_id, customer_id, metric, day, feature, source, external_id, value, import_id)
     select app.company_id(), customer_id, metric, day, feature, $1, external_id, value, $2 from changed_usage
     on conflict (company_id, customer_id, metric, day, feature, source, external_id)
       do update set value = excluded.value, import_id = excluded.import_id`,
    [source, importId],
  )
  await deriveWindows(tx, 'select distinct customer_id, metric, day from changed_usage', today)
  await deriveFeatures(
    tx,
    `select customer_id, feature, max(day) as day from changed_usage where feature <> '' and value > 0 group by 1, 2`,
  )
  await raiseFacts(tx, 'select customer_id from changed_usage')
  return { created, updated }
}

async function keepUnlinked(
  tx: Tx,
  { importId, source }: { importId: string; source: string },
): Promise<{ created: number; updated: number }> {
  // As it was, for taking the import back.
  await tx.run(
    `insert into record_versions (company_id, kind, record_id, known_at, superseded_at, import_id, superseded_by, record)
     select u.company_id, 'unlinked_usage', u.id, app.now(), app.now(), u.import_id, $2, to_jsonb(u)
       from unlinked_usage u
      where u.company_id = app.company_id() and u.source = $1 and u.import_id is distinct from $2
        and exists (select from incoming_usage i
                     where i.customer_id is null and coalesce(i.customer_ref, '') = coalesce(u.customer_ref, '')
                       and coalesce(i.contract_ref, '') = coalesce(u.contract_ref, '') and i.metric = u.metric and i.day = u.day
                       and i.feature = u.feature and i.external_id = u.external_id and i.value <> u.value)`,
    [source, importId],
  )
  const rows = await tx.rows<{ created: boolean; count: number }>(
    `with kept as (
       insert into unlinked_usage (company_id, customer_ref, contract_ref, metric, day, feature, source, external_id, value, import_id)
       select distinct on (customer_ref, contract_ref, metric, day, feature, external_id)
              app.company_id(), customer_ref, contract_ref, metric, day, feature, $1, external_id, value, $2
         from incoming_usage where customer_id is null
        order by customer_ref, contract_ref, metric, day, feature, external_id, row_number desc
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
  await deriveWindows(tx, 'select distinct customer_id, metric, day from linked_usage', today)
  await deriveFeatures(
    tx,
    `select customer_id, feature, max(day) as day from linked_usage where feature <> '' and value > 0 group by 1, 2`,
  )
  await raiseFacts(tx, 'select customer_id from linked_usage')
  return counted?.linked ?? 0
}
