import { err, ok, type Result } from '../../../base/result.ts'
import type { Database, Transact } from '../../../platform/postgres.ts'
import { csvCell, withGuard } from '../csv-guard.ts'
import { cellText } from './column.ts'
import type { Rejected } from './import-row.ts'
import { importById, rejectionsOf } from './imports.store.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Writes the rejected rows of an import as CSV, a piece at a time: the columns they came with, and before them which row it was, which column
 * was wrong and why. `write` may return a promise to slow it down.
 */
export async function rejectionsCsv(
  { database }: { readonly database: Database },
  { companyId, importId }: { readonly companyId: string; readonly importId: string },
  write: (piece: string) => Promise<void> | void,
): Promise<Result<{ readonly rows: number }, string>> {
  if (!UUID.test(importId)) return err(`"${importId}" is not the id of an import`)
  const transact: Transact = (work) => database.withCompany(companyId, work)
  if (!(await transact((tx) => importById(tx, importId)))) return err('There is no such import')
  let rows = 0
  for await (const { piece, count } of rejectionPieces(transact, importId)) {
    rows += count
    await write(piece)
  }
  return ok({ rows })
}

/** The same as a stream: the header, then the rows page by page, each with how many it has. */
export async function* rejectionPieces(
  transact: Transact,
  importId: string,
): AsyncGenerator<{ readonly piece: string; readonly count: number }> {
  // Records of a JSON file need not all have the same keys, and the header comes first.
  const found = new Set<string>()
  for await (const page of rejectionsOf(transact, importId))
    for (const { record } of page) for (const column of Object.keys(record)) found.add(column)
  const columns = [...found]
  yield { piece: csvLine(['renubu_row', 'renubu_column', 'renubu_reason', ...columns]), count: 0 }
  for await (const page of rejectionsOf(transact, importId))
    yield { piece: page.map((rejected) => csvLine(cellsOf(rejected, columns))).join(''), count: page.length }
}

const cellsOf = ({ rowNumber, columnName, reason, record }: Rejected, columns: readonly string[]): string[] => [
  String(rowNumber),
  columnName ?? '',
  reason,
  ...columns.map((column) => cellText(record[column]) ?? ''),
]

const csvLine = (cells: readonly string[]): string => `${cells.map((cell) => csvCell(withGuard(cell))).join(',')}\n`
