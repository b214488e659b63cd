import type { Tx } from '../platform/postgres.ts'

/** What app.add_rows costs besides its rows is what the foreign keys of so many take. */
export const MANY = 300

type Adding = {
  readonly table: string
  /** Whose rows they are: a temporary table of this transaction, its columns of the very types. */
  readonly from: string
  readonly columns: readonly string[]
  /** How many they may be. */
  readonly about: number
}

/** Adds the rows of a temporary table to a table, but for those that are there already. Gives how many were added. */
export async function addFrom(tx: Tx, { table, from, columns, about }: Adding): Promise<number> {
  const names = columns.join(', ')
  if (about < MANY) return tx.run(`insert into ${table} (${names}) select ${names} from ${from} on conflict do nothing`)
  await tx.run(`grant select on ${from} to renubu_owner`)
  const row = await tx.row<{ added: number }>('select app.add_rows($1::regclass, $2) as added', [table, from])
  return row?.added ?? 0
}
