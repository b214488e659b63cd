import type { Clock } from '../../../base/clock.ts'
import type { Database, Tx } from '../../../platform/postgres.ts'
import { hash53 } from './duplicates.ts'
import type { CompanyContext, KindSpec } from './fields/spec.ts'
import { externalIdOf, identityOf } from './identity.ts'
import {
  beginBatch,
  keepRejections,
  lookAtTables,
  noteProgress,
  type RejectedRow,
  requireRunning,
} from './imports.store.ts'
import type { MergePlan, PreparedRow } from './merge-sql.ts'
import { customersNamed, keepArr, mergeRows, touchCustomers } from './merge.store.ts'
import { keepPrices, keepTerms, keepTicketSignals, type ReadTicket } from './parts.store.ts'
import { type DraftRow, prepareRows } from './prepare.store.ts'
import type { RecordSource, Row } from './read/open-records.job.ts'
import { readRow } from './read-row.ts'
import type { Resolver } from './references.store.ts'
import { addedTally, createNotes, type ImportProgress, newTally, type Notes, type Tally } from './report.ts'
import { mergeRates } from './rates.store.ts'
import type { Survey } from './survey.job.ts'
import { type UsageValue, usageValues } from './usage.ts'
import { mergeUsage } from './usage.store.ts'
import { keepAbsences, prepareUsers } from './users.store.ts'
import { usageCustomer } from './link.store.ts'
import { mergeWithoutBad } from './without-bad.store.ts'

export type ImportDeps = MergeDeps & { readonly database: Database }

export type MergeDeps = {
  readonly clock: Clock
  /** Reads a ticket's text once, when it comes in. Without it tickets have no signals until their texts change. */
  readonly readTicket?: ReadTicket
}

/** One import on its way. */
export type Run = {
  readonly deps: MergeDeps
  readonly spec: KindSpec
  readonly plan: MergePlan
  readonly survey: Survey
  readonly records: RecordSource
  readonly source: string
  readonly company: CompanyContext
  readonly resolver: Resolver
  /** What the batches that are in have counted and noted. */
  readonly counted: { notes: Notes; tally: Tally }
  /** Where an earlier try of it had come to. */
  readonly resumed: Pick<ImportProgress, 'pass' | 'rows'>
  /** Batches that are in, those of earlier tries included. */
  readonly batches: { done: number }
  /** The customers that its rows name; undefined once they are too many to keep in mind, or an earlier try has taken some. */
  readonly named: { customers: Set<string> | undefined }
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
// Rows after which the server looks at its tables again: once the company has some, it takes them to grow with the table.
const LOOKS = [5_000, 50_000, 500_000]
const REHEARSED_REJECTIONS = 10_000
const CUSTOMERS_IN_MIND = 50_000

/**
 * Reads the rows a second time and merges them, a batch to a transaction; while one is merged the next is read.
 * Where a row that replaced others of its record turned out to be bad, those come a third time: a bad row never stops a good one.
 * What an earlier try has merged is only read again.
 */
export async function runRows(run: Run): Promise<void> {
  const { pass, rows } = run.resumed
  const bad = new Set<number>()
  const replaced = await passRows(run, { pass: 1, behind: pass === 1 ? rows : Infinity }, (found, batch) =>
    takeRow(run, { ...found, bad }, batch),
  )
  if (bad.size === 0 || !replaced) return
  const stood = new Map<number, number>()
  for await (const { row, rowNumber } of numbered(run)) {
    const identity = hash53(identityOf(run.spec, run.survey.places, row))
    if (bad.has(identity) && readsWell(run, row)) stood.set(identity, rowNumber)
  }
  if (stood.size === 0) return
  const chosen = new Set(stood.values())
  await passRows(run, { pass: 2, behind: pass === 2 ? rows : 0 }, (found, batch) => {
    if (!chosen.has(found.rowNumber)) return false
    batch.tally.unchanged -= 1
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

type Pass = { readonly pass: 1 | 2; readonly behind: number }

/**
 * One pass over all rows; those up to `behind` are merged already. `take` puts what it wants into the batch, and says whether another row of
 * its record replaced the row.
 */
async function passRows(
  run: Run,
  { pass, behind }: Pass,
  take: (found: Numbered, batch: Batch) => boolean,
): Promise<boolean> {
  const perBatch = run.spec.kind === 'usage' ? USAGE_ROWS_PER_BATCH : ROWS_PER_BATCH
  let rowNumber = 0
  let replaced = false
  let batch = newBatch()
  let merging: Promise<void> = Promise.resolve()
  const flush = async (): Promise<void> => {
    await merging
    const full = batch
    const rows = rowNumber
    batch = newBatch()
    merging = mergeAndCount(run, full, { pass, rows }).then(() => run.onRows(rows))
    // It is awaited before the next one; until then its failure must not count as unhandled.
    merging.catch(() => undefined)
  }
  for await (const rows of run.records.read()) {
    for (const row of rows) {
      rowNumber += 1
      if (take({ row, rowNumber }, batch)) replaced = true
      if (rowNumber <= behind) {
        // It is in; only what was wrong with it has to be known again.
        if (batch.taken >= perBatch || rowNumber === behind) batch = newBatch()
      } else if (batch.taken >= perBatch) await flush()
    }
  }
  if (batch.taken > 0 && rowNumber > behind) await flush()
  await merging
  return replaced
}

type Batch = {
  taken: number
  readonly drafts: (DraftRow & { readonly row: Row })[]
  readonly usage: UsageValue[]
  readonly rejected: RejectedRow[]
  // Counted by itself: while it is read the one before it is merged and saved with its own counts.
  readonly tally: Tally
  readonly notes: Notes
}

const newBatch = (): Batch => ({
  taken: 0,
  drafts: [],
  usage: [],
  rejected: [],
  tally: newTally(),
  notes: createNotes(),
})

function takeRow(run: Run, { row, rowNumber, bad }: Numbered & { readonly bad: Set<number> }, batch: Batch): boolean {
  const { spec, survey } = run
  const { notes, tally } = batch
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
  const { spec, survey } = run
  const { notes } = batch
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
  const { survey } = run
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
  batch.tally.received += read.values.length - 1
}

const recordOf = ({ records }: Run, row: Row): object =>
  Object.fromEntries(records.columns.flatMap((name, place) => (row[place] === undefined ? [] : [[name, row[place]]])))

async function mergeAndCount(run: Run, batch: Batch, { pass, rows }: { pass: 1 | 2; rows: number }): Promise<void> {
  const { counted, batches } = run
  const before = counted.tally.received
  const after = await run.transact(async (tx) => {
    const merged = { notes: createNotes(), tally: addedTally(counted.tally, await mergeBatch(tx, run, batch)) }
    merged.notes.add(counted.notes.warnings())
    merged.notes.add(batch.notes.warnings())
    const progress = { pass, rows, tally: merged.tally, warnings: merged.notes.warnings() }
    await noteProgress(tx, run.importId, progress)
    return merged
  })
  batches.done += 1
  Object.assign(counted, after)
  if (LOOKS.some((look) => before < look && look <= counted.tally.received)) await run.transact(lookAtTables)
}

async function mergeBatch(tx: Tx, run: Run, { drafts, usage, rejected, tally, notes }: Batch): Promise<Tally> {
  const { importId, batches } = run
  await beginBatch(tx, importId)
  await requireRunning(tx, importId, batches.done)
  const merging = { ...run, tally, notes }
  rejected.push(...(await mergeDrafts(tx, merging, drafts)))
  await mergeUsageValues(tx, merging, usage)
  tally.rejected += rejected.length
  await keepRejections(tx, importId, rejected)
  if (run.rejections.length < REHEARSED_REJECTIONS) run.rejections.push(...rejected)
  return tally
}

type Merging = Run & { readonly tally: Tally; readonly notes: Notes }

async function mergeDrafts(tx: Tx, run: Merging, drafts: Batch['drafts']): Promise<RejectedRow[]> {
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

async function mergeFound(tx: Tx, run: Merging, rows: readonly PreparedRow[]): Promise<void> {
  const { spec, plan, importId, tally, notes } = run
  const counts = await mergeRows(tx, plan, importId, rows)
  if (counts.older > 0) notes.note('older-than-known', undefined, counts.older)
  const changedBesides = await mergeParts(tx, run, rows)
  tally.created += counts.created
  tally.updated += counts.updated + changedBesides
  tally.unchanged += counts.unchanged - changedBesides
  if (spec.kind === 'users' || spec.kind === 'products') return
  await touchCustomers(tx, spec.table)
  if (run.named.customers) keepInMind(run, await customersNamed(tx, spec.table))
}

function keepInMind({ named }: Run, ids: Iterable<string>): void {
  const known = named.customers
  if (!known) return
  for (const id of ids) known.add(id)
  if (known.size > CUSTOMERS_IN_MIND) named.customers = undefined
}

async function mergeParts(tx: Tx, run: Merging, rows: readonly PreparedRow[]): Promise<number> {
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

async function mergeUsageValues(tx: Tx, run: Merging, values: readonly UsageValue[]): Promise<void> {
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
  keepInMind(
    run,
    linked.flatMap(({ customerId }) => customerId ?? []),
  )
  const counts = await mergeUsage(tx, { importId, source, today: company.today }, linked)
  tally.created += counts.created
  tally.updated += counts.updated
  tally.unchanged += counts.unchanged
}
