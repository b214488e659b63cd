import type { Tx } from '../../../platform/postgres.ts'
import { hash53 } from './duplicates.ts'
import type { CompanyContext, KindSpec } from './fields/spec.ts'
import { externalIdOf, identityOf } from './identity.ts'
import type { ImportDeps } from './import.job.ts'
import { beginBatch, keepRejections, noteProgress, type RejectedRow } from './imports.store.ts'
import type { MergePlan } from './merge-sql.ts'
import { keepArr, mergeRows, touchCustomers } from './merge.store.ts'
import { keepPrices, keepTerms, keepTicketSignals } from './parts.store.ts'
import { type DraftRow, prepareRows } from './prepare.store.ts'
import type { RecordSource, Row } from './read/open-records.job.ts'
import { readRow } from './read-row.ts'
import type { Resolver } from './references.store.ts'
import type { Notes, Tally } from './report.ts'
import type { Survey } from './survey.job.ts'

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
  readonly onRows: (rows: number) => void
}

const ROWS_PER_BATCH = 5_000
const REHEARSED_REJECTIONS = 10_000

/** Reads the rows a second time and merges them, a batch to a transaction; while one is merged the next is read. */
export async function runRows(run: Run): Promise<void> {
  let rowNumber = 0
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
      takeRow(run, { row, rowNumber }, batch)
      if (batch.taken >= ROWS_PER_BATCH) await flush()
    }
  }
  if (batch.taken > 0) await flush()
  await merging
}

type Batch = { taken: number; readonly drafts: DraftRow[]; readonly rejected: RejectedRow[] }

const newBatch = (): Batch => ({ taken: 0, drafts: [], rejected: [] })

function takeRow(run: Run, { row, rowNumber }: { row: Row; rowNumber: number }, batch: Batch): void {
  const { spec, survey, notes, tally } = run
  tally.received += 1
  batch.taken += 1
  const identity = identityOf(spec, survey.places, row)
  if (!survey.duplicates.wins(hash53(identity), rowNumber)) {
    tally.unchanged += 1
    notes.note('duplicate-external-id', externalIdOf(spec, survey.places, row))
    return
  }
  const read = readRow(survey.plan, row)
  if (!read.ok) {
    batch.rejected.push({ rowNumber, ...read.rejection, record: recordOf(run, row) })
    return
  }
  for (const { field, text } of read.unknown) notes.note(`unknown-${field}`, text)
  const externalId = externalIdOf(spec, survey.places, row) ?? ''
  for (const code of read.contradictions) notes.note(code, externalId)
  batch.drafts.push({ rowNumber, externalId, draft: read.draft })
}

const recordOf = ({ records }: Run, row: Row): object =>
  Object.fromEntries(records.columns.flatMap((name, place) => (row[place] === undefined ? [] : [[name, row[place]]])))

async function mergeBatch(
  tx: Tx,
  run: Run,
  { drafts, rejected, upTo }: Batch & { readonly upTo: number },
): Promise<void> {
  const { tally, importId } = run
  await beginBatch(tx, importId)
  await mergeDrafts(tx, run, drafts)
  tally.rejected += rejected.length
  await keepRejections(tx, importId, rejected)
  if (run.rejections.length < REHEARSED_REJECTIONS) run.rejections.push(...rejected)
  await noteProgress(tx, importId, upTo)
}

async function mergeDrafts(tx: Tx, run: Run, drafts: readonly DraftRow[]): Promise<void> {
  if (drafts.length === 0) return
  const { spec, plan, importId, tally, notes } = run
  const rows = await prepareRows(tx, run, drafts)
  const counts = await mergeRows(tx, plan, importId, rows)
  if (counts.older > 0) notes.note('older-than-known', undefined, counts.older)
  const changedBesides = await mergeParts(tx, run, rows)
  tally.created += counts.created
  tally.updated += counts.updated + changedBesides
  tally.unchanged += counts.unchanged - changedBesides
  if (spec.kind !== 'users' && spec.kind !== 'products') await touchCustomers(tx, spec.table)
}

async function mergeParts(tx: Tx, run: Run, rows: Awaited<ReturnType<typeof prepareRows>>): Promise<number> {
  const { importId, company, deps } = run
  switch (run.spec.kind) {
    case 'customers':
      await keepArr(tx, importId, company.timeZone)
      return 0
    case 'contracts':
      await keepTerms(tx, rows)
      return 0
    case 'products':
      return keepPrices(tx, importId, rows)
    case 'tickets':
      if (deps.readTicket) await keepTicketSignals(tx, deps.readTicket)
      return 0
    default:
      return 0
  }
}
