/** A row without the nulls at its end; the row itself, shorter. Who reads it takes what is missing for null. */
export function shortened<Row extends unknown[]>(row: Row): Row {
  let length = row.length
  while (length > 0 && row[length - 1] === null) length -= 1
  row.length = length
  return row
}
