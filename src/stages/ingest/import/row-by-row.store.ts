import type { Tx } from '../../../platform/postgres.ts'

/**
 * Runs a statement that touches a row for each row of a temporary table, in the order of that one. The server knows little of such a table: left
 * to its own judgement it reads all that is kept instead, once a batch, and meets it in an order that no page is met in twice running.
 */
export async function rowByRow(tx: Tx, statement: string, params: readonly unknown[] = []): Promise<number> {
  await tx.run('set local enable_hashjoin = off; set local enable_mergejoin = off')
  const touched = await tx.run(statement, params)
  await tx.run('set local enable_hashjoin to default; set local enable_mergejoin to default')
  return touched
}
