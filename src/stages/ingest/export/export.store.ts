import type { Tx } from '../../../platform/postgres.ts'

const PAGE = 2_000

/** The rows of a statement, a page at a time, through a cursor: memory does not grow with the table. */
export async function* recordPages(tx: Tx, sql: string): AsyncGenerator<Record<string, unknown>[]> {
  await tx.run(`declare exported no scroll cursor for ${sql}`)
  for (;;) {
    const page = await tx.rows<Record<string, unknown>>(`fetch ${String(PAGE)} from exported`)
    if (page.length === 0) break
    yield page
  }
  await tx.run('close exported')
}
