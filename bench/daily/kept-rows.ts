import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Step } from '../steps.child.ts'

/** The rows of a table that a run left behind, as COPY writes them: in two files, of the customers below the middle and of the others. */
export type KeptTable = {
  readonly table: string
  readonly columns: readonly string[]
  readonly key: readonly string[]
  /** Whether its rows belong to customers, and so to one half or the other. */
  readonly ofCustomers: boolean
  readonly files: readonly [string, string]
  readonly rows: number
  readonly bytes: number
}

/** A mark before a run: what is written later bears a higher number. */
export async function markNow(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ xid: string }>('select pg_current_xact_id()::text as xid')
  return Number(rows[0]?.xid)
}

type Columns = { readonly table: string; readonly columns: string[]; readonly key: string[] }

// In the order in which the tables were made: what is referred to comes first. Versions are kept by a trigger, by that of the floor as well.
const TABLES = `
  select c.relname as table,
         array_agg(a.attname::text order by a.attnum) as columns,
         array_agg(a.attname::text order by a.attnum) filter (where a.attnum = any(i.indkey)) as key
    from pg_class c
    join pg_index i on i.indrelid = c.oid and i.indisprimary
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
   where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'record_versions'
   group by c.oid order by c.oid`

// What makes room stands before what takes it, as it was written.
const ORDER: Readonly<Record<string, string>> = { workflow_executions: 'order by closed_at is null, created_at' }

type Keeping = { readonly since: number; readonly folder: string; readonly middle: string }

/** Keeps what was written since the mark, table by table, as files below `folder`. */
export async function keepRows(client: pg.Client, { since, folder, middle }: Keeping): Promise<readonly KeptTable[]> {
  const { rows: tables } = await client.query<Columns>(TABLES)
  const kept: KeptTable[] = []
  for (const { table, columns, key } of tables) {
    const written = `xmin::text::bigint >= ${String(since)}`
    const ofCustomers = columns.includes('customer_id')
    const halves = ofCustomers
      ? [`coalesce(customer_id < '${middle}', true)`, `customer_id >= '${middle}'`]
      : ['true', 'false']
    const each = []
    for (const [half, condition] of halves.entries()) {
      const file = join(folder, `${table}.${String(half)}.copy`)
      const sql = `copy (select ${columns.join(', ')} from ${table} where ${written} and ${condition} ${ORDER[table] ?? ''}) to stdout`
      const source = client.query(copyTo(sql))
      const target = createWriteStream(file)
      await pipeline(source, target)
      each.push({ file, rows: source.rowCount, bytes: target.bytesWritten })
    }
    const [low, high] = each
    if (low && high && low.rows + high.rows > 0)
      kept.push({
        table,
        columns,
        key,
        ofCustomers,
        files: [low.file, high.file],
        rows: low.rows + high.rows,
        bytes: low.bytes + high.bytes,
      })
  }
  return kept
}

export type Halves = 'both' | 'below' | 'above'

/** Writes kept rows the shortest way that gives the same tables: COPY into a temporary table, then one INSERT … ON CONFLICT. */
export function writeAgain(kept: readonly KeptTable[], halves: Halves): readonly Step[] {
  return kept.flatMap(({ table, columns, key, files }): Step[] => {
    const names = columns.join(', ')
    const rest = columns.filter((column) => !key.includes(column))
    const change = rest.map((column) => `${column} = excluded.${column}`).join(', ')
    return [
      {
        kind: 'run',
        sql: `create temporary table kept_${table} on commit drop as select ${names} from ${table} with no data`,
      },
      ...files
        .filter((_, half) => halves === 'both' || (halves === 'below') === (half === 0))
        .map((file): Step => ({ kind: 'copy-in', sql: `copy kept_${table} (${names}) from stdin`, file })),
      {
        kind: 'run',
        sql:
          `insert into ${table} (${names}) overriding system value select ${names} from kept_${table} ` +
          `on conflict (${key.join(', ')}) do ${change === '' ? 'nothing' : `update set ${change}`}`,
      },
    ]
  })
}
