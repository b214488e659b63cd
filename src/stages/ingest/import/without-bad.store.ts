import type { Tx } from '../../../platform/postgres.ts'

/** A row that the database would not take, in its words. */
export type Refused<T> = { readonly row: T; readonly reason: string }

// What a value or a combination of values can be at fault for; anything else is nobody's row.
const BY_DATA = /^(22|23)/

/**
 * Merges a batch; where the database refuses it for its data, halves it until the rows at fault stand alone, and gives those.
 * That a row is refused is rare: readers reject what they know to be wrong, but only the database knows the record that a part of one meets.
 */
export async function mergeWithoutBad<T>(
  tx: Tx,
  rows: readonly T[],
  merge: (rows: readonly T[]) => Promise<void>,
): Promise<Refused<T>[]> {
  await tx.run('savepoint whole')
  try {
    await merge(rows)
    await tx.run('release savepoint whole')
    return []
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!BY_DATA.test(code)) throw error
    await tx.run('rollback to savepoint whole')
    await tx.run('release savepoint whole')
    const [first, ...more] = rows
    if (first !== undefined && more.length === 0)
      return [
        { row: first, reason: `The record would contradict itself: ${error instanceof Error ? error.message : ''}` },
      ]
    const half = Math.ceil(rows.length / 2)
    const left = await mergeWithoutBad(tx, rows.slice(0, half), merge)
    return [...left, ...(await mergeWithoutBad(tx, rows.slice(half), merge))]
  }
}
