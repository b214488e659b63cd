import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { detectDelimiter } from '../stages/ingest/import/read/detect.ts'
import { refuse } from './refusal.ts'

/** The cells of a plain file, a row each. JSON records have the same columns in the same places, named by `header`. */
export type LabFile = { readonly header: readonly string[] | null; readonly rows: readonly (readonly string[])[] }

const DELIMITERS = [';', ',', '\t', '|']

function textOf(path: string): string {
  try {
    const bytes = readFileSync(path)
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch {
      return new TextDecoder('windows-1252').decode(bytes)
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return refuse(`${path} cannot be read (${code}).`, 'Name a CSV, JSON or text file.')
  }
}

const cellOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value)

function recordsOf(values: readonly unknown[]): LabFile {
  const header = new Set<string>()
  for (const value of values) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const key of Object.keys(value)) header.add(key)
    }
  }
  if (header.size === 0)
    return { header: null, rows: values.map((value) => (Array.isArray(value) ? value.map(cellOf) : [cellOf(value)])) }
  const columns = [...header]
  const rows = values.map((value) => {
    const record = new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : [])
    return columns.map((column) => cellOf(record.get(column)))
  })
  return { header: columns, rows }
}

function jsonOf(text: string): LabFile | null {
  const start = text.trimStart().slice(0, 1)
  if (start !== '[' && start !== '{') return null
  try {
    const value: unknown = JSON.parse(text)
    if (Array.isArray(value)) return recordsOf(value)
    const list = Object.values(value ?? {}).find(Array.isArray)
    return recordsOf(list ?? [value])
  } catch {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
    try {
      return recordsOf(lines.map((line): unknown => JSON.parse(line)))
    } catch {
      return null
    }
  }
}

/** Lines cut at the first delimiters only, as many as the line with the fewest has: text with stray delimiters and quotation marks in its last column. */
function cutLines(lines: readonly string[]): string[][] {
  const sample = lines.slice(0, 2000)
  let best = { delimiter: '', count: 0 }
  for (const delimiter of DELIMITERS) {
    const count = sample.reduce((fewest, line) => Math.min(fewest, line.split(delimiter).length - 1), Infinity)
    if (Number.isFinite(count) && count > best.count) best = { delimiter, count }
  }
  if (best.count === 0) return lines.map((line) => [line])
  return lines.map((line) => {
    const parts = line.split(best.delimiter)
    return [...parts.slice(0, best.count), parts.slice(best.count).join(best.delimiter)]
  })
}

function csvOf(text: string): string[][] | null {
  try {
    const rows: unknown = parse(text, { delimiter: detectDelimiter(text.slice(0, 262_144)), skip_empty_lines: true })
    return Array.isArray(rows) ? rows.map((row) => (Array.isArray(row) ? row.map(cellOf) : [cellOf(row)])) : null
  } catch {
    // Rows of different lengths or stray quotation marks: not CSV after all.
    return null
  }
}

/**
 * Reads a plain file: JSON or NDJSON, CSV with any usual delimiter, else lines. Nothing is dropped and nothing reordered;
 * whether the first row of a CSV is a header is for the reader of the cells to say. Refuses what cannot be read.
 */
export function readLabFile(path: string): LabFile {
  const text = textOf(path).replace(/^\uFEFF/, '')
  const json = /\.txt$/i.test(path) ? null : jsonOf(text)
  if (json) return json
  const lines = text.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  if (/\.txt$/i.test(path)) return { header: null, rows: lines.map((line) => [line]) }
  return { header: null, rows: csvOf(text) ?? cutLines(lines) }
}
