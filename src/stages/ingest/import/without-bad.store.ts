import type { Tx } from '../../../platform/postgres.ts'
import { linesIn, rowNumberOf } from './lines.ts'

/** A row that the database would not take, in its words. */
export type Refused = { readonly rowNumber: number; readonly reason: string }

/** Lines of COPY, as many pieces as there are. */
export type Pieces = readonly (string | Uint8Array)[]

// What a value or a combination of values can be at fault for; anything else is nobody's row.
const BY_DATA = /^(22|23)/

/**
 * Merges a batch; where the database refuses it for its data, halves it until the rows at fault stand alone, and gives those.
 * That a row is refused is rare: readers reject what they know to be wrong, but only the database knows the record that a part of one meets.
 */
export async function mergeWithoutBad(
  tx: Tx,
  pieces: Pieces,
  merge: (pieces: Pieces) => Promise<void>,
): Promise<Refused[]> {
  const fault = await faultOf(tx, () => merge(pieces))
  if (fault === undefined) return []
  const lines = linesIn(pieces)
  if (lines.length === 1)
    return lines.map((line) => ({
      rowNumber: rowNumberOf(line),
      reason: `The record would contradict itself: ${fault}`,
    }))
  const half = Math.ceil(lines.length / 2)
  const left = await mergeWithoutBad(tx, lines.slice(0, half), merge)
  return [...left, ...(await mergeWithoutBad(tx, lines.slice(half), merge))]
}

/** What was made ready is not so any more: somebody else was there in between. */
export class OutOfDate extends Error {
  override readonly name = 'OutOfDate'
}

/** Does some work of a transaction, or nothing of it where the data are at fault or out of date: gives what is said of them. */
export async function faultOf(tx: Tx, work: () => Promise<void>): Promise<string | undefined> {
  await tx.run('savepoint whole')
  try {
    await work()
    await tx.run('release savepoint whole')
    return undefined
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const code = 'code' in error ? String(error.code) : ''
    if (!(error instanceof OutOfDate) && !BY_DATA.test(code)) throw error
    await tx.run('rollback to savepoint whole; release savepoint whole')
    return error.message
  }
}
