import type pg from 'pg'
import { CopiedRows } from '../../src/platform/copied-rows.ts'
import { copyLine, type Tx } from '../../src/platform/postgres.ts'

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

const AS_TEXT: pg.CustomTypesConfig = { getTypeParser: () => (text: unknown) => text }

/**
 * A transaction for one customer at a time: every statement is prepared once per connection, a row goes in by INSERT instead of COPY, and a
 * temporary table is made once and not once per customer. So the naive way is not slowed by what only pays for many rows.
 */
export function oneByOne(tx: Tx): Tx {
  const { names, made } = knownTo(tx.client)
  const nameOf = (text: string): string => {
    const name = names.get(text) ?? `naive ${String(names.size)}`
    names.set(text, name)
    return name
  }
  const query = (text: string, values: readonly unknown[] = []) =>
    tx.client.query<Record<string, unknown>>({ name: nameOf(text), text, values: [...values] })
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
      for (const line of lines) {
        if (typeof line !== 'string') throw new Error('Bytes hold many lines; here each comes by itself')
        await query(sql, valuesOf(line))
      }
    },
    copied: async (sql, params = []) => {
      const { text, values } = usedOnly(sql, params)
      const asked = { name: nameOf(text), text, values, rowMode: 'array' as const, types: AS_TEXT }
      const { rows } = await tx.client.query<(string | null)[]>(asked)
      return new CopiedRows(rows.map(copyLine).join(''))
    },
  }
}

/** A prepared statement has to use each of its parameters. */
function usedOnly(sql: string, params: readonly string[]): { readonly text: string; readonly values: string[] } {
  const places = [...new Set(sql.match(/(?<=\$)\d+/g))].map(Number)
  const text = sql.replace(/\$(\d+)/g, (_, place: string) => `$${String(places.indexOf(Number(place)) + 1)}`)
  return { text, values: places.map((place) => params[place - 1] ?? '') }
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
