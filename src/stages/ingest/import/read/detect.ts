export type Encoding = 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be'
export type Format = 'csv' | 'json' | 'ndjson'

// Backtick, unit separator and start of heading come from database exports.
const DELIMITERS = [',', ';', '\t', '|', '`', '^', '~', '\u001f', '\u0001', ':']
const LINES_LOOKED_AT = 30

/** The delimiter that cuts the first lines into the most equal number of columns, quoted ones being left alone. */
export function detectDelimiter(head: string): string {
  const declared = /^sep=(.)\r?\n/i.exec(head)
  if (declared) return declared[1] ?? ','
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of DELIMITERS) {
    const counts = columnCounts(head, delimiter)
    const columns = counts[0] ?? 1
    if (columns < 2) continue
    const alike = counts.filter((count) => count === columns).length / counts.length
    // A colon inside times and addresses is common, a header of colons is not.
    const score = alike * alike * Math.min(columns, 20) * (delimiter === ':' ? 0.3 : 1)
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

function columnCounts(head: string, delimiter: string): number[] {
  const counts: number[] = []
  let columns = 1
  let quoted = false
  let atStart = true
  let started = false
  for (let index = 0; index < head.length && counts.length < LINES_LOOKED_AT; index += 1) {
    const character = head[index]
    if (character === '"' && (quoted || atStart)) quoted = !quoted
    else if (quoted) continue
    else if (character === '\n' || character === '\r') {
      if (started) counts.push(columns)
      columns = 1
      started = false
    } else {
      started = true
      if (character === delimiter) columns += 1
    }
    atStart = character === delimiter || character === '\n' || character === '\r'
    if (character === '"') started = true
  }
  if (started && counts.length === 0) counts.push(columns)
  return counts
}

/** What a file is by its beginning; its name only helps where the content does not tell. */
export function detectFormat(head: string, name: string): Format {
  const body = head.trimStart()
  if (/\.(ndjson|jsonl)$/i.test(name)) return 'ndjson'
  if (body.startsWith('[') && (/\.json$/i.test(name) || /^\[\s*[\]{["\d-]/.test(body))) return 'json'
  if (!body.startsWith('{')) return /\.json$/i.test(name) && body !== '' ? 'json' : 'csv'
  // One object in one line may be a whole answer; several are a record each.
  const end = body.search(/[\r\n]/)
  return end > 0 && body.slice(end).trim() !== '' && isWholeJson(body.slice(0, end)) ? 'ndjson' : 'json'
}

function isWholeJson(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}

/** The encoding that a byte order mark names. */
export function encodingByMark(bytes: Uint8Array): Encoding | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined
}

/** The encoding that a text without a mark shows: every other byte of UTF-16 is zero where the alphabet is Latin. */
export function encodingByZeros(bytes: Uint8Array): Encoding | undefined {
  const zeros = [0, 0]
  const looked = Math.min(bytes.length, 4_096) & ~1
  for (let place = 0; place < looked; place += 1) if (bytes[place] === 0) zeros[place % 2] = (zeros[place % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (odd > 0.3 * looked && even < 0.05 * looked) return 'utf-16le'
  return even > 0.3 * looked && odd < 0.05 * looked ? 'utf-16be' : undefined
}

const NEWLINE = 10

/** The beginning of a file without the line in which it was cut; all of it where it has one line only. */
export function wholeLines(bytes: Uint8Array): Uint8Array {
  // Two bytes a character, of which the newline's other one may come after it.
  if ((encodingByMark(bytes) ?? encodingByZeros(bytes) ?? 'utf-8') !== 'utf-8')
    return bytes.subarray(0, bytes.length & ~1)
  const end = bytes.lastIndexOf(NEWLINE)
  if (end > 0) return bytes.subarray(0, end + 1)
  // Half of a character would make all of it look like another encoding.
  let length = bytes.length
  while (length > 0 && bytes.length - length < 4 && (bytes[length - 1] ?? 0) >= 0x80) length -= 1
  return bytes.subarray(0, length)
}

/** A column's name as it can be stored: among the attributes it is a key. */
export const storableName = (name: string): string => name.replaceAll('\0', '').toWellFormed()

/** Headers that can be told apart: empty ones get their place, repeated ones a number. */
export function distinctHeaders(headers: readonly string[]): string[] {
  const seen = new Set<string>()
  return headers.map((header, index) => {
    const stored = storableName(header)
    const base = stored.trim() === '' ? `column ${index + 1}` : stored
    let name = base
    for (let turn = 2; seen.has(name); turn += 1) name = `${base} (${turn})`
    seen.add(name)
    return name
  })
}
