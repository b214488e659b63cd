const ESCAPED = /[\\\n\r\t]/g
const [TAB, FEED, CARRIAGE, BACKSLASH] = [9, 10, 13, 92]
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

export type CopyValue = string | number | boolean | Date | null

/** One row in COPY's text format, its newline included. Null becomes \N; a Date is written in ISO form. */
export const copyLine = (values: readonly CopyValue[]): string => `${copyFields(values)}\n`

/** The same without the newline: the beginning of a line, or all of it. One piece of memory, so that it may wait for its turn. */
export function copyFields(values: readonly CopyValue[]): string {
  const fields = new Array<string>(values.length)
  for (let index = 0; index < values.length; index += 1) fields[index] = copyField(values[index] ?? null)
  return fields.join('\t')
}

function copyField(value: CopyValue): string {
  if (value === null) return '\\N'
  switch (typeof value) {
    case 'string':
      return isShortAndPlain(value) ? value : value.replace(ESCAPED, (character) => ESCAPES[character] ?? character)
    case 'number':
      return String(value)
    case 'boolean':
      return value ? 't' : 'f'
    default:
      return value.toISOString()
  }
}

const SHORT = 32

/** True for a few letters of which none is to be escaped, as most cells are: a loop has passed them before an expression has begun. */
function isShortAndPlain(text: string): boolean {
  if (text.length > SHORT) return false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH || code === TAB || code === FEED || code === CARRIAGE) return false
  }
  return true
}

const BATCH_CHARACTERS = 65_536

/** Lines of COPY: one each as text, or many as the bytes they come to. */
export type CopyData<Piece = string | Uint8Array> = Iterable<Piece>

/** Joins short lines into pieces of about 64 KB: a stream chunk per line costs more than the line. Bytes are pieces already. */
export function* inBatches<Bytes extends Uint8Array = never>(
  lines: CopyData<string | Bytes>,
): Generator<string | Bytes> {
  let batch = ''
  for (const line of lines) {
    const whole = typeof line !== 'string'
    if (!whole) batch += line
    if (batch !== '' && (whole || batch.length >= BATCH_CHARACTERS)) {
      yield batch
      batch = ''
    }
    if (whole) yield line
  }
  if (batch) yield batch
}
