import type { Tx } from '../../../platform/postgres.ts'
import { isCrossChecked } from './cross-checks.store.ts'
import type { Kind } from './fields/field.ts'
import type { KindSpec } from './fields/spec.ts'
import { keepInMind, type Merging, recordOf, rowsAt, type Run } from './import-run.job.ts'
import type { RejectedRow } from './imports.store.ts'
import { findLinks, lookUpIds } from './find-links.store.ts'
import { createLines, type Lines, linesIn, rowNumberOf } from './lines.ts'
import type { MergePlan } from './merge-sql.ts'
import {
  customersNamed,
  type Decided,
  decideRows,
  keepArr,
  mergeRows,
  requireUnmoved,
  takeIn,
  touchCustomers,
} from './merge.store.ts'
import { keepPrices, keepTerms, keepTicketSignals } from './parts.store.ts'
import { type DraftRow, tell } from './prepare.store.ts'
import { mergeRates } from './rates.store.ts'
import { createResolver } from './references.store.ts'
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
  !LINES_LATER.has(kind) && links.every(({ refersTo }) => refersTo !== table)

/** What this transaction has found out of a batch before its turn: nothing more than what its rows refer to by ids where that is not all that they mean. */
export type ReadyRecords = { readonly found?: Found }

type Found = { readonly say: () => void; readonly decided: Decided }

/**
 * Brings the records of a batch to the server, finds what they refer to, and decides what becomes of each. Undefined where the database refuses
 * some of them. What is not here may come before the batch has its turn, so it is looked for then, and only then the rest is decided.
 */
export async function makeReady(tx: Tx, run: Merging, { lines, dated }: Records): Promise<ReadyRecords | undefined> {
  if (lines.count() === 0) return undefined
  let ready: ReadyRecords = {}
  const fault = await faultOf(tx, async () => {
    await takeIn(tx, run.plan, { pieces: lines.pieces(), dated })
    await lookUpIds(tx, run)
    const { isAll, say } = await findLinks(tx, run, { before: true })
    if (isAll) ready = { found: { say, decided: await decideRows(tx, run.plan, run) } }
  })
  return fault === undefined ? ready : undefined
}

/** Merges the records of a batch; `ready`: what this transaction has made so. Gives those that the database refused. */
export async function mergeRecords(
  tx: Tx,
  run: Merging,
  { lines, drafts, dated, ready }: Records & { readonly ready: ReadyRecords | undefined },
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
  // Whoever was found may be gone by now, a record may have changed, and some rows may be at fault: then nothing counts as ready.
  if (ready && (await faultOf(tx, () => mergeReady(tx, run, { drafts, ready }))) === undefined) return []
  const anew: Merging = ready ? { ...run, resolver: createResolver(run.source) } : run
  const byRow = new Map(drafts.map((draft) => [draft.rowNumber, draft]))
  const refused = await mergeWithoutBad(tx, pieces, async (good) => {
    await takeIn(tx, run.plan, { pieces: good, dated })
    await lookUpIds(tx, run)
    await mergeTaken(tx, anew, good === pieces ? drafts : draftsOf(good, byRow))
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

/** Merges what was made ready. Throws `OutOfDate` where somebody else has written one of its records since. */
async function mergeReady(
  tx: Tx,
  run: Merging,
  { drafts, ready: { found } }: { readonly drafts: readonly DraftRow[]; readonly ready: ReadyRecords },
): Promise<void> {
  if (!found) return mergeTaken(tx, run, drafts)
  await requireUnmoved(tx, run.plan)
  await mergeDecided(tx, run, { drafts, ...found, before: true })
}

async function mergeTaken(tx: Tx, run: Merging, drafts: readonly DraftRow[]): Promise<void> {
  const { say } = await findLinks(tx, run, { before: false })
  await mergeDecided(tx, run, { drafts, say, decided: await decideRows(tx, run.plan, run), before: false })
}

async function mergeDecided(
  tx: Tx,
  run: Merging,
  { drafts, say, decided, before }: Found & { readonly drafts: readonly DraftRow[]; readonly before: boolean },
): Promise<void> {
  const { spec, plan, importId, tally, notes } = run
  const counts = await mergeRows(tx, plan, { importId, decided, before })
  const changedBesides = await mergeParts(tx, run, { drafts, created: counts.created })
  if (spec.kind !== 'users' && spec.kind !== 'products') {
    await touchCustomers(tx, spec.table)
    if (run.named.customers && isCrossChecked(spec.kind)) keepInMind(run, await customersNamed(tx, spec.table))
  }
  // Last: what is refused until here is merged again, and counted then.
  say()
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
