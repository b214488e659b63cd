import { isUtf8 as isValidUtf8 } from 'node:buffer'
import { createReadStream, statSync } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { withoutGuards } from '../../csv-guard.ts'
import { BROKEN_COLUMN, breakRow, whyBroken } from './broken-row.ts'
import {
  detectDelimiter,
  detectFormat,
  distinctHeaders,
  encodingByMark,
  encodingByZeros,
  storableName,
  type Encoding,
  type Format,
} from './detect.ts'
import { beginningOfJson, recordsIn, recordsPath, refusalIn } from './json-envelope.ts'
import { flattenRecord } from './json-records.ts'
import { jsonSplitter, parseRecord, unreadableFile } from './json-splitter.ts'
import { splitRows } from './split-rows.ts'

/** Cells in the order of `columns`; shorter rows end early, later columns may be found while reading. */
export type Row = readonly unknown[]

export type RecordSource = {
  readonly name: string
  readonly format: Format | 'records'
  /** Grows while a JSON source is read: records need not all have the same keys. */
  readonly columns: readonly string[]
  /** Reads from the beginning, a batch of rows at a time. May be called again. */
  read(): AsyncGenerator<readonly Row[]>
  /** Bytes of the file; 0 for records. */
  readonly size: number
}

export type RecordInput =
  | {
      readonly path: string
      /** Cells are taken as they stand; else the guard of an export (an apostrophe before = + - @) is taken off. */
      readonly raw?: boolean
    }
  | { readonly file: FileBytes; readonly raw?: boolean }
  | { readonly name: string; readonly records: Iterable<object> | AsyncIterable<object> }

/** A file, wherever it lies. */
export type FileBytes = {
  readonly name: string
  readonly size: number
  /** Its bytes from the beginning, a piece at a time. May be called again. */
  read(): AsyncIterable<Uint8Array>
}

const HEAD_BYTES = 262_144
const PIECE_BYTES = 65_536
const ROWS_PER_BATCH = 1_000

/** Opens a file (CSV, JSON, NDJSON; told apart by content) or records in memory. Throws `UnreadableFile` with what is wrong. */
export async function openRecords(input: RecordInput): Promise<RecordSource> {
  if ('records' in input) return await recordsInMemory(input.name, input.records)
  const file = 'file' in input ? input.file : fileAt(input.path)
  const { name, size } = file
  const head = await readHead(file)
  const utf8 = await isUtf8(file)
  const encoding = encodingByMark(head) ?? encodingByZeros(head) ?? (utf8 ? 'utf-8' : 'windows-1252')
  const headText = new TextDecoder(encoding).decode(head, { stream: true })
  const format = detectFormat(headText, name)
  if (format === 'csv') return openCsv({ file, encoding, headText, raw: input.raw === true })
  const beginning = beginningOfJson(headText)
  const refused = refusalIn(Array.isArray(beginning) ? beginning[0] : beginning)
  if (refused !== undefined) throw unreadableFile(`${name} holds no records but a refusal of its source: ${refused}`)
  const records = recordsPath(beginning)
  return jsonSource(name, format, size, () =>
    format === 'json' ? jsonElements(textOf(file, encoding), records) : ndjsonLines(textOf(file, encoding)),
  )
}

function fileAt(path: string): FileBytes {
  return {
    name: basename(path),
    size: fileSize(path),
    read: () => createReadStream(path, { highWaterMark: PIECE_BYTES }),
  }
}

function fileSize(path: string): number {
  try {
    const found = statSync(path)
    if (found.isDirectory()) throw unreadableFile(`${path} is a folder, not a file`)
    return found.size
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw unreadableFile(`${path} cannot be read (${String(error.code)})`)
    throw error
  }
}

async function readHead(file: FileBytes): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of file.read()) {
    pieces.push(piece)
    length += piece.length
    if (length >= HEAD_BYTES) break
  }
  return Buffer.concat(pieces).subarray(0, HEAD_BYTES)
}

// One byte at the end of a long file may be what tells, so all of it is looked at; that is a fraction of reading it.
async function isUtf8(file: FileBytes): Promise<boolean> {
  let begun: Uint8Array = new Uint8Array()
  for await (const piece of file.read()) {
    const bytes = begun.length === 0 ? piece : Buffer.concat([begun, piece])
    const end = beginningOfLast(bytes)
    if (!isValidUtf8(bytes.subarray(0, end))) return false
    begun = bytes.subarray(end)
  }
  return isValidUtf8(begun)
}

/** Where the last character begins when it is longer than a byte: the next piece may have the rest of it. */
function beginningOfLast(bytes: Uint8Array): number {
  const least = Math.max(0, bytes.length - LONGEST_CHARACTER)
  for (let at = bytes.length - 1; at >= least; at -= 1) if ((bytes[at] ?? 0) >= LEADING) return at
  return bytes.length
}

const LONGEST_CHARACTER = 4
// Bytes from here on begin a character of several.
const LEADING = 0xc0

async function* textOf(file: FileBytes, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const piece of file.read()) yield decoder.decode(piece, { stream: true })
  const rest = decoder.decode()
  if (rest !== '') yield rest
}

type CsvFile = {
  readonly file: FileBytes
  readonly encoding: Encoding
  readonly headText: string
  readonly raw: boolean
}

async function openCsv({ file, encoding, headText, raw }: CsvFile): Promise<RecordSource> {
  const { name, size } = file
  const delimiter = detectDelimiter(headText)
  const declared = /^sep=.\r?\n/i.test(headText)
  const rows = () => csvRows(textOf(file, encoding), delimiter)
  const first = rows()
  let headers: string[] = []
  for await (const batch of first) {
    headers = (batch[declared ? 1 : 0] ?? []).map(String)
    break
  }
  if (headers.length === 0) throw unreadableFile(`${name} is empty: there is no header`)
  const columns = distinctHeaders(headers)
  const width = columns.length
  // A delimiter at the end of a row adds nothing; a cell there means that every cell may stand in the wrong column.
  const checked = (row: string[]): Row => {
    if (row.length <= width || row.slice(width).every((cell) => cell === '')) return row
    while (columns.length < row.length) columns.push(`column ${columns.length + 1}`)
    return breakRow(row, `The row has ${row.length} cells, the header ${width}; a quotation mark may be missing`)
  }
  return {
    name,
    format: 'csv',
    columns,
    size,
    read: async function* () {
      const guarded = raw ? (row: string[]) => row : withoutGuards
      for await (const batch of withoutFirst(rows(), declared ? 2 : 1)) yield batch.map((row) => checked(guarded(row)))
    },
  }
}

async function* withoutFirst(batches: AsyncGenerator<string[][]>, count: number): AsyncGenerator<string[][]> {
  let left = count
  for await (const batch of batches) {
    const rows = batch.slice(left)
    left = Math.max(0, left - batch.length)
    if (rows.length > 0) yield rows
  }
}

/** Rows of a CSV text, quotation marks as the standard says and, from where a file breaks it, as it meant. */
export async function* csvRows(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<string[][]> {
  const pieces = text[Symbol.asyncIterator]()
  let rest = ''
  let first = true
  for (;;) {
    const next = await pieces.next()
    const done = next.done === true
    const piece = next.done === true ? '' : next.value
    rest += first ? piece.replace(/^\uFEFF/, '') : piece
    first = false
    const rows: string[][] = []
    const { at, regular } = splitRows(rest, { delimiter, whole: done }, rows)
    if (rows.length > 0) yield rows
    rest = rest.slice(at)
    if (!regular || rest.length > LONG_ROW) {
      yield* patientRows(withRest(rest, pieces), delimiter)
      return
    }
    if (done) return
  }
}

// A row of which so much has come and no end is looked at from its beginning with every piece.
const LONG_ROW = 1_048_576

async function* withRest(rest: string, pieces: AsyncIterator<string>): AsyncGenerator<string> {
  yield rest
  yield* { [Symbol.asyncIterator]: () => pieces }
}

/** What no rule describes: a mark in the middle of a cell, text behind a closing one, one that is never closed. */
async function* patientRows(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<string[][]> {
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: 16_777_216,
  })
  const source = Readable.from(text)
  source.on('error', (error) => parser.destroy(error))
  source.pipe(parser)
  let batch: string[][] = []
  try {
    for await (const row of parser) {
      batch.push(row as string[])
      if (batch.length >= ROWS_PER_BATCH) {
        yield batch
        batch = []
      }
    }
  } catch (error) {
    throw csvError(error)
  } finally {
    source.destroy()
    parser.destroy()
  }
  if (batch.length > 0) yield batch
}

function csvError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return unreadableFile('A quotation mark is opened and never closed; everything after it would be one cell')
  if (code === 'CSV_MAX_RECORD_SIZE')
    return unreadableFile('One row is larger than 16 MB; a quotation mark may be missing')
  return error
}

async function* jsonElements(
  text: AsyncIterable<string>,
  path: readonly string[] | undefined,
): AsyncGenerator<readonly unknown[]> {
  const splitter = jsonSplitter(path)
  for await (const piece of text) {
    const found = splitter.push(piece).flatMap(recordsIn)
    if (found.length > 0) yield found
  }
  splitter.end()
}

async function* ndjsonLines(text: AsyncIterable<string>): AsyncGenerator<readonly unknown[]> {
  let rest = ''
  for await (const piece of text) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LONGEST_LINE) throw unreadableFile('One line of the file is larger than 16 MB')
    const found = lines.flatMap(recordsOfLine)
    if (found.length > 0) yield found
  }
  const found = recordsOfLine(rest)
  if (found.length > 0) yield found
}

const LONGEST_LINE = 16_777_216

function recordsOfLine(line: string): readonly unknown[] {
  if (line.trim() === '') return []
  try {
    return recordsIn(parseRecord(line))
  } catch {
    // It is refused, and those around it are not.
    return [breakRow({ [BROKEN_COLUMN]: line }, 'The line is not valid JSON')]
  }
}

function jsonSource(
  name: string,
  format: RecordSource['format'],
  size: number,
  batches: () => AsyncGenerator<readonly unknown[]>,
): RecordSource {
  const columns: string[] = []
  const places = new Map<string, number>()
  const placeOf = (key: string): number => {
    const known = places.get(key)
    if (known !== undefined) return known
    places.set(key, columns.length)
    return columns.push(key) - 1
  }
  const rowOf = (record: unknown): unknown[] => {
    const row: unknown[] = []
    for (const [key, value] of flattenRecord(record)) row[placeOf(storableName(key))] = value
    const broken = typeof record === 'object' && record !== null ? whyBroken(record) : undefined
    return broken === undefined ? row : breakRow(row, broken)
  }
  return {
    name,
    format,
    columns,
    size,
    read: async function* () {
      for await (const batch of batches()) yield batch.map(rowOf)
    },
  }
}

// Records that can be walked only once are kept; a source of more than a few hundred thousand is better written to a file first.
async function recordsInMemory(name: string, records: Iterable<object> | AsyncIterable<object>): Promise<RecordSource> {
  let kept: readonly object[]
  if (Array.isArray(records)) kept = records as readonly object[]
  else {
    const all: object[] = []
    for await (const record of records) all.push(record)
    kept = all
  }
  return jsonSource(name, 'records', 0, async function* () {
    for (let from = 0; from < kept.length; from += ROWS_PER_BATCH) {
      await Promise.resolve()
      yield kept.slice(from, from + ROWS_PER_BATCH)
    }
  })
}
