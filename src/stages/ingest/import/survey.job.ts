import type { Company } from '../../../access/company.contract.ts'
import type { Transact } from '../../../platform/postgres.ts'
import { type Column, dateDoubt, newColumn, observe, readingOf, type Readings } from './column.ts'
import { findDuplicates, hash53, type Replaced } from './duplicates.ts'
import type { Referred } from './fields/field.ts'
import type { CompanyContext, KindSpec } from './fields/spec.ts'
import { guessMapping, type Doubt, type KnownShare, type Mapping } from './guess.ts'
import { type Identifier, identifierOf, type Places } from './identity.ts'
import { BROKEN_COLUMN, whyBroken } from './read/broken-row.ts'
import { unreadableFile } from './read/json-splitter.ts'
import type { RecordSource, Row } from './read/open-records.job.ts'
import type { Plan } from './read-row.ts'
import type { Notes } from './report.ts'
import { shareOfKnown } from './survey.store.ts'
import { LONGEST_METRIC, metricName } from './fields/usage.ts'
import { isLonger, readValue } from './values/read-value.ts'

export type Survey = {
  readonly plan: Plan
  readonly identifier: Identifier
  readonly mapping: Mapping
  /** What of the mapping was guessed by little. */
  readonly doubts: readonly Doubt[]
  /** Rows that other rows of the same record replace. */
  readonly duplicates: Replaced
  /** Usage: ids that several rows of different days or customers share. */
  readonly repeated: Replaced
  readonly rows: number
  /** Usage: how many days it is of; from `MANY_DAYS` on they are not counted. */
  readonly days: number
  /** Usage in wide form: a column per metric. */
  readonly metricColumns: readonly { readonly place: number; readonly metric: string }[]
}

export type SurveyRequest = {
  readonly transact: Transact
  readonly source: RecordSource
  readonly spec: KindSpec
  readonly company: Company
  readonly context: CompanyContext
  readonly fixed: Mapping
  readonly readings?: Readings
  readonly notes: Notes
  readonly onRows?: (rows: number) => void
}

const SAMPLE_ROWS = 2_000
export const MANY_DAYS = 4

/**
 * Reads the file once without taking anything: what its columns are, in which order it writes its dates, which rows give the same record.
 * A sample decides what the columns are; dates and decimal marks are told apart by the whole column.
 */
export async function surveyRecords(request: SurveyRequest): Promise<Survey> {
  const { source, spec, notes } = request
  const columns: Column[] = []
  const sample: Row[] = []
  const duplicates = findDuplicates()
  const repeated = findDuplicates()
  const days = new Set<unknown>()
  let rows = 0
  let found: Awaited<ReturnType<typeof settleMapping>> | undefined
  const see = (row: Row, { changedAt, identifier, dayPlace }: Awaited<ReturnType<typeof settleMapping>>): void => {
    rows += 1
    if (days.size < MANY_DAYS) days.add(row[dayPlace])
    duplicates.see(identifier.recordOf(row), rows, changedAt(row))
    const id = spec.kind === 'usage' ? identifier.idOf(row) : undefined
    if (id !== undefined) repeated.see(hash53([id]), rows, NaN)
  }
  const settle = async () => {
    found = await settleMapping(request, columns)
    for (const row of sample) see(row, found)
    sample.length = 0
    return found
  }
  for await (const batch of source.read()) {
    for (const row of batch) {
      if (found === undefined) {
        if (whyBroken(row) === undefined) observeAll(columns, source.columns, row)
        if (sample.push(row) === SAMPLE_ROWS) found = await settle()
        continue
      }
      for (const place of found.watched) {
        const column = columns[place]
        if (column) observe(column, row[place])
      }
      see(row, found)
    }
    request.onRows?.(rows)
  }
  found ??= await settle()
  for (const name of source.columns.slice(columns.length)) columns.push(newColumn(name))
  const plan = planOf(request, columns, found.mapping)
  for (const { column, place } of plan.fields) {
    const told = request.readings?.[column]?.order !== undefined
    const doubt = !told && columns[place] && dateDoubt(columns[place])
    if (doubt) notes.note(doubt, column)
  }
  const metricColumns = wideMetrics(plan, columns)
  const unmapped = plan.rest.filter(({ place }) => !metricColumns.some((one) => one.place === place))
  for (const { column } of unmapped) notes.note('unmapped-column', column)
  const { identifier, mapping, doubts } = found
  return {
    plan,
    identifier,
    mapping,
    doubts,
    duplicates: duplicates.found(),
    repeated: repeated.found(),
    rows,
    days: days.size,
    metricColumns,
  }
}

/** The columns of a source that is short enough to be looked at as a whole. */
export async function columnsOf(source: RecordSource): Promise<Column[]> {
  const columns: Column[] = []
  for await (const batch of source.read()) {
    for (const row of batch) if (whyBroken(row) === undefined) observeAll(columns, source.columns, row)
  }
  for (const name of source.columns.slice(columns.length)) columns.push(newColumn(name))
  return columns
}

function observeAll(columns: Column[], names: readonly string[], row: Row): void {
  for (let place = 0; place < row.length; place += 1) {
    let column = columns[place]
    while (column === undefined) {
      columns.push(newColumn(names[columns.length] ?? `column ${columns.length + 1}`))
      column = columns[place]
    }
    observe(column, row[place])
  }
}

async function settleMapping(request: SurveyRequest, columns: Column[]) {
  const { source, spec, transact, fixed, notes } = request
  for (const name of source.columns.slice(columns.length)) columns.push(newColumn(name))
  checkFixed(fixed, spec, columns)
  const shares = await knownShares(transact, { spec, columns })
  const { mapping, doubts } = guessMapping(spec, columns, { fixed, knownShare: shares })
  for (const { code, example } of doubts) notes.note(code, example)
  const placeOf = new Map(columns.map((column, place) => [column.name, place]))
  const places = new Map(Object.entries(mapping).map(([field, column]) => [field, placeOf.get(column) ?? -1]))
  const watched = spec.fields
    .filter(({ type }) => ['day', 'instant', 'amount', 'number', 'integer'].includes(type))
    .flatMap(({ name }) => places.get(name) ?? [])
  return {
    mapping,
    doubts,
    changedAt: changedAtOf(request, columns, places),
    identifier: identifierOf(spec, places),
    dayPlace: places.get('date') ?? -1,
    watched,
  }
}

function checkFixed(fixed: Mapping, spec: KindSpec, columns: readonly Column[]): void {
  for (const [field, column] of Object.entries(fixed)) {
    if (!spec.fields.some(({ name }) => name === field)) {
      throw unreadableFile(
        `${spec.kind} have no field "${field}"; there are: ${spec.fields.map(({ name }) => name).join(', ')}`,
      )
    }
    if (column !== '' && !columns.some(({ name }) => name === column)) {
      throw unreadableFile(`There is no column "${column}"; there are: ${columns.map(({ name }) => name).join(', ')}`)
    }
  }
}

async function knownShares(
  transact: Transact,
  { spec, columns }: { spec: KindSpec; columns: readonly Column[] },
): Promise<KnownShare> {
  const referred = new Set(spec.fields.flatMap(({ refersTo }) => refersTo ?? []))
  const shares = new Map<string, number>()
  const samples = columns.map((column): [string, string[]] => [column.name, [...new Set(column.samples)].slice(0, 40)])
  await transact(async (tx) => {
    for (const kind of referred) {
      for (const [name, share] of await shareOfKnown(tx, kind, samples)) shares.set(`${kind} ${name}`, share)
    }
  })
  return (column: string, kind: Referred) => shares.get(`${kind} ${column}`) ?? 0
}

function planOf(
  { spec, company, context, readings }: SurveyRequest,
  columns: readonly Column[],
  mapping: Mapping,
): Plan {
  const placeOf = new Map(columns.map((column, place) => [column.name, place]))
  const fields = spec.fields.flatMap((field) => {
    const column = mapping[field.name]
    const place = column === undefined ? undefined : placeOf.get(column)
    if (column === undefined || place === undefined) return []
    return [{ field, place, column, reading: { ...readingOf(columns[place], company), ...readings?.[column] } }]
  })
  const taken = new Set(fields.map(({ place }) => place))
  const rest = columns.flatMap((column, place) =>
    taken.has(place) || IGNORED.has(column.name) ? [] : [{ place, column: column.name }],
  )
  return { spec, company: context, fields, rest }
}

// What the file of rejected rows has beside the rows' own columns.
const IGNORED = new Set(['renubu_row', 'renubu_column', 'renubu_reason', BROKEN_COLUMN])

/** A file with a day and several columns of numbers but none called value has a metric in each of them. */
function wideMetrics(plan: Plan, columns: readonly Column[]): Survey['metricColumns'] {
  if (plan.spec.kind !== 'usage' || plan.fields.some(({ field }) => field.name === 'value')) return []
  return plan.rest.flatMap(({ place, column }) => {
    const samples = columns[place]?.samples ?? []
    const numeric = samples.length > 0 && samples.every((text) => /^[-+]?[\d.,\s]+%?$/.test(text))
    const metric = metricName(column)
    return numeric && !isLonger(metric, LONGEST_METRIC) ? [{ place, metric }] : []
  })
}

/** When a row says that its record was changed, as its column writes dates; NaN where it does not say. */
function changedAtOf({ spec, company, readings }: SurveyRequest, columns: readonly Column[], places: Places) {
  const place = places.get('updatedAt')
  const field = spec.fields.find(({ name }) => name === 'updatedAt')
  if (place === undefined || place < 0 || field === undefined) return (): number => NaN
  const reading = { ...readingOf(columns[place], company), ...readings?.[columns[place]?.name ?? ''] }
  return (row: Row): number => {
    const read = readValue(field, row[place], reading)
    return 'value' in read && typeof read.value === 'string' ? Date.parse(read.value) : NaN
  }
}
