import type { Tx } from '../../../platform/postgres.ts'
import { keepInMind, type Merging, recordOf } from './import-run.job.ts'
import type { RejectedRow } from './imports.store.ts'
import type { PreparedRow } from './merge-sql.ts'
import { customersNamed, keepArr, mergeRows, touchCustomers } from './merge.store.ts'
import { keepPrices, keepTerms, keepTicketSignals } from './parts.store.ts'
import { type DraftRow, prepareRows } from './prepare.store.ts'
import { mergeRates } from './rates.store.ts'
import type { Row } from './read/open-records.job.ts'
import { keepAbsences, prepareUsers } from './users.store.ts'
import { mergeWithoutBad } from './without-bad.store.ts'

/** Merges the drafts of a batch. Gives those that the database refused. */
export async function mergeDrafts(
  tx: Tx,
  run: Merging,
  drafts: readonly (DraftRow & { readonly row: Row })[],
): Promise<RejectedRow[]> {
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
      await keepTicketSignals(tx, deps.readTicket)
      return 0
    default:
      return 0
  }
}
