const QUOTE = 34
const BACKSLASH = 92
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125
const OPEN_LIST = 91
const CLOSE_LIST = 93
const COMMA = 44
const COLON = 58
const LONGEST_RECORD = 16_777_216

/** Thrown for a file that is not what its beginning promises; the message is for the person who gave the file. */
export const unreadableFile = (message: string): Error => Object.assign(new Error(message), { name: 'UnreadableFile' })

/**
 * Cuts a JSON text into its records without holding it: the elements of the list it is, or of the first list that is a value of
 * its outermost object (`records`, `data`, `results` …). `push` takes the next piece and gives the records that ended in it.
 */
export function jsonSplitter(): { push(piece: string): unknown[]; end(): unknown[] } {
  let buffer = ''
  let scanned = 0
  let depth = 0
  let inString = false
  let escaped = false
  let listDepth = -1
  let start = -1
  let finished = false
  let afterColon = false
  let outermost = ''

  const take = (end: number, found: unknown[]): void => {
    const text = buffer.slice(start, end).trim()
    if (text !== '') found.push(parseRecord(text))
    start = -1
  }
  const scan = (found: unknown[]): void => {
    for (; scanned < buffer.length; scanned += 1) {
      const code = buffer.charCodeAt(scanned)
      if (inString) {
        if (escaped) escaped = false
        else if (code === BACKSLASH) escaped = true
        else if (code === QUOTE) inString = false
        continue
      }
      if (code === QUOTE) inString = true
      else if (code === OPEN_OBJECT || code === OPEN_LIST) {
        depth += 1
        if (code === OPEN_LIST && !finished && listDepth < 0 && (depth === 1 || (depth === 2 && afterColon))) {
          listDepth = depth
          start = scanned + 1
        }
      } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
        if (depth === listDepth) {
          take(scanned, found)
          listDepth = -1
          finished = true
        }
        depth -= 1
      } else if (code === COMMA && depth === listDepth) {
        take(scanned, found)
        start = scanned + 1
      }
      if (code > 32) afterColon = code === COLON
    }
  }
  const cut = (): void => {
    const from = start >= 0 ? start : scanned
    if (!finished && listDepth < 0 && outermost.length < LONGEST_RECORD) outermost += buffer.slice(0, from)
    buffer = buffer.slice(from)
    scanned -= from
    if (start >= 0) start = 0
    if (buffer.length > LONGEST_RECORD) throw unreadableFile('One record of the JSON file is larger than 16 MB')
  }
  return {
    push: (piece) => {
      buffer += piece
      const found: unknown[] = []
      scan(found)
      cut()
      return found
    },
    end: () => {
      if (depth !== 0 || inString)
        throw unreadableFile('The JSON file ends in the middle of a value; it may have been cut off')
      if (finished) return []
      // No list anywhere: the file is one record.
      return outermost.trim() === '' ? [] : [parseRecord(outermost.trim())]
    },
  }
}

export function parseRecord(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unreadableFile(`This is not valid JSON: ${text.length > 80 ? `${text.slice(0, 77)}…` : text}`)
  }
}

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
 * One JSON record as columns: nested objects become `owner.email`, HubSpot's `properties` come up a level,
 * Salesforce's `attributes` give the reference id, and its `@ref` the id they mean.
 */
export function flattenRecord(record: unknown): ReadonlyMap<string, unknown> {
  const flat = new Map<string, unknown>()
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    flat.set('name', record)
    return flat
  }
  const reference = salesforceReference(record)
  for (const [key, value] of Object.entries(record)) {
    if (key === 'attributes' && (reference !== undefined || isSalesforceMark(value))) continue
    if (isPlainObject(value) && key === 'properties') {
      for (const [name, inner] of Object.entries(value)) flat.set(name, hubspotValue(inner))
    } else if (isPlainObject(value) && !KEPT_WHOLE.has(key.toLowerCase())) flattenInto(flat, key, value)
    else flat.set(key, reference === undefined ? value : withoutReferenceMark(value))
  }
  if (reference !== undefined && !flat.has('Id')) flat.set('attributes.referenceId', reference)
  return flat
}

const LEVELS = 3

function flattenInto(flat: Map<string, unknown>, path: string, value: object, level = 1): void {
  if (Object.keys(value).length === 0) return
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'attributes' && isSalesforceMark(inner)) continue
    if (isPlainObject(inner) && level < LEVELS) flattenInto(flat, `${path}.${key}`, inner, level + 1)
    else flat.set(`${path}.${key}`, inner)
  }
}

const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

const isSalesforceMark = (value: unknown): boolean =>
  isPlainObject(value) && 'type' in value && ('referenceId' in value || 'url' in value)

function salesforceReference(record: object): string | undefined {
  const mark = 'attributes' in record ? record.attributes : undefined
  if (!isPlainObject(mark) || !('referenceId' in mark)) return undefined
  return typeof mark.referenceId === 'string' ? mark.referenceId : undefined
}

const withoutReferenceMark = (value: unknown): unknown =>
  typeof value === 'string' && /^@[A-Za-z]\w*$/.test(value) ? value.slice(1) : value

// The older HubSpot interface wraps each property: { value, timestamp, source }.
const hubspotValue = (value: unknown): unknown => (isPlainObject(value) && 'value' in value ? value.value : value)
