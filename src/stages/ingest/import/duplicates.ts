/** A 53-bit hash of texts that stand beside each other (cyrb53); among a million ids two share one in some ten thousand imports. */
export function hash53(texts: readonly string[]): number {
  let left = 0xdeadbeef
  let right = 0x41c6ce57
  for (const text of texts) {
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index)
      left = Math.imul(left ^ code, 2654435761)
      right = Math.imul(right ^ code, 1597334677)
    }
    left = Math.imul(left ^ BETWEEN, 2654435761)
    right = Math.imul(right ^ BETWEEN, 1597334677)
  }
  left = Math.imul(left ^ (left >>> 16), 2246822507) ^ Math.imul(right ^ (right >>> 13), 3266489909)
  right = Math.imul(right ^ (right >>> 16), 2246822507) ^ Math.imul(left ^ (left >>> 13), 3266489909)
  return 4294967296 * (2097151 & right) + (left >>> 0)
}

// The unit separator of ASCII.
const BETWEEN = 31

/**
 * Finds rows of one file that give the same record, in some 25 bytes a row, 40 where rows say when they changed: the later row wins, unless it is older by its own time of change.
 * First `see` every row, then ask.
 */
export type Duplicates = {
  /** `changedAt`: ms since 1970; NaN when the row does not say. */
  see(identity: number, rowNumber: number, changedAt: number): void
  /** What was found; holds no memory when nothing was. */
  found(): Replaced
}

/** Which rows are replaced by others of their records. */
export type Replaced = {
  /** True when there is any. */
  readonly some: boolean
  /** False for a row that another row of the same record replaces. */
  wins(identity: number, rowNumber: number): boolean
}

export function findDuplicates(): Duplicates {
  let size = 1 << 12
  let used = 0
  let some = false
  let keys = new Float64Array(size).fill(-1)
  let rows = new Uint32Array(size)
  // Most files do not say when a row changed.
  let times: Float64Array | undefined

  const placeOf = (identity: number): number => {
    // The lower bits; the remainder of a division says the same and takes four times as long.
    let place = (identity >>> 0) & (size - 1)
    while (keys[place] !== -1 && keys[place] !== identity) place = place + 1 === size ? 0 : place + 1
    return place
  }
  const grow = (): void => {
    const [oldKeys, oldRows, oldTimes] = [keys, rows, times]
    size *= 2
    keys = new Float64Array(size).fill(-1)
    rows = new Uint32Array(size)
    times = oldTimes && new Float64Array(size)
    for (let index = 0; index < oldKeys.length; index += 1) {
      const key = oldKeys[index] ?? -1
      if (key === -1) continue
      const place = placeOf(key)
      keys[place] = key
      rows[place] = oldRows[index] ?? 0
      if (times) times[place] = oldTimes?.[index] ?? NaN
    }
  }
  return {
    see: (identity, rowNumber, changedAt) => {
      if (used * 3 > size * 2) grow()
      const place = placeOf(identity)
      const known = keys[place] === identity
      if (known) some = true
      else used += 1
      // NaN compares false, so a row without a time replaces what came before it.
      if (known && changedAt < (times?.[place] ?? NaN)) return
      keys[place] = identity
      rows[place] = rowNumber
      if (!times && !Number.isNaN(changedAt)) times = new Float64Array(size).fill(NaN)
      if (times) times[place] = changedAt
    },
    found: () =>
      some ? { some, wins: (identity, rowNumber) => rows[placeOf(identity)] === rowNumber } : NONE_REPLACED,
  }
}

const NONE_REPLACED: Replaced = { some: false, wins: () => true }
