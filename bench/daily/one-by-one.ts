import type pg from 'pg'
import type { Tx } from '../../src/platform/postgres.ts'

/** What a connection has been told already: prepared statements by their text, temporary tables that are there. */
type Known = { readonly names: Map<string, string>; readonly made: Set<string> }

const known = new WeakMap<pg.PoolClient, Known>()

function knownTo(client: pg.PoolClient): Known {
  const before = known.get(client)
  if (before) return before
  const fresh = { names: new Map<string, string>(), made: new Set<string>() }
  known.set(client, fresh)
  return fresh
}

/**
 * A transaction for one customer at a time: every statement is prepared once per connection, a row goes in by INSERT instead of COPY, and a
 * temporary table is made once and not once per customer. So the naive way is not slowed by what only pays for many rows.
 */
export function oneByOne(tx: Tx): Tx {
  const { names, made } = knownTo(tx.client)
  const query = async (text: string, values: readonly unknown[] = []) => {
    const name = names.get(text) ?? `naive ${String(names.size)}`
    names.set(text, name)
    return tx.client.query<Record<string, unknown>>({ name, text, values: [...values] })
  }
  return {
    client: tx.client,
    rows: async <T>(sql: string, params?: readonly unknown[]) => (await query(sql, params)).rows as T[],
    row: async <T>(sql: string, params?: readonly unknown[]) => (await query(sql, params)).rows[0] as T | undefined,
    run: async (sql, params) => {
      // Its rows go with the transaction.
      if (/^\s*truncate /.test(sql)) return 0
      if (!/^\s*create temporary table if not exists /.test(sql)) return (await query(sql, params)).rowCount ?? 0
      if (made.has(sql)) return 0
      made.add(sql)
      return tx.run(sql, params)
    },
    copyInto: async (table, columns, lines) => {
      const places = columns.map((_, index) => `$${String(index + 1)}`).join(', ')
      const sql = `insert into ${table} (${columns.join(', ')}) values (${places})`
      for await (const line of lines) {
        if (typeof line !== 'string') throw new Error('Bytes hold many lines; here each comes by itself')
        await query(sql, valuesOf(line))
      }
    },
  }
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** The values of a line in COPY's text format. */
export const valuesOf = (line: string): readonly (string | null)[] =>
  line
    .replace(/\n$/, '')
    .split('\t')
    .map((field) =>
      field === '\\N' ? null : field.replace(/\\(.)/g, (_, character: string) => ESCAPED[character] ?? character),
    )
