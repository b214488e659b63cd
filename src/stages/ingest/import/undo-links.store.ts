import type { Tx } from '../../../platform/postgres.ts'
import { WAITING_REFERENCES } from './link.store.ts'
import { rewriteUsage } from './usage-months.store.ts'
import { rebuildUsage } from './usage-windows.store.ts'

/**
 * Lets go of what waited and was linked by an import: it waits again, by the reference that it came with. Adds the customers concerned to
 * the temporary table `undone_customers`.
 */
export async function letGoOfLinks(tx: Tx, importId: string): Promise<void> {
  for (const { table, label } of WAITING_REFERENCES) {
    const customer = table === 'customers' ? 't.id' : table === 'users' ? 'null::uuid' : 't.customer_id'
    const mine = `t.company_id = app.company_id() and t.id in (select record_id from import_links where import_id = $1 and kind = $2 and label = $3)`
    const params = [importId, table, label]
    await tx.run(`insert into undone_customers select ${customer} from ${table} t where ${mine}`, params)
    await tx.run(`update ${table} t set ${label}_id = null, resolved_by = resolved_by - $3::text where ${mine}`, params)
  }
  await tx.run('delete from import_links where company_id = app.company_id() and import_id = $1', [importId])
}

/** The same for usage. A day that was corrected after it was linked stays with its customer. */
export async function letGoOfUsage(tx: Tx, importId: string, today: string): Promise<void> {
  await tx.run('drop table if exists let_go, usage_changes')
  await tx.run(
    `create temp table let_go on commit drop as
     with noted as (
       delete from import_usage_links where company_id = app.company_id() and linked_by = $1 returning *
     )
     select n.* from noted n
      where not n.moved
         or exists (select from usage_values u
                     where u.company_id = n.company_id and u.customer_id = n.customer_id and u.metric = n.metric
                       and u.month = date_trunc('month', n.day)::date and u.day = n.day and u.feature = n.feature and u.source = n.source
                       and u.external_id = n.external_id and u.value = n.value and u.import_id is not distinct from n.import_id)`,
    [importId],
  )
  await tx.run(
    `create temp table usage_changes on commit drop as
     select distinct customer_id, metric, day, feature, source, external_id, null::double precision as value, null::uuid as import_id
       from let_go where moved`,
  )
  await rewriteUsage(tx)
  await tx.run(
    `insert into unlinked_usage (company_id, customer_ref, contract_ref, metric, day, feature, source, external_id, value, import_id)
     select company_id, customer_ref, contract_ref, metric, day, feature, source, external_id, value, import_id from let_go
     on conflict do nothing`,
  )
  await rebuildUsage(tx, 'select customer_id from let_go', today)
  await tx.run('insert into undone_customers select distinct customer_id from let_go')
}
