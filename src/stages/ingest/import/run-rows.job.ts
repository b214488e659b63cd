import type { Clock } from '../../../base/clock.ts'
import type { Database, Tx } from '../../../platform/postgres.ts'
import { hash53 } from './duplicates.ts'
import type { CompanyContext, KindSpec } from './fields/spec.ts'
import { externalIdOf, identityOf } from './identity.ts'
import { beginBatch, keepRejections, noteProgress, type RejectedRow, requireRunning } from './imports.store.ts'
import type { MergePlan, PreparedRow } from './merge-sql.ts'
import { keepArr, mergeRows, touchCustomers } from './merge.store.ts'
import { keepPrices, keepTerms, keepTicketSignals, type ReadTicket } from './parts.store.ts'
import { type DraftRow, prepareRows } from './prepare.store.ts'
import type { RecordSource, Row } from './read/open-records.job.ts'
import { readRow } from './read-row.ts'
import type { Resolver } from './references.store.ts'
import type { Notes, Tally } from './report.ts'
import { mergeRates } from './rates.store.ts'
import type { Survey } from './survey.job.ts'
import { type UsageValue, usageValues } from './usage.ts'
import { mergeUsage } from './usage.store.ts'
import { keepAbsences, prepareUsers } from './users.store.ts'
import { usageCustomer } from './link.store.ts'
import { mergeWithoutBad } from './without-bad.store.ts'

export type ImportDeps = {
  readonly database: Database
  readonly clock: Clock
  /** Reads a ticket's text once, when it comes in. Without it tickets have no signals until their texts change. */
  readonly readTicket?: ReadTicket
}

/** One import on its way. */
export type Run = {
  readonly deps: ImportDeps
  readonly spec: KindSpec
  readonly plan: MergePlan
  readonly survey: Survey
  readonly records: RecordSource
  readonly source: string
  readonly company: CompanyContext
  readonly resolver: Resolver
  readonly notes: Notes
  readonly tally: Tally
  /** Kept here only by a dry run, which has no transaction of its own for them. */
  readonly rejections: RejectedRow[]
  readonly importId: string
  readonly transact: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  /** What a usage row without a metric of its own counts. */
  readonly valueName: string
  readonly roleGiven: boolean
  /** E-mail addresses of people that this import has taken, with the external id that has them. */
  readonly taken: Map<string, string>
  readonly onRows: (rows: number) => void
}

// A window is written once per batch that touches it, so usage comes in larger ones.
const ROWS_PER_BATCH = 2_000
const USAGE_ROWS_PER_BATCH = 20_000
const REHEARSED_REJECTIONS = 10_000

/**
 * Reads the rows a second time and merges them, a batch to a transaction; while one is merged the next is read.
 * Where a row that replaced others of its record turned out to be bad, those come a third time: a bad row never stops a good one.
 */
export async function runRows(run: Run): Promise<void> {
  const bad = new Set<number>()
  const replaced = await passRows(run, (found, batch) => takeRow(run, { ...found, bad }, batch))
  if (bad.size === 0 || !replaced) return
  const stood = new Map<number, number>()
  for await (const { row, rowNumber } of numbered(run)) {
    const identity = hash53(identityOf(run.spec, run.survey.places, row))
    if (bad.has(identity) && readsWell(run, row)) stood.set(identity, rowNumber)
  }
  if (stood.size === 0) return
  const chosen = new Set(stood.values())
  await passRows(run, (found, batch) => {
    if (!chosen.has(found.rowNumber)) return false
    run.tally.unchanged -= 1
    mergeRow(run, found, batch)
    batch.taken += 1
    return false
  })
}

const readsWell = ({ survey }: Run, row: Row): boolean => readRow(survey.plan, row).ok

async function* numbered({ records }: Run): AsyncGenerator<Numbered> {
  let rowNumber = 0
  for await (const rows of records.read()) {
    for (const row of rows) {
      rowNumber += 1
      yield { row, rowNumber }
    }
  }
}

type Numbered = { readonly row: Row; readonly rowNumber: number }

/** One pass over all rows. `take` puts what it wants into the batch, and says whether another row of its record replaced the row. */
async function passRows(run: Run, take: (found: Numbered, batch: Batch) => boolean): Promise<boolean> {
  const perBatch = run.spec.kind === 'usage' ? USAGE_ROWS_PER_BATCH : ROWS_PER_BATCH
  let rowNumber = 0
  let replaced = false
  let batch = newBatch()
  let merging: Promise<void> = Promise.resolve()
  const flush = async (): Promise<void> => {
    await merging
    const full = batch
    const upTo = rowNumber
    batch = newBatch()
    merging = run.transact((tx) => mergeBatch(tx, run, { ...full, upTo })).then(() => run.onRows(upTo))
    // It is awaited before the next one; until then its failure must not count as unhandled.
    merging.catch(() => undefined)
  }
  for await (const rows of run.records.read()) {
    for (const row of rows) {
      rowNumber += 1
      if (take({ row, rowNumber }, batch)) replaced = true
      if (batch.taken >= perBatch) await flush()
    }
  }
  if (batch.taken > 0) await flush()
  await merging
  return replaced
}

type Batch = {
  taken: number
  readonly drafts: (DraftRow & { readonly row: Row })[]
  readonly usage: UsageValue[]
  readonly rejected: RejectedRow[]
}

const newBatch = (): Batch => ({ taken: 0, drafts: [], usage: [], rejected: [] })

function takeRow(run: Run, { row, rowNumber, bad }: Numbered & { readonly bad: Set<number> }, batch: Batch): boolean {
  const { spec, survey, notes, tally } = run
  tally.received += 1
  batch.taken += 1
  const identity = hash53(identityOf(spec, survey.places, row))
  if (!survey.duplicates.wins(identity, rowNumber)) {
    tally.unchanged += 1
    notes.note('duplicate-external-id', externalIdOf(spec, survey.places, row))
    return true
  }
  const before = batch.rejected.length
  mergeRow(run, { row, rowNumber }, batch)
  if (batch.rejected.length > before) bad.add(identity)
  return false
}

function mergeRow(run: Run, { row, rowNumber }: Numbered, batch: Batch): void {
  const { spec, survey, notes } = run
  const read = readRow(survey.plan, row)
  if (!read.ok) {
    batch.rejected.push({ rowNumber, ...read.rejection, record: recordOf(run, row) })
    return
  }
  for (const { field, text } of read.unknown) notes.note(`unknown-${field}`, text)
  const externalId = externalIdOf(spec, survey.places, row) ?? ''
  if (spec.kind === 'usage' && externalId !== '' && !survey.repeated.wins(hash53(externalId), rowNumber)) {
    notes.note('duplicate-external-id', externalId)
  }
  for (const code of read.contradictions) notes.note(code, externalId)
  if (spec.kind === 'usage') takeUsage(run, { row, rowNumber, externalId, draft: read.draft }, batch)
  else batch.drafts.push({ rowNumber, externalId, draft: read.draft, row })
}

function takeUsage(run: Run, { row, ...given }: DraftRow & { readonly row: Row }, batch: Batch): void {
  const { survey, tally } = run
  const reading = { order: 'unknown', mark: 'unknown', timeZone: run.company.timeZone } as const
  const read = usageValues(given.draft, {
    ...given,
    metric: run.valueName,
    wide: { columns: survey.metricColumns, row, reading },
  })
  if ('reason' in read) {
    batch.rejected.push({
      rowNumber: given.rowNumber,
      column: read.column,
      reason: read.reason,
      record: recordOf(run, row),
    })
    return
  }
  batch.usage.push(...read.values)
  // A row with a column per metric gives several records, or none where all are blank.
  tally.received += read.values.length - 1
}

const recordOf = ({ records }: Run, row: Row): object =>
  Object.fromEntries(records.columns.flatMap((name, place) => (row[place] === undefined ? [] : [[name, row[place]]])))

async function mergeBatch(
  tx: Tx,
  run: Run,
  { drafts, usage, rejected, upTo }: Batch & { readonly upTo: number },
): Promise<void> {
  const { tally, importId } = run
  await beginBatch(tx, importId)
  await requireRunning(tx, importId)
  rejected.push(...(await mergeDrafts(tx, run, drafts)))
  await mergeUsageValues(tx, run, usage)
  tally.rejected += rejected.length
  await keepRejections(tx, importId, rejected)
  if (run.rejections.length < REHEARSED_REJECTIONS) run.rejections.push(...rejected)
  await noteProgress(tx, importId, upTo)
}

async function mergeDrafts(tx: Tx, run: Run, drafts: Batch['drafts']): Promise<RejectedRow[]> {
  if (drafts.length === 0) return []
  const { spec, importId, tally } = run
  if (spec.kind === 'rates') {
    const { created, updated } = await mergeRates(tx, importId, drafts)
    tally.created += created
    tally.updated += updated
    tally.unchanged += drafts.length - created - updated
    return []
  }
  const found = await prepareRows(tx, run, drafts)
  const rows = spec.kind === 'users' ? await prepareUsers(tx, found, run) : found
  const refused = await mergeWithoutBad(tx, rows, (good) => mergeFound(tx, run, good))
  return refused.map(({ row: { rowNumber }, reason }) => {
    const raw = drafts.find((draft) => draft.rowNumber === rowNumber)?.row ?? []
    return { rowNumber, column: null, reason, record: recordOf(run, raw) }
  })
}

async function mergeFound(tx: Tx, run: Run, rows: readonly PreparedRow[]): Promise<void> {
  const { spec, plan, importId, tally, notes } = run
  const counts = await mergeRows(tx, plan, importId, rows)
  if (counts.older > 0) notes.note('older-than-known', undefined, counts.older)
  const changedBesides = await mergeParts(tx, run, rows)
  tally.created += counts.created
  tally.updated += counts.updated + changedBesides
  tally.unchanged += counts.unchanged - changedBesides
  if (spec.kind !== 'users' && spec.kind !== 'products') await touchCustomers(tx, spec.table)
}

async function mergeParts(tx: Tx, run: Run, rows: readonly PreparedRow[]): Promise<number> {
  const { importId, company, deps } = run
  switch (run.spec.kind) {
    case 'customers':
      await keepArr(tx, importId, company.timeZone)
      return 0
    case 'contracts':
      return keepTerms(tx, importId, rows)
    case 'users':
      return keepAbsences(tx, rows, run)
    case 'products':
      return keepPrices(tx, importId, rows)
    case 'tickets':
      if (deps.readTicket) await keepTicketSignals(tx, deps.readTicket)
      return 0
    default:
      return 0
  }
}

async function mergeUsageValues(tx: Tx, run: Run, values: readonly UsageValue[]): Promise<void> {
  if (values.length === 0) return
  const { resolver, tally, notes, importId, source, company } = run
  await resolver.learn(tx, 'customers', new Set(values.flatMap(({ customerRef }) => customerRef ?? [])))
  await resolver.learn(tx, 'contracts', new Set(values.flatMap(({ contractRef }) => contractRef ?? [])))
  const linked = values.map((value) => {
    const customerId = usageCustomer(resolver, value) ?? null
    if (customerId === null) {
      tally.unlinked += 1
      notes.note('unknown-customer', value.customerRef ?? value.contractRef ?? '')
    }
    return { ...value, customerId }
  })
  const counts = await mergeUsage(tx, { importId, source, today: company.today }, linked)
  tally.created += counts.created
  tally.updated += counts.updated
  tally.unchanged += counts.unchanged
}
