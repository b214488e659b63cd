import type { Tx } from '../../../platform/postgres.ts'
import type { DraftRow } from './prepare.store.ts'
import { raiseFacts } from './merge.store.ts'

/** Merges exchange rates: one a currency and day. Customers with amounts in such a currency are looked at again. */
export async function mergeRates(
  tx: Tx,
  importId: string,
  drafts: readonly DraftRow[],
): Promise<{ created: number; updated: number }> {
  const rates = JSON.stringify(
    drafts.map(({ draft }) => ({ currency: draft['currency'], day: draft['day'], rate: draft['rate'] })),
  )
  const incoming = 'json_to_recordset($1) as i(currency text, day date, rate numeric(18, 8))'
  await tx.run(
    `insert into record_versions (company_id, kind, record_id, known_at, superseded_at, import_id, superseded_by, record)
     select r.company_id, 'rates', md5(r.currency || r.day)::uuid, app.now(), app.now(), r.import_id, $2, to_jsonb(r)
       from ${incoming} join rates r on r.company_id = app.company_id() and r.currency = i.currency and r.day = i.day and r.rate <> i.rate`,
    [rates, importId],
  )
  const merged = await tx.rows<{ created: boolean }>(
    `insert into rates (company_id, currency, day, rate, import_id)
     select distinct on (i.currency, i.day) app.company_id(), i.currency, i.day, i.rate, $2 from ${incoming}
     on conflict (company_id, currency, day) do update set rate = excluded.rate, import_id = excluded.import_id where rates.rate <> excluded.rate
     returning xmax = 0 as created`,
    [rates, importId],
  )
  if (merged.length > 0) {
    await raiseFacts(
      tx,
      `select id as customer_id from customers where currency in (select i.currency from ${incoming})`,
      [rates],
    )
  }
  const created = merged.filter((row) => row.created).length
  return { created, updated: merged.length - created }
}
