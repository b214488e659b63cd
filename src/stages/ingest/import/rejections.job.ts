import { err, ok, type Result } from '../../../base/result.ts'
import type { Database } from '../../../platform/postgres.ts'
import { csvCell, withGuard } from '../csv-guard.ts'
import { cellText } from './column.ts'
import { importById, rejectionsOf } from './imports.store.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The rejected rows of an import as CSV: the columns they came with, and before them which row it was, which column was wrong and why. */
export async function rejectionsCsv(
  { database }: { readonly database: Database },
  { companyId, importId }: { readonly companyId: string; readonly importId: string },
): Promise<Result<{ readonly csv: string; readonly rows: number }, string>> {
  if (!UUID.test(importId)) return err(`"${importId}" is not the id of an import`)
  return database.withCompany(companyId, async (tx) => {
    if (!(await importById(tx, importId))) return err('There is no such import')
    const rejected = await rejectionsOf(tx, importId)
    const columns = [...new Set(rejected.flatMap(({ record }) => Object.keys(record)))]
    const lines = rejected.map(({ rowNumber, columnName, reason, record }) => [
      String(rowNumber),
      columnName ?? '',
      reason,
      ...columns.map((column) => cellText(record[column]) ?? ''),
    ])
    const csv = [['renubu_row', 'renubu_column', 'renubu_reason', ...columns], ...lines].map(
      (cells) => `${cells.map((cell) => csvCell(withGuard(cell))).join(',')}\n`,
    )
    return ok({ csv: csv.join(''), rows: rejected.length })
  })
}
