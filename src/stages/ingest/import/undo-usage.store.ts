import type { Tx } from '../../../platform/postgres.ts'
import { raiseFacts } from '../../../spine/facts-version.store.ts'
import { rewriteUsage } from './usage-months.store.ts'
import { rebuildUsage } from './usage-windows.store.ts'

/** Takes usage back: corrected days get the value they had, new ones go; windows are worked out anew for the customers concerned. */
export async function undoUsage(
  tx: Tx,
  importId: string,
  today: string,
): Promise<{ deleted: number; restored: number }> {
  await tx.run('drop table if exists usage_changes')
  await tx.run(
    `create temp table usage_changes on commit drop as
     select u.customer_id, u.metric, u.day, u.feature, u.source, u.external_id, before.value, before.import_id
       from (select * from usage_metrics where company_id = app.company_id() and $1 = any(import_ids)) m
       join usage_values u using (company_id, customer_id, metric, month, feature, source, external_id)
       left join lateral (select c.value, c.import_id from usage_corrections c
                           where c.company_id = u.company_id and c.customer_id = u.customer_id and c.metric = u.metric and c.day = u.day
                             and c.feature = u.feature and c.source = u.source and c.external_id = u.external_id and c.superseded_by = $1
                           order by c.superseded_at limit 1) before on true
      where u.import_id = $1`,
    [importId],
  )
  const changed = await rewriteUsage(tx)
  const counts = await tx.row<{ restored: number }>('select count(value) as restored from usage_changes')
  const restored = counts?.restored ?? 0
  // What it had replaced on days that others have corrected since stays: it is what was believed before.
  await tx.run(
    `delete from usage_corrections u using usage_changes c
      where u.company_id = app.company_id() and u.superseded_by = $1 and u.customer_id = c.customer_id and u.metric = c.metric and u.day = c.day
        and u.feature = c.feature and u.source = c.source and u.external_id = c.external_id`,
    [importId],
  )
  // What it brought waits no more, also where it was linked meanwhile: taking that link back must not bring it again.
  await tx.run('delete from import_usage_links where company_id = app.company_id() and import_id = $1', [importId])
  const waiting = await undoWaiting(tx, importId)
  await rebuildUsage(tx, 'select distinct customer_id from usage_changes', today)
  await raiseFacts(tx, 'select customer_id from usage_changes')
  return { deleted: changed - restored + waiting.deleted, restored: restored + waiting.restored }
}

async function undoWaiting(tx: Tx, importId: string): Promise<{ deleted: number; restored: number }> {
  const gone = await tx.run('delete from unlinked_usage where company_id = app.company_id() and import_id = $1', [
    importId,
  ])
  const restored = await tx.run(
    `insert into unlinked_usage select u.* from record_versions v, jsonb_populate_record(null::unlinked_usage, v.record) u
      where v.company_id = app.company_id() and v.kind = 'unlinked_usage' and v.superseded_by = $1 on conflict do nothing`,
    [importId],
  )
  await tx.run(
    `delete from record_versions where company_id = app.company_id() and kind = 'unlinked_usage' and superseded_by = $1`,
    [importId],
  )
  return { deleted: gone - restored, restored }
}
