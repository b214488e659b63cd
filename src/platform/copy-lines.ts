const ESCAPED = /[\\\n\r\t]/g
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** One row in COPY's text format, its newline included. Null becomes \N; a Date is written in ISO form. */
export function copyLine(values: readonly (string | number | boolean | Date | null)[]): string {
  let line = ''
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) line += '\t'
    line += copyField(values[index] ?? null)
  }
  return line + '\n'
}

function copyField(value: string | number | boolean | Date | null): string {
  if (value === null) return '\\N'
  switch (typeof value) {
    case 'string':
      return value.replace(ESCAPED, (character) => ESCAPES[character] ?? character)
    case 'number':
      return String(value)
    case 'boolean':
      return value ? 't' : 'f'
    default:
      return value.toISOString()
  }
}

const BATCH_CHARACTERS = 65_536

/** Lines of COPY: one each as text, or many as the bytes they come to. */
export type CopyData<Piece = string | Uint8Array> = AsyncIterable<Piece> | Iterable<Piece>

/** Joins short lines into pieces of about 64 KB: a stream chunk per line costs more than the line. Bytes are pieces already. */
export async function* inBatches<Bytes extends Uint8Array = never>(
  lines: CopyData<string | Bytes>,
): AsyncGenerator<string | Bytes> {
  let batch = ''
  for await (const line of lines) {
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
