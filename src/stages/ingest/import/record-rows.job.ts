import type { Tx } from '../../../platform/postgres.ts'
import { isCrossChecked } from './cross-checks.store.ts'
import { keepInMind, type Merging, recordOf, rowsAt } from './import-run.job.ts'
import type { RejectedRow } from './imports.store.ts'
import { customersNamed, keepArr, mergeRows, touchCustomers } from './merge.store.ts'
import { keepPrices, keepTerms, keepTicketSignals } from './parts.store.ts'
import { type DraftRow, type PreparedRow, prepareRows, type TakenRow } from './prepare.store.ts'
import { mergeRates } from './rates.store.ts'
import { keepAbsences, prepareUsers } from './users.store.ts'
import { mergeWithoutBad } from './without-bad.store.ts'

/** Merges the records of a batch. Gives those that the database refused. */
export async function mergeRecords(tx: Tx, run: Merging, records: readonly TakenRow[]): Promise<RejectedRow[]> {
  if (records.length === 0) return []
  const { spec, importId, tally } = run
  if (spec.kind === 'rates') {
    const { created, updated } = await mergeRates(tx, importId, draftsOf(records))
    tally.created += created
    tally.updated += updated
    tally.unchanged += records.length - created - updated
    return []
  }
  const found = await prepareRows(tx, run, records)
  const rows = spec.kind === 'users' ? await prepareUsers(tx, found, run) : found
  const refused = await mergeWithoutBad(tx, rows, (good) => mergeFound(tx, run, good))
  if (refused.length === 0) return []
  // That is rare, so nobody has kept its cells.
  const raw = await rowsAt(run, new Set(refused.map(({ row: { taken } }) => taken.rowNumber)))
  return refused.map(({ row: { taken }, reason }) => {
    const { rowNumber } = taken
    return { rowNumber, column: null, reason, record: recordOf(run, raw.get(rowNumber) ?? []) }
  })
}

async function mergeFound(tx: Tx, run: Merging, rows: readonly PreparedRow[]): Promise<void> {
  const { spec, plan, importId, tally, notes } = run
  const counts = await mergeRows(tx, plan, importId, rows)
  if (counts.older > 0) notes.note('older-than-known', undefined, counts.older)
  const changedBesides = await mergeParts(tx, run, { rows, created: counts.created })
  tally.created += counts.created
  tally.updated += counts.updated + changedBesides
  tally.unchanged += counts.unchanged - changedBesides
  if (spec.kind === 'users' || spec.kind === 'products') return
  await touchCustomers(tx, spec.table)
  if (run.named.customers && isCrossChecked(spec.kind)) keepInMind(run, await customersNamed(tx, spec.table))
}

async function mergeParts(
  tx: Tx,
  run: Merging,
  { rows, created }: { readonly rows: readonly PreparedRow[]; readonly created: number },
): Promise<number> {
  const { importId, company, deps } = run
  switch (run.spec.kind) {
    case 'customers':
      await keepArr(tx, { importId, timeZone: company.timeZone, created })
      return 0
    case 'contracts':
      return keepTerms(tx, importId, draftsOf(rows.map(({ taken }) => taken)))
    case 'users':
      return keepAbsences(tx, draftsOf(rows.map(({ taken }) => taken)), run)
    case 'products':
      return keepPrices(tx, importId, draftsOf(rows.map(({ taken }) => taken)))
    case 'tickets':
      await keepTicketSignals(tx, deps.readTicket)
      return 0
    default:
      return 0
  }
}

const draftsOf = (rows: readonly TakenRow[]): DraftRow[] =>
  rows.flatMap(({ rowNumber, externalId, draft }) => (draft ? [{ rowNumber, externalId, draft }] : []))
