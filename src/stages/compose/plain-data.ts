export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }

const MOST_DEPTH = 32

/**
 * A template's context as plain data of its own: own enumerable properties only, on records without a prototype. What is missing
 * (undefined, null, empty text, an empty list or record) becomes null, so that it is false in a condition; functions and
 * the like are no data and are missing too, and so is what contains itself.
 */
export function plainData(value: unknown, within: readonly object[] = []): Plain {
  if (typeof value === 'string') return value === '' ? null : value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'boolean') return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (typeof value !== 'object' || value === null || within.length > MOST_DEPTH || within.includes(value)) return null
  const here = [...within, value]
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((entry) => plainData(entry, here))
  const entries = Object.entries(value)
  if (entries.length === 0) return null
  const record: Record<string, Plain> = Object.create(null) as Record<string, Plain>
  for (const [key, entry] of entries) record[key] = plainData(entry, here)
  return record
}

/** A property by its dotted path; null: missing on the way. */
export function plainAt(value: Plain, path: string): Plain {
  let current: Plain = value
  for (const key of path.split('.')) {
    if (typeof current !== 'object' || current === null || Array.isArray(current)) return null
    current = (Object.getOwnPropertyDescriptor(current, key)?.value as Plain | undefined) ?? null
  }
  return current
}
