import type { Tx } from '../../../platform/postgres.ts'
import { isCrossChecked } from './cross-checks.store.ts'
import type { Kind } from './fields/field.ts'
import type { KindSpec } from './fields/spec.ts'
import { keepInMind, type Merging, recordOf, rowsAt, type Run } from './import-run.job.ts'
import type { RejectedRow } from './imports.store.ts'
import { findLinks, lookUpIds } from './find-links.store.ts'
import { createLines, type Lines, linesIn, rowNumberOf } from './lines.ts'
import type { MergePlan } from './merge-sql.ts'
import { customersNamed, keepArr, mergeRows, takeIn, touchCustomers } from './merge.store.ts'
import { keepPrices, keepTerms, keepTicketSignals } from './parts.store.ts'
import { type DraftRow, tell } from './prepare.store.ts'
import { mergeRates } from './rates.store.ts'
import { keepAbsences, prepareUsers } from './users.store.ts'
import { faultOf, mergeWithoutBad, type Pieces } from './without-bad.store.ts'

/** The records of a batch on their way to the database. */
export type Records = {
  readonly lines: Lines
  /** Those of which more is written than their own row. */
  readonly drafts: DraftRow[]
  /** The source says of some when they changed. */
  dated: boolean
}

export const newRecords = (): Records => ({ lines: createLines(), drafts: [], dated: false })

/** Puts a record into a batch. */
export function takeRecord(run: Run, given: DraftRow, records: Records): void {
  const { kind } = run.spec
  const { draft } = given
  if (typeof draft['updatedAt'] === 'string') records.dated = true
  // Which row a person has in the end, and which team, is known only with the whole batch.
  if (!LINES_LATER.has(kind)) records.lines.add(tell(run, given))
  if (WITH_PARTS.has(kind) || (kind === 'contracts' && draft['terms'] !== undefined)) records.drafts.push(given)
}

const LINES_LATER = new Set<Kind>(['users', 'rates'])
const WITH_PARTS = new Set<Kind>(['users', 'products', 'rates'])

/** Whether batches can be made ready while the ones before them are merged: none brings what a later one refers to. */
export const canBeMadeReady = ({ kind, table }: KindSpec, { links }: MergePlan): boolean =>
  kind !== 'usage' && !LINES_LATER.has(kind) && links.every(({ refersTo }) => refersTo !== table)

/** Brings the records of a batch to the server, and finds what they refer to. False where the database refuses some of them. */
export async function makeReady(tx: Tx, run: Run, { lines, dated }: Records): Promise<boolean> {
  if (lines.count() === 0) return false
  const fault = await faultOf(tx, async () => {
    await takeIn(tx, run.plan, { pieces: lines.pieces(), dated })
    await lookUpIds(tx, run)
  })
  return fault === undefined
}

/** Merges the records of a batch; `ready`: this transaction has made them so. Gives those that the database refused. */
export async function mergeRecords(
  tx: Tx,
  run: Merging,
  { lines, drafts, dated, ready }: Records & { readonly ready: boolean },
): Promise<RejectedRow[]> {
  const { spec, importId, tally } = run
  if (lines.count() + drafts.length === 0) return []
  if (spec.kind === 'rates') {
    const { created, updated } = await mergeRates(tx, importId, drafts)
    tally.created += created
    tally.updated += updated
    tally.unchanged += drafts.length - created - updated
    return []
  }
  const pieces = spec.kind === 'users' ? await prepareUsers(tx, drafts, run) : lines.pieces()
  // Whoever was found may be gone by now, and some rows may be at fault: then nothing counts as ready.
  if (ready && (await faultOf(tx, () => mergeTaken(tx, run, drafts))) === undefined) return []
  const byRow = new Map(drafts.map((draft) => [draft.rowNumber, draft]))
  const refused = await mergeWithoutBad(tx, pieces, async (good) => {
    await takeIn(tx, run.plan, { pieces: good, dated })
    await lookUpIds(tx, run)
    await mergeTaken(tx, run, good === pieces ? drafts : draftsOf(good, byRow))
  })
  if (refused.length === 0) return []
  // That is rare, so nobody has kept its cells.
  const raw = await rowsAt(run, new Set(refused.map(({ rowNumber }) => rowNumber)))
  return refused.map(({ rowNumber, reason }) => {
    return { rowNumber, column: null, reason, record: recordOf(run, raw.get(rowNumber) ?? []) }
  })
}

/** The drafts of some lines: a batch that is halved again and again must not bring all of its drafts each time. */
const draftsOf = (pieces: Pieces, byRow: ReadonlyMap<number, DraftRow>): readonly DraftRow[] =>
  byRow.size === 0 ? [] : linesIn(pieces).flatMap((line) => byRow.get(rowNumberOf(line)) ?? [])

async function mergeTaken(tx: Tx, run: Merging, drafts: readonly DraftRow[]): Promise<void> {
  const { spec, plan, tally, notes } = run
  const sayFound = await findLinks(tx, run)
  const counts = await mergeRows(tx, plan, run)
  const changedBesides = await mergeParts(tx, run, { drafts, created: counts.created })
  if (spec.kind !== 'users' && spec.kind !== 'products') {
    await touchCustomers(tx, spec.table)
    if (run.named.customers && isCrossChecked(spec.kind)) keepInMind(run, await customersNamed(tx, spec.table))
  }
  // Last: what is refused until here is merged again, and counted then.
  sayFound()
  if (counts.older > 0) notes.note('older-than-known', undefined, counts.older)
  tally.created += counts.created
  tally.updated += counts.updated + changedBesides
  tally.unchanged += counts.unchanged - changedBesides
}

async function mergeParts(
  tx: Tx,
  run: Merging,
  { drafts, created }: { readonly drafts: readonly DraftRow[]; readonly created: number },
): Promise<number> {
  const { importId, company, deps } = run
  switch (run.spec.kind) {
    case 'customers':
      await keepArr(tx, { importId, timeZone: company.timeZone, created })
      return 0
    case 'contracts':
      return keepTerms(tx, importId, drafts)
    case 'users':
      return keepAbsences(tx, drafts, run)
    case 'products':
      return keepPrices(tx, importId, drafts)
    case 'tickets':
      await keepTicketSignals(tx, deps.readTicket)
      return 0
    default:
      return 0
  }
}
