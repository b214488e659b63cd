import type { Tx } from '../../../platform/postgres.ts'
import { addFrom, MANY } from '../../../spine/add-rows.store.ts'
import type { Addition } from './merge-sql.ts'

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
  const added = await addFrom(tx, { table, from: 'added_rows', columns, about })
  await tx.run('drop table added_rows')
  return added
}
