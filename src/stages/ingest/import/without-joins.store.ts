import type { Tx } from '../../../platform/postgres.ts'

type Join = 'nestloop' | 'mergejoin' | 'hashjoin'

/**
 * Runs a statement that is to meet its rows in another way than by these joins: by `nestloop` each is looked up by itself, in the order in which
 * they are given; `mergejoin` goes through an index that is in order, or sorts; `hashjoin` keeps one side in mind. The server knows little of a
 * temporary table: left to its own judgement it keeps in mind or sorts all that is known, once a batch, and writes rows in an order in which no page
 * is met twice running. Gives the number of rows that were touched.
 */
export async function withoutJoins(
  tx: Tx,
  joins: readonly Join[],
  { statement, params = [] }: { readonly statement: string; readonly params?: readonly unknown[] },
): Promise<number> {
  await tx.run(joins.map((join) => `set local enable_${join} = off`).join(';'))
  const touched = await tx.run(statement, params)
  await tx.run(joins.map((join) => `set local enable_${join} to default`).join(';'))
  return touched
}
