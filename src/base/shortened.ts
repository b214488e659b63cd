/** A row without the nulls at its end; the row itself, shorter. Who reads it takes what is missing for null. */
export function shortened<Row extends unknown[]>(row: Row): Row {
  // Popped one by one: setting the length of an array moves what it holds to a smaller place.
  while (row.length > 0 && row[row.length - 1] === null) row.pop()
  return row
}
