import { isDeepStrictEqual } from 'node:util'

/** One value that two documents have otherwise; undefined: it is not there. */
export type Change = { readonly path: string; readonly from: unknown; readonly to: unknown }

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * What sets two documents apart, by paths in their order. Records are compared name by name, lists of as many rows row by row, other
 * lists as a whole.
 */
export function changesBetween(before: unknown, after: unknown, path = ''): readonly Change[] {
  const [earlier, later] = [namedParts(before), namedParts(after)]
  const comparable = earlier && later && (!Array.isArray(before) || earlier.size === later.size)
  if (!comparable || Array.isArray(before) !== Array.isArray(after))
    return isDeepStrictEqual(before, after) ? [] : [{ path, from: before, to: after }]
  const names = [...new Set([...earlier.keys(), ...later.keys()])]
  if (!Array.isArray(before)) names.sort()
  return names.flatMap((name) =>
    changesBetween(earlier.get(name), later.get(name), path === '' ? name : `${path}.${name}`),
  )
}

/** The parts of a record by their names, and of a list of records by their places; null: compared as a whole. */
function namedParts(value: unknown): ReadonlyMap<string, unknown> | null {
  if (Array.isArray(value))
    return value.every(isRecord) ? new Map(value.map((row, index) => [String(index), row] as const)) : null
  return isRecord(value) ? new Map(Object.entries(value)) : null
}
