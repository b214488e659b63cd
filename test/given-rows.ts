import { randomUUID } from 'node:crypto'
import type pg from 'pg'

type Column = {
  readonly name: string
  readonly type: string
  readonly required: boolean
  readonly words: readonly string[]
}
type ForeignKey = {
  readonly columns: readonly string[]
  readonly target: string
  readonly targetColumns: readonly string[]
}

/** A tenant table as the catalogue describes it. */
export type TableShape = {
  readonly name: string
  readonly columns: readonly Column[]
  readonly primaryKey: readonly string[]
  readonly foreignKeys: readonly ForeignKey[]
}

export type Row = Readonly<Record<string, unknown>>

/** Values that no type tells: they are what a check asks for. */
const SPECIAL: Readonly<Record<string, unknown>> = {
  'api_keys.secret_hash': 'ab'.repeat(32),
  'invitations.secret_hash': 'cd'.repeat(32),
  'audit_seals.hash': Buffer.alloc(32),
  'usage_metrics.month': '2027-03-01',
  'usage_metrics.days': [1],
  'usage_metrics.import_ids': [null],
  'usage_metrics.since': [1],
  'usage_windows.days': Array.from({ length: 84 }, () => 1),
  'users.experience': 1,
  'workflow_definitions.definition': JSON.stringify({ steps: [] }),
}
/** A row is nobody's cover, parent or lead of itself, and nothing escalates or folds while it waits. */
const LEFT_OUT = new Set(['parent_id', 'lead_id', 'cover_id', 'escalated_to', 'folded_under'])

/** Names a company and is no tenant's: everybody who signs in is looked for in it, before it is known where he belongs. */
const PLATFORM = 'memberships'

/** Every table that has a company's rows, in an order in which each follows what it points at. */
export async function tenantShapes(pool: pg.Pool): Promise<readonly TableShape[]> {
  const { rows } = await pool.query<TableShape>(`
    select c.relname as name,
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null),
                'required', a.attnotnull and not a.atthasdef and a.attidentity = '',
                'words', (select coalesce(json_agg(word[1]), '[]') from pg_constraint k,
                            regexp_matches(pg_get_constraintdef(k.oid), '''([^'']+)''::text', 'g') as word
                           where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] and pg_get_constraintdef(k.oid) ~ 'ANY')) order by a.attnum)
         from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select json_agg(a.attname order by k.place) from pg_constraint p, unnest(p.conkey) with ordinality as k(number, place)
         join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number where p.conrelid = c.oid and p.contype = 'p') as "primaryKey",
      (select coalesce(json_agg(json_build_object('target', f.confrelid::regclass::text,
                'columns', (select json_agg(attname order by place) from unnest(f.conkey) with ordinality as k(number, place)
                              join pg_attribute on attrelid = f.conrelid and attnum = number),
                'targetColumns', (select json_agg(attname order by place) from unnest(f.confkey) with ordinality as k(number, place)
                              join pg_attribute on attrelid = f.confrelid and attnum = number))), '[]')
         from pg_constraint f where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> 'companies'::regclass) as "foreignKeys"
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> '${PLATFORM}'
       and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'company_id') order by 1`)
  return inOrder(rows)
}

function inOrder(shapes: readonly TableShape[]): readonly TableShape[] {
  const ordered: TableShape[] = []
  const visit = (shape: TableShape): void => {
    if (ordered.includes(shape)) return
    for (const { target } of shape.foreignKeys) {
      const before = shapes.find(({ name }) => name === target)
      if (before && before !== shape) visit(before)
    }
    ordered.push(shape)
  }
  shapes.forEach(visit)
  return ordered
}

/** A row that the table takes: what it points at comes from `rows`, the rest is the plainest value of its type. */
export function givenRow(shape: TableShape, companyId: string, rows: ReadonlyMap<string, Row>): Row {
  const row: Record<string, unknown> = { company_id: companyId }
  for (const { name, type, required, words } of shape.columns) {
    const special = SPECIAL[`${shape.name}.${name}`]
    if (special !== undefined) row[name] = special
    else if (name === 'id') row[name] = randomUUID()
    else if (required && !(name in row)) row[name] = words[0] ?? plainest(name, type)
  }
  for (const { columns, target, targetColumns } of shape.foreignKeys) {
    const pointed = rows.get(target)
    if (!pointed || columns.some((column) => LEFT_OUT.has(column))) continue
    columns.forEach((column, index) => {
      row[column] = pointed[targetColumns[index] ?? '']
    })
  }
  return row
}

let count = 0

function plainest(name: string, type: string): unknown {
  if (name === 'currency') return 'EUR'
  if (type.endsWith('[]')) return []
  if (type === 'uuid') return randomUUID()
  if (type === 'date' || type.startsWith('timestamp')) return '2027-03-15'
  if (type === 'boolean') return false
  if (type.startsWith('json')) return '{}'
  count += 1
  return type === 'text' ? `${name} ${String(count)}` : 1
}

type Connection = Pick<pg.PoolClient, 'query'>

/** Inserts a row; answers it whole, with what the table filled in. */
export async function insertRow(connection: Connection, table: string, row: Row): Promise<Row> {
  const names = Object.keys(row)
  const { rows } = await connection.query<{ row: Row }>(
    `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${String(index + 1)}`).join(', ')}) returning to_jsonb(${table}) as row`,
    Object.values(row),
  )
  const [inserted] = rows
  if (!inserted) throw new Error(`Nothing was inserted into ${table}`)
  return inserted.row
}

/** One row of every tenant table for a company, by table; written by a superuser, so that nothing but the tables themselves says no. */
export async function fillCompany(
  pool: pg.Pool,
  shapes: readonly TableShape[],
  companyId: string,
): Promise<ReadonlyMap<string, Row>> {
  const rows = new Map<string, Row>()
  for (const shape of shapes) rows.set(shape.name, await insertRow(pool, shape.name, givenRow(shape, companyId, rows)))
  return rows
}
