import type { Tx } from '../../../platform/postgres.ts'
import type { Kind } from './fields/field.ts'
import { raiseFactsIn } from './rates.store.ts'

/** ARR as it was: what the import noted goes, and where a customer's ARR went back on the same day that is noted again. */
export async function undoArr(tx: Tx, importId: string): Promise<void> {
  await tx.run(
    `with gone as (
       delete from arr_history where company_id = app.company_id() and import_id = $1
          and customer_id in (select id from undone where fate = 'back') returning customer_id, day
     )
     insert into arr_history (company_id, customer_id, day, arr, currency, import_id)
     select c.company_id, c.id, max(gone.day), c.arr, c.currency, c.import_id
       from gone join customers c on c.company_id = app.company_id() and c.id = gone.customer_id
       left join lateral (select h.arr, h.currency from arr_history h where h.company_id = c.company_id and h.customer_id = c.id
                            and h.import_id is distinct from $1 order by h.day desc limit 1) latest on true
      where (c.arr, c.currency) is distinct from (latest.arr, latest.currency) and c.arr is not null
      group by c.company_id, c.id, c.arr, c.currency, c.import_id
     on conflict do nothing`,
    [importId],
  )
}

const PARTS: Readonly<Partial<Record<Kind, (tx: Tx, importId: string) => Promise<void>>>> = {
  products: undoPrices,
  contracts: undoTerms,
}

/** Prices and clauses as they were, from the log of what the import replaced. */
export async function undoParts(tx: Tx, kind: Kind, importId: string): Promise<void> {
  await PARTS[kind]?.(tx, importId)
  await forgetReplaced(tx, importId)
}

async function undoPrices(tx: Tx, importId: string): Promise<void> {
  await tx.run('delete from prices where company_id = app.company_id() and import_id = $1', [importId])
  await tx.run(
    `insert into prices select p.* from record_versions v, jsonb_populate_record(null::prices, v.record) p
      where v.company_id = app.company_id() and v.kind = 'prices' and v.superseded_by = $1
        and exists (select from products x where x.company_id = v.company_id and x.id = p.product_id) on conflict do nothing`,
    [importId],
  )
}

// Lists that belong to a record are replaced whole; where somebody replaced them again since, they stay.
const replacedLast = (kind: string): string =>
  `v.company_id = app.company_id() and v.kind = '${kind}' and v.superseded_by = $1
   and not exists (select from record_versions later where later.company_id = v.company_id and later.kind = v.kind
                    and later.record_id = v.record_id and later.seq > v.seq)`

async function undoTerms(tx: Tx, importId: string): Promise<void> {
  await tx.run(
    `delete from contract_terms k using record_versions v
      where k.company_id = app.company_id() and v.record_id = k.contract_id and ${replacedLast('contract_terms')}`,
    [importId],
  )
  await tx.run(
    `insert into contract_terms select k.* from record_versions v, jsonb_populate_recordset(null::contract_terms, v.record) k
      where ${replacedLast('contract_terms')} and exists (select from contracts x where x.company_id = v.company_id and x.id = v.record_id)`,
    [importId],
  )
  await tx.run(
    `insert into undone_customers select x.customer_id from record_versions v
       join contracts x on x.company_id = v.company_id and x.id = v.record_id where ${replacedLast('contract_terms')}`,
    [importId],
  )
}

/** Absences as they were. */
export async function undoAbsences(tx: Tx, importId: string): Promise<void> {
  await tx.run(
    `delete from absences a using record_versions v
      where a.company_id = app.company_id() and v.record_id = a.user_id and ${replacedLast('absences')}`,
    [importId],
  )
  await tx.run(
    `insert into absences select a.company_id, a.id, a.user_id, a.from_day, a.to_day,
            (select c.id from users c where c.company_id = a.company_id and c.id = a.cover_id), a.created_at
       from record_versions v, jsonb_populate_recordset(null::absences, v.record) a
      where ${replacedLast('absences')} and exists (select from users x where x.company_id = v.company_id and x.id = v.record_id)`,
    [importId],
  )
}

/** Rates as they were; whoever has amounts in their currencies is looked at again. */
export async function undoRates(tx: Tx, importId: string): Promise<{ deleted: number; restored: number }> {
  const gone = await tx.rows<{ currency: string; id: string }>(
    `delete from rates where company_id = app.company_id() and import_id = $1 returning currency, md5(currency || day)::uuid as id`,
    [importId],
  )
  // What it had replaced of rates that others have corrected since stays: it is what was believed before.
  const replaced = `v.company_id = app.company_id() and v.kind = 'rates' and v.superseded_by = $1 and v.record_id = any($2)`
  const mine = [importId, gone.map(({ id }) => id)]
  const restored = await tx.run(
    `insert into rates select r.* from record_versions v, jsonb_populate_record(null::rates, v.record) r where ${replaced} on conflict do nothing`,
    mine,
  )
  await tx.run(`delete from record_versions v where ${replaced}`, mine)
  await raiseFactsIn(
    tx,
    gone.map(({ currency }) => currency),
  )
  return { deleted: gone.length - restored, restored }
}

const forgetReplaced = (tx: Tx, importId: string): Promise<number> =>
  tx.run(
    `delete from record_versions where company_id = app.company_id() and superseded_by = $1
        and kind in ('prices', 'contract_terms', 'absences')`,
    [importId],
  )
