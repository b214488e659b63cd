// Left whole: their content belongs to whoever made it.
const KEPT_WHOLE = new Set([
  'attributes',
  'data',
  'terms',
  'absences',
  'customfields',
  'custom_fields',
  'payload',
  'metadata',
])

/**
 * One JSON record as columns: nested objects become `owner.email`, and what vendors wrap comes up a level: HubSpot's `properties` and
 * the parts of its engagements, JSON:API's `attributes`; Salesforce's `attributes` give the reference id, and its `@ref` the id they mean.
 */
export function flattenRecord(record: unknown): ReadonlyMap<string, unknown> {
  const flat = new Map<string, unknown>()
  if (!isPlainObject(record)) {
    flat.set('name', record)
    return flat
  }
  const reference = salesforceReference(record)
  const lifted = liftedParts(record)
  for (const [key, value] of Object.entries(record)) {
    if (key === 'attributes' && (reference !== undefined || isSalesforceMark(value))) continue
    if (lifted.has(key)) for (const [name, inner] of Object.entries(value as object)) putInto(flat, name, inner)
    else if (isPlainObject(value) && key === 'properties')
      for (const [name, inner] of Object.entries(value)) flat.set(name, hubspotValue(inner))
    else if (key === 'archived' && 'properties' in record) flat.set('isDeleted', value)
    else putInto(flat, key, reference === undefined ? value : withoutReferenceMark(value))
  }
  if (reference !== undefined && !flat.has('Id')) flat.set('attributes.referenceId', reference)
  return flat
}

const JSON_API = new Set(['id', 'type', 'attributes', 'relationships', 'links', 'meta'])

/** Members whose own members belong to the record itself. */
function liftedParts(record: object): ReadonlySet<string> {
  const keys = Object.keys(record)
  if ('engagement' in record && isPlainObject(record.engagement))
    return new Set(['engagement', 'metadata'].filter((key) => isPlainObject(Reflect.get(record, key))))
  const jsonApi =
    'attributes' in record &&
    isPlainObject(record.attributes) &&
    'id' in record &&
    'type' in record &&
    keys.every((key) => JSON_API.has(key))
  return new Set(jsonApi && !isSalesforceMark(record.attributes) ? ['attributes'] : [])
}

const LEVELS = 3

function putInto(flat: Map<string, unknown>, path: string, value: unknown, level = 0): void {
  const name = path.split('.').at(-1) ?? path
  if (name === 'associations' || name === 'relationships') putAssociations(flat, value)
  else if (!isPlainObject(value) || level > LEVELS || (level === 0 && KEPT_WHOLE.has(path.toLowerCase())))
    flat.set(path, value)
  else
    for (const [key, inner] of Object.entries(value))
      if (key !== 'attributes' || !isSalesforceMark(inner)) putInto(flat, `${path}.${key}`, inner, level + 1)
}

/**
 * What other records this one belongs to: `companyIds: [7]` as it is; `companies: { results: [{ id: 7 }] }` and
 * `company: { data: { id: 7 } }` as their ids, under `companies id` and `company id`.
 */
function putAssociations(flat: Map<string, unknown>, value: unknown): void {
  if (!isPlainObject(value)) return
  for (const [key, inner] of Object.entries(value)) {
    const ids = idsIn(inner)
    if (ids !== undefined) flat.set(`${key} id`, ids)
    else flat.set(key, inner)
  }
}

function idsIn(value: unknown): unknown[] | undefined {
  if (!isPlainObject(value)) return undefined
  if ('id' in value) return [value.id]
  const inner = 'results' in value ? value.results : 'data' in value ? value.data : undefined
  if (inner === null) return []
  if (!Array.isArray(inner)) return idsIn(inner)
  // The interface repeats a record for each label of the association.
  return [...new Set(inner.flatMap((one: unknown) => idsIn(one) ?? []))]
}

const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

/** { type, url } of the REST interface, { type, referenceId } of a tree; other attributes are somebody's own. */
const isSalesforceMark = (value: unknown): boolean =>
  isPlainObject(value) &&
  'type' in value &&
  (('referenceId' in value && Object.keys(value).length === 2) ||
    ('url' in value && typeof value.url === 'string' && value.url.startsWith('/services/data/')) ||
    value.type === 'AggregateResult')

function salesforceReference(record: object): string | undefined {
  const mark = 'attributes' in record ? record.attributes : undefined
  if (!isPlainObject(mark) || !('referenceId' in mark) || !isSalesforceMark(mark)) return undefined
  return typeof mark.referenceId === 'string' ? mark.referenceId : undefined
}

const withoutReferenceMark = (value: unknown): unknown =>
  typeof value === 'string' && /^@[A-Za-z]\w*$/.test(value) ? value.slice(1) : value

// The older HubSpot interface wraps each property: { value, timestamp, source }.
const hubspotValue = (value: unknown): unknown => (isPlainObject(value) && 'value' in value ? value.value : value)
