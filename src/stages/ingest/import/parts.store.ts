import { copyLine, type Tx } from '../../../platform/postgres.ts'
import { textOf } from './fields/spec.ts'
import type { DraftRow } from './prepare.store.ts'

/** What a ticket's text says, worked out once: sentiment −1 … 1 (null: no text to judge) and the words that made it. */
export type TicketReading = {
  readonly sentiment: number | null
  readonly words: readonly string[]
  readonly leaving: boolean
  readonly leavingWords: readonly string[]
}

export type ReadTicket = (text: string) => TicketReading

type Ticket = { readonly id: string; readonly subject: string | null; readonly body: string | null }

const UNREAD: TicketReading = { sentiment: null, words: [], leaving: false, leavingWords: [] }

/** Reads the texts of the batch's new and changed tickets. What another text said before is in the version that the change has left. */
export async function keepTicketSignals(tx: Tx, readTicket: ReadTicket): Promise<void> {
  const tickets = await tx.rows<Ticket>(
    `select t.id, t.subject, t.body from decided d join support_tickets t on t.company_id = app.company_id() and t.id = d.id
      where d.state in ('new', 'changed')`,
  )
  const readings = tickets.map(({ id, subject, body }) => {
    const text = [subject, body].filter((part) => part !== null && part !== '').join('\n')
    return { id, ...(text === '' ? UNREAD : readTicket(text)) }
  })
  await tx.run(`set local app.versions = 'off'`)
  await tx.run(
    `update support_tickets t
        set sentiment = r.sentiment, sentiment_words = r.words, leaving = r.leaving, leaving_words = r.leaving_words
       from (select id, sentiment, leaving, array(select json_array_elements_text(words)) as words,
                    array(select json_array_elements_text("leavingWords")) as leaving_words
               from json_to_recordset($1) as given(id uuid, sentiment real, words json, leaving boolean, "leavingWords" json)) r
      where t.company_id = app.company_id() and t.id = r.id
        and (t.sentiment, t.sentiment_words, t.leaving, t.leaving_words)
            is distinct from (r.sentiment, r.words, r.leaving, r.leaving_words)`,
    [JSON.stringify(readings)],
  )
  await tx.run(`set local app.versions = 'on'`)
}

/**
 * The clauses of the batch's contracts, where the source gives any: all of them each time. Gives the number of contracts of which nothing
 * else changed; in `decided` they count as changed from then on.
 */
export async function keepTerms(tx: Tx, importId: string, rows: readonly DraftRow[]): Promise<number> {
  const given = rows.flatMap(({ rowNumber, draft }) =>
    draft['terms'] === undefined ? [] : [{ rowNumber, terms: JSON.parse(textOf(draft, 'terms') ?? '[]') as unknown }],
  )
  if (given.length === 0) return 0
  await tx.run('drop table if exists incoming_terms')
  await tx.run(
    `create temp table incoming_terms on commit drop as
     select d.id, d.state, list.terms, list.terms is distinct from known.terms as changed
       from json_to_recordset($1) as g("rowNumber" bigint, terms json) join decided d on d.row_number = g."rowNumber"
      cross join lateral (
        select jsonb_agg(jsonb_build_object('position', term.position, 'kind', coalesce(term.item ->> 'kind', 'other'),
                 'text', coalesce(term.item ->> 'text', case json_typeof(term.item) when 'string' then term.item #>> '{}' end, ''),
                 'value', case when (term.item ->> 'value') ~ '^-?[0-9]{1,15}([.][0-9]+)?$' then round((term.item ->> 'value')::numeric, 2) end)
                 order by term.position) as terms
          from json_array_elements(case json_typeof(g.terms) when 'array' then g.terms else json_build_array(g.terms) end)
               with ordinality as term(item, position)
         where term.position < 1000
      ) list
      cross join lateral (
        select jsonb_agg(jsonb_build_object('position', k.position, 'kind', k.kind, 'text', k.text, 'value', k.value) order by k.position) as terms
          from contract_terms k where k.company_id = app.company_id() and k.contract_id = d.id
      ) known
      where d.state <> 'older'`,
    [JSON.stringify(given)],
  )
  // As they were, for taking the import back.
  await tx.run(
    `insert into record_versions (company_id, kind, record_id, known_at, superseded_at, superseded_by, record)
     select app.company_id(), 'contract_terms', i.id, app.now(), app.now(), $1,
            coalesce((select jsonb_agg(to_jsonb(k)) from contract_terms k where k.company_id = app.company_id() and k.contract_id = i.id), '[]')
       from incoming_terms i where i.changed and i.state <> 'new'`,
    [importId],
  )
  await tx.run(
    'delete from contract_terms where company_id = app.company_id() and contract_id in (select id from incoming_terms where changed)',
  )
  await tx.run(
    `insert into contract_terms (company_id, contract_id, position, kind, text, value)
     select app.company_id(), i.id, term.position, term.kind, term.text, term.value
       from incoming_terms i, jsonb_to_recordset(i.terms) as term(position smallint, kind text, text text, value numeric) where i.changed`,
  )
  return tx.run(
    `update decided d set state = 'changed' from incoming_terms i where i.id = d.id and i.changed and d.state = 'same'`,
  )
}

/** Prices of the batch's products. Gives the number that changed although their product did not. */
export async function keepPrices(tx: Tx, importId: string, rows: readonly DraftRow[]): Promise<number> {
  const priced = rows.filter(
    ({ draft }) => typeof draft['listPrice'] === 'number' && textOf(draft, 'currency') !== undefined,
  )
  if (priced.length === 0) return 0
  await tx.run(
    'create temp table if not exists incoming_prices (row_number bigint, currency text, list_price numeric(18, 2), unit text) on commit drop',
  )
  await tx.run('truncate incoming_prices')
  await tx.copyInto(
    'incoming_prices',
    ['row_number', 'currency', 'list_price', 'unit'],
    priced.map(({ rowNumber, draft }) =>
      copyLine([rowNumber, draft['currency'] ?? null, draft['listPrice'] ?? null, draft['unit'] ?? null]),
    ),
  )
  // The price as it was goes into the log of its product's versions, so that taking the import back can restore it.
  await tx.run(
    `insert into record_versions (company_id, kind, record_id, known_at, superseded_at, import_id, superseded_by, record)
     select p.company_id, 'prices', p.product_id, app.now(), app.now(), p.import_id, $1, to_jsonb(p)
       from incoming_prices i join decided d on d.row_number = i.row_number
       join prices p on p.company_id = app.company_id() and p.product_id = d.id and p.currency = i.currency
      where d.state <> 'older' and (p.list_price, p.unit) is distinct from (i.list_price, i.unit)`,
    [importId],
  )
  const changed = await tx.rows<{ state: string }>(
    `with merged as (
       insert into prices (company_id, product_id, currency, list_price, unit, import_id)
       select app.company_id(), d.id, i.currency, i.list_price, i.unit, $1
         from incoming_prices i join decided d on d.row_number = i.row_number where d.state <> 'older'
       on conflict (company_id, product_id, currency) do update
         set list_price = excluded.list_price, unit = excluded.unit, import_id = excluded.import_id
         where (prices.list_price, prices.unit) is distinct from (excluded.list_price, excluded.unit)
       returning product_id
     )
     select d.state from merged m join decided d on d.id = m.product_id`,
    [importId],
  )
  return changed.filter(({ state }) => state === 'same').length
}
