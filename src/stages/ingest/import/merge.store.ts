import type { Tx } from '../../../platform/postgres.ts'
import { raiseFacts } from '../../../spine/facts-version.store.ts'
import { addGathered, addRows, gatherRows } from './add-rows.store.ts'
import type { MergePlan } from './merge-sql.ts'
import { OutOfDate, type Pieces } from './without-bad.store.ts'
import { withoutJoins } from './without-joins.store.ts'

export type MergeCounts = {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly older: number
}

/** Brings the lines of a batch into the temporary table `incoming`; `dated`: the source says of some when they changed. */
export async function takeIn(
  tx: Tx,
  plan: MergePlan,
  { pieces, dated }: { readonly pieces: Pieces; readonly dated: boolean },
): Promise<void> {
  await tx.run(`drop table if exists incoming, decided; ${plan.createIncoming}`)
  await tx.copyInto('incoming', plan.columns, pieces)
  // What a source claims of the future is known now; otherwise one mistyped year would make every later change an older one.
  if (dated) await tx.run('update incoming set source_updated_at = app.now() where source_updated_at > app.now()')
}

/** How many rows of a batch are of each state. */
export type Decided = ReadonlyMap<string, number>

type Import = { readonly importId: string; readonly source: string }

/**
 * Says of each row of a batch that was taken in and whose references were found what becomes of it, in the temporary table `decided` (row_number,
 * id, state, customer_before, customer_after), and gathers those that are new.
 */
export async function decideRows(tx: Tx, plan: MergePlan, { importId, source }: Import): Promise<Decided> {
  await withoutJoins(tx, ['mergejoin'], { statement: plan.createDecided, params: [source] })
  const states = await tx.rows<{ state: string; count: number }>('select state, count(*) from decided group by state')
  const decided = new Map(states.map(({ state, count }) => [state, count]))
  await gatherRows(tx, plan.insert, { params: [importId], about: decided.get('new') ?? 0 })
  return decided
}

/** Throws `OutOfDate` where a record is another one than when it was decided upon. */
export async function requireUnmoved(tx: Tx, plan: MergePlan): Promise<void> {
  const moved = await withoutJoins(tx, ['mergejoin', 'hashjoin'], { statement: plan.findMoved })
  if (moved > 0) throw new OutOfDate('A record was changed after it was decided upon')
}

/**
 * Merges a batch that was decided upon into its table, set-wise: new rows are inserted, changed ones updated, identical ones and those older than
 * what is known are left alone. Afterwards `decided` says what became of each row that is there now. `before`: that was decided before the batch had
 * its turn; throws `OutOfDate` where a record that was to be new is there.
 */
export async function mergeRows(
  tx: Tx,
  plan: MergePlan,
  { importId, decided, before }: { readonly importId: string; readonly decided: Decided; readonly before: boolean },
): Promise<MergeCounts> {
  const count = (state: string): number => decided.get(state) ?? 0
  if (count('changed') > 0) await tx.run(plan.update, [importId])
  // The source said the same at a later time: older news must not pass for newer, and nothing else changes.
  if (count('same') > 0) {
    await tx.run(`set local app.versions = 'off'`)
    await tx.run(`update ${plan.table} t set source_updated_at = i.source_updated_at from incoming i join decided d on d.row_number = i.row_number
                   where d.state = 'same' and t.company_id = app.company_id() and t.id = d.id and i.source_updated_at > t.source_updated_at`)
    await tx.run(`set local app.versions = 'on'`)
  }
  const fresh = count('new')
  const created = fresh > 0 ? await addGathered(tx, plan.insert, { params: [importId], about: fresh }) : 0
  if (created < fresh && before) throw new OutOfDate('A record came after it was decided upon')
  if (created < fresh) await tx.run(plan.forgetMissing)
  return {
    created,
    updated: count('changed'),
    unchanged: count('same') + count('older') + fresh - created,
    older: count('older'),
  }
}

/** Raises the facts version of every customer whose rows the batch changed, of the one they belonged to before as well. */
export async function touchCustomers(tx: Tx, table: string): Promise<void> {
  const touched =
    table === 'customers'
      ? `select id as customer_id from decided where state in ('new', 'changed')`
      : `select customer_before as customer_id from decided where state = 'changed'
         union all select customer_after from decided where state in ('new', 'changed')`
  await raiseFacts(tx, touched)
}

/** The customers that the rows of the batch belong to, whether they changed or not. */
export async function customersNamed(tx: Tx, table: string): Promise<string[]> {
  const column = table === 'customers' ? 'id' : 'customer_after'
  const rows = await tx.rows<{ id: string }>(`select distinct ${column} as id from decided where ${column} is not null`)
  return rows.map(({ id }) => id)
}

/**
 * Keeps ARR by the day it changed: the source's day of change, else today in the company's time zone; never before what is known already,
 * so that the history ends with what the customer has now. `created`: how many of the batch are new; they have no history yet.
 */
export async function keepArr(
  tx: Tx,
  { importId, timeZone, created }: { readonly importId: string; readonly timeZone: string; readonly created: number },
): Promise<void> {
  const told = '(coalesce(c.source_updated_at, app.now()) at time zone $2)::date'
  const history = {
    table: 'arr_history',
    columns: ['company_id', 'customer_id', 'day', 'arr', 'currency', 'import_id'],
    values: ['c.company_id', 'c.id', told, 'c.arr', 'c.currency', '$1::uuid'],
    from: `decided d join customers c on c.company_id = app.company_id() and c.id = d.id where d.state = 'new' and c.arr is not null`,
  }
  await addRows(tx, history, { params: [importId, timeZone], about: created })
  await tx.run(
    `insert into arr_history (company_id, customer_id, day, arr, currency, import_id)
     select c.company_id, c.id, greatest(${told}, latest.day), c.arr, c.currency, $1
       from decided d join customers c on c.company_id = app.company_id() and c.id = d.id
       left join lateral (select h.day, h.arr, h.currency from arr_history h where h.company_id = c.company_id and h.customer_id = c.id
                           order by day desc limit 1) latest on true
      where d.state = 'changed' and (c.arr, c.currency) is distinct from (latest.arr, latest.currency)
        and (c.arr is not null or latest.arr is not null)
     on conflict (company_id, customer_id, day) do update set arr = excluded.arr, currency = excluded.currency, import_id = excluded.import_id`,
    [importId, timeZone],
  )
}
