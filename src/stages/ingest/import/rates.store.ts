import type { Tx } from '../../../platform/postgres.ts'
import type { DraftRow } from './prepare.store.ts'
import { raiseFacts } from '../../../spine/facts-version.store.ts'

/** Merges exchange rates: one a currency and day. Customers with amounts in a currency whose rates changed are looked at again. */
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
  const merged = await tx.rows<{ currency: string; created: boolean }>(
    `insert into rates (company_id, currency, day, rate, import_id)
     select distinct on (i.currency, i.day) app.company_id(), i.currency, i.day, i.rate, $2 from ${incoming}
     on conflict (company_id, currency, day) do update set rate = excluded.rate, import_id = excluded.import_id where rates.rate <> excluded.rate
     returning currency, xmax = 0 as created`,
    [rates, importId],
  )
  await raiseFactsIn(
    tx,
    merged.map(({ currency }) => currency),
  )
  const created = merged.filter((row) => row.created).length
  return { created, updated: merged.length - created }
}

/** Raises the facts version of every customer with an amount in one of the currencies. */
export async function raiseFactsIn(tx: Tx, currencies: readonly string[]): Promise<void> {
  if (currencies.length === 0) return
  await raiseFacts(
    tx,
    `select id as customer_id from customers where currency = any($1)
     union all select customer_id from contracts where currency = any($1)
     union all select customer_id from renewals where currency = any($1)
     union all select customer_id from opportunities where currency = any($1)`,
    [[...new Set(currencies)]],
  )
}
