import type { Tx } from '../../../platform/postgres.ts'
import { raiseFacts } from '../../../spine/facts-version.store.ts'
import { rewriteUsage } from './usage-months.store.ts'
import { deriveFeatures, deriveWindows, sumsOf } from './usage-windows.store.ts'
import type { UsageCounts } from './usage.store.ts'

const WAITING = `(
  select r.customer_ref, r.contract_ref, i.metric, i.month + (i.first + given.place::integer - 2) as day, i.feature, i.external_id, given.value
    from incoming_usage i join usage_owners o using (ref) join usage_refs r using (ref)
   cross join unnest(i.days) with ordinality given(value, place)
   where o.customer_id is null and given.value is not null) i`

/** Keeps what of a batch that was taken in belongs to nobody yet, a row for each value. */
export async function keepWaiting(
  tx: Tx,
  { importId, source }: { readonly importId: string; readonly source: string },
): Promise<UsageCounts> {
  // As it was, for taking the import back.
  await tx.run(
    `insert into record_versions (company_id, kind, record_id, known_at, superseded_at, import_id, superseded_by, record)
     select u.company_id, 'unlinked_usage', u.id, app.now(), app.now(), u.import_id, $2, to_jsonb(u)
       from unlinked_usage u
      where u.company_id = app.company_id() and u.source = $1 and u.import_id is distinct from $2
        and exists (select from ${WAITING}
                     where coalesce(i.customer_ref, '') = coalesce(u.customer_ref, '')
                       and coalesce(i.contract_ref, '') = coalesce(u.contract_ref, '') and i.metric = u.metric and i.day = u.day
                       and i.feature = u.feature and i.external_id = u.external_id and i.value <> u.value)`,
    [source, importId],
  )
  const rows = await tx.rows<{ created: boolean; count: number }>(
    `with kept as (
       insert into unlinked_usage (company_id, customer_ref, contract_ref, metric, day, feature, source, external_id, value, import_id)
       select app.company_id(), i.customer_ref, i.contract_ref, i.metric, i.day, i.feature, $1, i.external_id, i.value, $2 from ${WAITING}
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
  await tx.run('drop table if exists usage_changes')
  await tx.run(
    `create temp table usage_changes on commit drop as
     select distinct on (customer_id, metric, day, feature, source, external_id) customer_id, metric, day, feature, source, external_id, value, import_id
       from linked_usage l
      where not exists (select from usage_values u
                         where u.company_id = app.company_id() and u.customer_id = l.customer_id and u.metric = l.metric
                           and u.month = date_trunc('month', l.day)::date and u.day = l.day and u.feature = l.feature and u.source = l.source
                           and u.external_id = l.external_id)
      order by customer_id, metric, day, feature, source, external_id, customer_ref, contract_ref`,
  )
  const linked = await rewriteUsage(tx)
  if (importId !== undefined)
    await tx.run(
      `insert into import_usage_links (company_id, linked_by, customer_id, customer_ref, contract_ref, metric, day, feature, source, external_id, value, import_id, moved)
       select app.company_id(), $1::uuid, l.customer_id, l.customer_ref, l.contract_ref, l.metric, l.day, l.feature, l.source, l.external_id, l.value, l.import_id,
              m.customer_id is not null
         from linked_usage l left join usage_changes m using (customer_id, metric, day, feature, source, external_id)`,
      [importId],
    )
  await deriveWindows(tx, sumsOf('select customer_id, metric, day from linked_usage'), today)
  await deriveFeatures(
    tx,
    `select customer_id, feature, max(day) as day from linked_usage where feature <> '' and value > 0 group by 1, 2`,
  )
  await raiseFacts(tx, 'select customer_id from linked_usage')
  return linked
}
