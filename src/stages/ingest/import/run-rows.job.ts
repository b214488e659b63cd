import { setImmediate } from 'node:timers/promises'
import type { Tx } from '../../../platform/postgres.ts'
import { hash53 } from './duplicates.ts'
import { type Merging, numbered, type Numbered, recordOf, type Run } from './import-run.job.ts'
import {
  beginBatch,
  commitWithoutWaiting,
  keepRejections,
  lookAtTables,
  noteProgress,
  type RejectedRow,
  requireRunning,
} from './imports.store.ts'
import type { DraftRow } from './prepare.store.ts'
import type { Row } from './read/open-records.job.ts'
import { readRow } from './read-row.ts'
import { makeReady, mergeRecords, newRecords, type ReadyRecords, type Records, takeRecord } from './record-rows.job.ts'
import { MANY_DAYS } from './survey.job.ts'
import { addedTally, createNotes, newTally, type Notes, type Tally } from './report.ts'
import { createUsageBatch, type UsageBatch } from './usage-batch.store.ts'
import { type BroughtUsage, makeUsageReady, mergeUsageValues, takeUsage } from './usage-rows.job.ts'

const ROWS_PER_BATCH = 10_000
// A window is written once per batch that touches it, so usage comes in larger ones; that of a single day touches each once in any case.
const USAGE_ROWS_PER_BATCH = 100_000
const USAGE_ROWS_OF_A_DAY = USAGE_ROWS_PER_BATCH / MANY_DAYS
// While the first batch is read nothing is merged, so that one is smaller.
const BATCHES_IN_FIRST = 1 / 5
// Rows that are read at a stretch: a merge is some thirty statements, and the server waits for the next one as long.
const ROWS_AT_A_STRETCH = 50
// Rows after which the server looks at its tables again: once the company has some, it takes them to grow with the table.
const LOOKS = [5_000, 50_000, 500_000]
// Characters of long cells after which a batch is full, however few rows it has: tickets come with their mails.
const LONGEST_BATCH = 8_000_000
const LONG_CELL = 200
const REHEARSED_REJECTIONS = 10_000

/**
 * Reads the rows a second time and merges them, a batch to a transaction; while one is merged the next is brought to the server, and the one after
 * that is read.
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
    const identity = run.survey.identifier.recordOf(row)
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
  const most = run.deps.rowsPerBatch ?? rowsPerBatch(run)
  let perBatch = run.deps.rowsPerBatch ?? most * BATCHES_IN_FIRST
  let rowNumber = 0
  let replaced = false
  let batch = newBatch()
  let current: UsageBatch | undefined
  let looking: Promise<void> = Promise.resolve()
  let merging: Promise<void> = Promise.resolve()
  let before = merging
  const flush = async (): Promise<void> => {
    await (run.ahead ? before : merging)
    const full = batch
    const rows = rowNumber
    batch = newBatch()
    perBatch = most
    before = merging
    const isApart = !full.usage.refs.some((ref) => current?.has(ref))
    merging = mergeAndCount(run, full, { pass, rows, turn: before, isApart }).then(async (received) => {
      run.onRows(rows)
      if (!LOOKS.some((look) => received.before < look && look <= received.now)) return
      // Whoever has other connections need not wait for it.
      looking = Promise.all([looking, run.transact(lookAtTables)]).then(() => undefined)
      looking.catch(() => undefined)
      if (!run.ahead) await looking
    })
    current = full.usage
    // It is awaited before the next one; until then its failure must not count as unhandled.
    merging.catch(() => undefined)
  }
  for await (const rows of run.records.read()) {
    for (const row of rows) {
      rowNumber += 1
      batch.long += longCells(row)
      if (take({ row, rowNumber }, batch)) replaced = true
      if (rowNumber <= behind) {
        // It is in; only what was wrong with it has to be known again.
        if (batch.taken >= perBatch || rowNumber === behind) batch = newBatch()
      } else if (isFull(batch, perBatch)) await flush()
      if (rowNumber % ROWS_AT_A_STRETCH === 0) await setImmediate()
    }
  }
  if (batch.taken > 0 && rowNumber > behind) await flush()
  await merging
  await looking
  return replaced
}

const rowsPerBatch = ({ spec, survey }: Run): number =>
  spec.kind === 'usage' ? USAGE_ROWS_OF_A_DAY * survey.days : ROWS_PER_BATCH

const isFull = ({ taken, usage, long }: Batch, perBatch: number): boolean =>
  taken >= perBatch || usage.size() >= perBatch || long >= LONGEST_BATCH

function longCells(row: Row): number {
  let long = 0
  for (const cell of row) if (typeof cell === 'string' && cell.length > LONG_CELL) long += cell.length
  return long
}

type Batch = {
  taken: number
  /** Characters of its long cells. */
  long: number
  readonly records: Records
  readonly usage: UsageBatch
  readonly rejected: RejectedRow[]
  // Counted by itself: while it is read the one before it is merged and saved with its own counts.
  readonly tally: Tally
  readonly notes: Notes
}

const newBatch = (): Batch => ({
  taken: 0,
  long: 0,
  records: newRecords(),
  usage: createUsageBatch(),
  rejected: [],
  tally: newTally(),
  notes: createNotes(),
})

function takeRow(run: Run, { row, rowNumber, bad }: Numbered & { readonly bad: Set<number> }, batch: Batch): boolean {
  const { duplicates, identifier } = run.survey
  const { notes, tally } = batch
  tally.received += 1
  batch.taken += 1
  if (!duplicates.some) {
    mergeRow(run, { row, rowNumber }, batch)
    return false
  }
  const record = identifier.recordOf(row)
  if (!duplicates.wins(record, rowNumber)) {
    tally.unchanged += 1
    notes.note('duplicate-external-id', identifier.idOf(row))
    return true
  }
  const before = batch.rejected.length
  mergeRow(run, { row, rowNumber }, batch)
  if (batch.rejected.length > before) bad.add(record)
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
  const externalId = survey.identifier.idOf(row) ?? ''
  for (const code of read.contradictions) notes.note(code, externalId)
  const given = { rowNumber, externalId, draft: read.draft }
  if (spec.kind === 'usage') mergeUsageRow(run, { ...given, row }, batch)
  else takeRecord(run, given, batch.records)
}

function mergeUsageRow(run: Run, given: DraftRow & { readonly row: Row }, batch: Batch): void {
  const { rowNumber, externalId, row } = given
  const { repeated } = run.survey
  if (repeated.some && externalId !== '' && !repeated.wins(hash53([externalId]), rowNumber))
    batch.notes.note('duplicate-external-id', externalId)
  const taken = takeUsage(run, given, batch.usage)
  // A row with a column per metric gives several records, or none where all are blank.
  if (typeof taken === 'number') batch.tally.received += taken - 1
  else batch.rejected.push({ rowNumber, ...taken, record: recordOf(run, row) })
}

/** `turn`: the batch before is in; `isApart`: it has no usage of the same customers. */
type Place = {
  readonly pass: 1 | 2
  readonly rows: number
  readonly turn: Promise<void>
  readonly isApart: boolean
}

type Ready = { readonly records: ReadyRecords | undefined; readonly usage: BroughtUsage | undefined }

/** How many rows were received by the end of a batch, and of the one before. */
type Received = { readonly before: number; readonly now: number }

async function mergeAndCount(run: Run, batch: Batch, { pass, rows, turn, isApart }: Place): Promise<Received> {
  const { counted, batches } = run
  let before = 0
  const after = await run.transact(async (tx) => {
    const { records, usage, tally, notes } = batch
    const ready: Ready | undefined = run.ahead
      ? {
          records: await makeReady(tx, { ...run, tally, notes }, records),
          usage: await makeUsageReady(tx, run, { batch: usage, isApart }),
        }
      : undefined
    await turn
    before = counted.tally.received
    const merged = {
      notes: createNotes(),
      tally: addedTally(counted.tally, await mergeBatch(tx, run, { ...batch, ready })),
    }
    merged.notes.add(counted.notes.warnings())
    merged.notes.add(batch.notes.warnings())
    const progress = { pass, rows, tally: merged.tally, warnings: merged.notes.warnings() }
    await noteProgress(tx, run.importId, progress)
    // Elsewhere the transaction is somebody else's.
    if (run.ahead) await commitWithoutWaiting(tx)
    return merged
  })
  batches.done += 1
  Object.assign(counted, after)
  return { before, now: counted.tally.received }
}

async function mergeBatch(
  tx: Tx,
  run: Run,
  { records, ready, usage, rejected, tally, notes }: Batch & { readonly ready: Ready | undefined },
): Promise<Tally> {
  const { importId, batches } = run
  await beginBatch(tx, importId)
  await requireRunning(tx, importId, batches.done)
  const merging: Merging = { ...run, tally, notes }
  rejected.push(...(await mergeRecords(tx, merging, { ...records, ready: ready?.records })))
  await mergeUsageValues(tx, merging, { batch: usage, ready: ready?.usage })
  tally.rejected += rejected.length
  await keepRejections(tx, importId, rejected)
  // Copied: their texts are parts of the file's pieces, and as long as one is kept so is its whole piece.
  if (run.dryRun && run.rejections.length < REHEARSED_REJECTIONS) run.rejections.push(...structuredClone(rejected))
  return tally
}
