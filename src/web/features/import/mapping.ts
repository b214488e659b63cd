/** Field → column. */
export type Mapping = Readonly<Record<string, string>>

/** The mapping in which a column is read as a field, or as none; whichever column was that field before is none now. */
export function movedTo(mapping: Mapping, column: string, field: string | null): Mapping {
  const others = Object.entries(mapping).filter(([name, from]) => from !== column && name !== field)
  return Object.fromEntries(field === null ? others : [...others, [field, column]])
}
