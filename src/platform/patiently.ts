// Somebody was at the same thing at the same moment: two of what there may be one of, or a lock each waiting for the other's.
const PASSING = new Set(['23505', '40001', '40P01'])
const MOST_TRIES = 4

/** Does a transaction again that failed only because somebody else was at it: by then the other is done, and can be seen. */
export async function patiently<T>(transaction: () => Promise<T>): Promise<T> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await transaction()
    } catch (error) {
      const passing = error instanceof Error && 'code' in error && PASSING.has(String(error.code))
      if (!passing || turn === MOST_TRIES) throw error
    }
  }
}
