import type { Tx } from '../../../platform/postgres.ts'

const JOINS = ['nestloop', 'mergejoin', 'hashjoin'] as const

/**
 * Runs a statement whose rows are met in one way: `nestloop` looks each up by itself, in the order in which they are given, `mergejoin` goes through
 * an index that is in order. The server knows little of a temporary table: left to its own judgement it keeps in mind all that is known instead, once
 * a batch, and writes rows in an order in which no page is met twice running.
 */
export async function joinedBy(
  tx: Tx,
  join: 'nestloop' | 'mergejoin',
  { statement, params = [] }: { readonly statement: string; readonly params?: readonly unknown[] },
): Promise<number> {
  const others = JOINS.filter((each) => each !== join)
  await tx.run(others.map((each) => `set local enable_${each} = off`).join(';'))
  const touched = await tx.run(statement, params)
  await tx.run(others.map((each) => `set local enable_${each} to default`).join(';'))
  return touched
}
