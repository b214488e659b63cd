import type { Tx } from '../../../platform/postgres.ts'
import type { Addition } from './merge-sql.ts'

// What app.add_rows costs besides its rows is what the foreign keys of so many take.
const MANY = 300

/** Adds rows to a table, but for those that are there already; `about`: how many they may be. Gives how many were added. */
export async function addRows(
  tx: Tx,
  { table, columns, values, from }: Addition,
  { params, about }: { readonly params: readonly unknown[]; readonly about: number },
): Promise<number> {
  if (about < MANY)
    return tx.run(
      `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')} from ${from} on conflict do nothing`,
      params,
    )
  const named = columns.map((column, place) => `${values[place] ?? 'null'} as ${column}`)
  await tx.run('drop table if exists added_rows')
  await tx.run(`create temp table added_rows on commit drop as select ${named.join(', ')} from ${from}`, params)
  await tx.run('grant select on added_rows to renubu_owner')
  const row = await tx.row<{ added: number }>('select app.add_rows($1::regclass, $2) as added', [table, 'added_rows'])
  await tx.run('drop table added_rows')
  return row?.added ?? 0
}
