/** Values that are made from their rows when they are asked for, not before. */
export type OnDemand<Value> = { readonly size: number; get(key: string): Value | undefined }

/**
 * What was read of many, made one by one: a page of customers whose facts are all made at once outlives the young generation of the
 * heap, and moving it about took as long as the decisions.
 */
export const onDemand = <Row, Value>(
  rows: ReadonlyMap<string, Row>,
  valueOf: (row: Row) => Value,
): OnDemand<Value> => ({
  size: rows.size,
  get: (key) => {
    const row = rows.get(key)
    return row === undefined ? undefined : valueOf(row)
  },
})
