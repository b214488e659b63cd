import type { Tx } from '../../../platform/postgres.ts'
import { addFrom, MANY } from '../../../spine/add-rows.store.ts'
import type { Addition } from './merge-sql.ts'

/** `about`: how many rows they may be. */
export type Adding = { readonly params: readonly unknown[]; readonly about: number }

/** Puts many rows that are to be added together in the temporary table `added_rows`; few are better added as they are. */
export async function gatherRows(
  tx: Tx,
  { columns, values, from }: Addition,
  { params, about }: Adding,
): Promise<void> {
  if (about < MANY) return
  const named = columns.map((column, place) => `${values[place] ?? 'null'} as ${column}`)
  await tx.run('drop table if exists added_rows')
  await tx.run(`create temp table added_rows on commit drop as select ${named.join(', ')} from ${from}`, params)
}

/** Adds rows that were gathered to their table, but for those that are there already. Gives how many were added. */
export async function addGathered(
  tx: Tx,
  { table, columns, values, from }: Addition,
  { params, about }: Adding,
): Promise<number> {
  if (about < MANY)
    return tx.run(
      `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')} from ${from} on conflict do nothing`,
      params,
    )
  const added = await addFrom(tx, { table, from: 'added_rows', columns, about })
  await tx.run('drop table added_rows')
  return added
}

/** Adds rows to a table, but for those that are there already. Gives how many were added. */
export async function addRows(tx: Tx, addition: Addition, adding: Adding): Promise<number> {
  await gatherRows(tx, addition, adding)
  return addGathered(tx, addition, adding)
}
