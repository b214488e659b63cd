import { parseDay, type Day } from '../base/day.ts'
import { parseDate } from '../stages/ingest/import/values/date.ts'
import { parseNumber } from '../stages/ingest/import/values/number.ts'
import type { LabFile } from './lab-file.ts'

type Rows = LabFile['rows']

const TEXT_NAMES = [
  'text',
  'body',
  'message',
  'comment',
  'content',
  'description',
  'tweet',
  'review',
  'sentence',
  'feedback',
  'note',
  'subject',
  'title',
]
const DATE_NAMES = ['date', 'ds', 'day', 'timestamp', 'datetime', 'time']
const VALUE_NAMES = ['value', 'y', 'count', 'amount', 'users', 'active_users', 'logins', 'total']

const nameOf = (cell: string | undefined): string => (cell ?? '').trim().toLowerCase()
const meanLength = (rows: Rows, column: number): number =>
  rows.reduce((sum, row) => sum + (row[column] ?? '').length, 0) / Math.max(1, rows.length)

/** The place of the first of these names in a header; −1: none. */
function placeOf(header: readonly string[], names: readonly string[]): number {
  const given = header.map(nameOf)
  for (const name of names) {
    const exact = given.indexOf(name)
    if (exact >= 0) return exact
  }
  return given.findIndex((cell) => cell.length <= 30 && names.some((name) => name.length > 3 && cell.includes(name)))
}

/** One text per row, in the file's order; of several columns the one named for it, else the one with the longest cells. */
export function textsOf({ header, rows }: LabFile, asked?: string): string[] {
  const first = header ?? rows[0] ?? []
  const named = placeOf(first, asked === undefined ? TEXT_NAMES : [asked.toLowerCase()])
  const widths = first.map((_, column) => meanLength(rows.slice(0, 500), column))
  const column = named >= 0 ? named : widths.indexOf(Math.max(...widths))
  const hasHeader = header === null && rows.length > 1 && (named >= 0 ? isName(first[named], rows, named) : false)
  return (hasHeader ? rows.slice(1) : rows).map((row) => row[column] ?? '')
}

// A text that merely begins with "subject …" is longer than a name, and one of the texts may be the word "comment".
function isName(cell: string | undefined, rows: Rows, column: number): boolean {
  return (
    nameOf(cell).length <= 30 &&
    (rows[0]?.length !== 1 || nameOf(cell).length * 2 < meanLength(rows.slice(1, 500), column))
  )
}

export type DayValue = { readonly day: Day; readonly value: number | null }

const dayOf = (cell: string | undefined): Day | undefined => {
  const iso = parseDate((cell ?? '').trim(), { order: 'month-first' })?.iso
  return iso === undefined ? undefined : parseDay(iso)
}
const valueOf = (cell: string | undefined): number | null => parseNumber((cell ?? '').trim()) ?? null

/** The column of a series that holds what is asked: by name, else the first whose cells (of some rows after the first) all can be read so. */
function columnOf(
  header: readonly string[],
  rows: Rows,
  { names, reads }: { names: readonly string[]; reads: (cell: string | undefined) => boolean },
): number {
  const named = placeOf(header, names)
  if (named >= 0) return named
  const sample = rows.slice(1, 50)
  return header.findIndex((_, column) => sample.length > 0 && sample.some((row) => reads(row[column])))
}

/** Date and value of each row, without the header; null when no column holds dates, or none beside it numbers. */
export function seriesOf(
  { header, rows }: LabFile,
  asked: { readonly date?: string; readonly value?: string },
): DayValue[] | null {
  const first = header ?? rows[0] ?? []
  const isDate = (cell: string | undefined): boolean => dayOf(cell) !== undefined
  const date = columnOf(first, rows, {
    names: asked.date === undefined ? DATE_NAMES : [asked.date.toLowerCase()],
    reads: isDate,
  })
  const others = first.map((cell, column) => (column === date ? '' : cell))
  const value = columnOf(
    others,
    rows.map((row) => row.map((cell, column) => (column === date ? '' : cell))),
    {
      names: asked.value === undefined ? VALUE_NAMES : [asked.value.toLowerCase()],
      reads: (cell) => valueOf(cell) !== null,
    },
  )
  if (date < 0 || value < 0) return null
  return rows.flatMap((row) => {
    const day = dayOf(row[date])
    return day === undefined ? [] : [{ day, value: valueOf(row[value]) }]
  })
}
