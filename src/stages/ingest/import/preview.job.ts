import { dayIn, isoDay } from '../../../base/day.ts'
import type { Clock } from '../../../base/clock.ts'
import { whyNoText } from '../../../base/other-programs.ts'
import { companyById } from '../../../access/companies.store.ts'
import type { Transact } from '../../../platform/postgres.ts'
import { cellText, type Column, type Readings } from './column.ts'
import { columnGuesses } from './column-guess.ts'
import { specOf } from './fields/catalogue.ts'
import type { Kind } from './fields/field.ts'
import type { Mapping } from './guess.ts'
import { guessKind } from './guess-kind.ts'
import { readRow, type Plan } from './read-row.ts'
import { wholeLines } from './read/detect.ts'
import { unreadableFile } from './read/json-splitter.ts'
import { openRecords, type RecordSource, type Row } from './read/open-records.job.ts'
import type { Preview, PreviewedRow } from './preview.ts'
import { createNotes } from './report.ts'
import { columnsOf, surveyRecords } from './survey.job.ts'

export type PreviewRequest = {
  readonly companyId: string
  readonly name: string
  /** The file, or its beginning. */
  readonly head: Buffer
  /** There is more of the file than `head`. */
  readonly cut: boolean
  /** Left out: guessed. */
  readonly kind?: Kind | undefined
  readonly mapping?: Mapping | undefined
  readonly readings?: Readings | undefined
}

const LOOKED_AT = 2_000
const SHOWN = 20
const SAMPLES = 5
const SAMPLE_LENGTH = 200

/** Reads the beginning of a file as an import would, and keeps nothing. Throws `UnreadableFile`. */
export async function previewFile(
  { clock, transact }: { readonly clock: Clock; readonly transact: Transact },
  request: PreviewRequest,
): Promise<Preview> {
  const company = await transact((tx) => companyById(tx, request.companyId))
  if (!company) throw new Error('There is no such company')
  const now = clock.now()
  const today = isoDay(dayIn(company.timeZone, now))
  const context = { timeZone: company.timeZone, currency: company.currency, today, now: now.toISOString() }
  const source = await beginningOf(request)
  const columns = await columnsOf(source)
  const kind = request.kind ?? guessKind(columns, request.name)
  const { mapping: fixed = {}, readings = {} } = request
  const look = (given: Mapping, notes = createNotes()) =>
    surveyRecords({ transact, source, spec: specOf(kind), company, context, fixed: given, readings, notes })
  const notes = createNotes()
  const found = await look(fixed, notes)
  const { plan, mapping } = found
  // What a person has set is no guess; how sure we would have been is asked anew.
  const { mapping: guessed, doubts } = Object.keys(fixed).length === 0 ? found : await look({})
  const rows: PreviewedRow[] = []
  for await (const batch of source.read()) {
    for (const row of batch.slice(0, SHOWN - rows.length)) {
      const read = readRow(plan, row)
      const rowNumber = rows.length + 1
      rows.push(
        read.ok
          ? {
              rowNumber,
              cells: cellsOf(plan, row),
              record: read.draft,
              column: null,
              reason: null,
              contradictions: read.contradictions,
              unknown: read.unknown.map(({ field }) => field),
            }
          : { rowNumber, cells: cellsOf(plan, row), record: null, ...read.rejection, contradictions: [], unknown: [] },
      )
    }
  }
  return {
    kind,
    format: source.format,
    columns: columns.map(shown),
    guesses: columnGuesses({ columns, plan, guessed, doubts, readings }),
    seen: { rows: source.rows, all: source.all },
    mapping,
    warnings: notes.warnings(),
    rows,
  }
}

// JSON of the database cannot hold NUL nor half a surrogate pair; what is shown has their pictures.
const showable = (text: string): string => text.replaceAll('\0', '\u2400').toWellFormed()

const CELL_LENGTH = 300

const cellsOf = ({ fields }: Plan, row: Row): Record<string, string> =>
  Object.fromEntries(
    fields.flatMap(({ field, place }) => {
      const text = cellText(row[place])
      return text === undefined ? [] : [[field.name, showable(text.slice(0, CELL_LENGTH))]]
    }),
  )

const shown = ({ name, samples }: Column): { name: string; samples: string[] } => ({
  name,
  samples: [...new Set(samples)]
    .slice(0, SAMPLES)
    .map((text) => showable(text.length > SAMPLE_LENGTH ? `${text.slice(0, SAMPLE_LENGTH - 1)}…` : text)),
})

/** The first rows of a file, which may end in the middle of one. */
async function beginningOf({
  name,
  head,
  cut,
}: PreviewRequest): Promise<RecordSource & { readonly rows: number; readonly all: boolean }> {
  const other = whyNoText(head)
  if (other !== undefined) throw unreadableFile(other)
  const bytes = cut ? wholeLines(head) : head
  const file = { name, size: bytes.length, read: () => oneAfterTheOther([bytes]) }
  const whole = await openRecords({ file })
  const rows: Row[] = []
  try {
    for await (const batch of whole.read()) {
      rows.push(...batch.slice(0, LOOKED_AT - rows.length))
      if (rows.length >= LOOKED_AT) break
    }
  } catch (error) {
    // The last record of a JSON array that was cut is none; those before it are.
    if (!cut || rows.length === 0) throw error
  }
  const all = !cut && rows.length < LOOKED_AT
  return { ...whole, columns: whole.columns, rows: rows.length, all, read: () => oneAfterTheOther([rows]) }
}

async function* oneAfterTheOther<T>(items: readonly T[]): AsyncGenerator<T> {
  await Promise.resolve()
  yield* items
}
