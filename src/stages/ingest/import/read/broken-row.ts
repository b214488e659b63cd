const reasons = new WeakMap<object, string>()

/** The column that a text which is no record is kept in. */
export const BROKEN_COLUMN = 'unreadable line'

/** Marks a row as one that could be cut out of its file but not read; it is refused with this reason and what was read of it is kept. */
export function breakRow<Row extends object>(row: Row, reason: string): Row {
  reasons.set(row, reason)
  return row
}

/** Why a row could not be read; undefined for one that could. */
export const whyBroken = (row: object): string | undefined => reasons.get(row)
