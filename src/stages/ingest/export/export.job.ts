import type { Database } from '../../../platform/postgres.ts'
import { csvCell, withGuard } from '../csv-guard.ts'
import type { Field, Kind } from '../import/fields/field.ts'
import { exportSql } from './export-sql.ts'
import { recordPages } from './export.store.ts'

export type ExportRequest = {
  readonly companyId: string
  readonly kind: Kind
  readonly format: 'csv' | 'json'
  /** CSV without guards against spreadsheets: exact, and dangerous to open in one. */
  readonly raw?: boolean
}

/**
 * Writes all records of a kind in canonical fields and a stable order, a piece at a time: days and instants in ISO form (UTC),
 * numbers plain. `write` may return a promise to slow the export down.
 */
export async function exportRecords(
  { database }: { readonly database: Database },
  request: ExportRequest,
  write: (piece: string) => Promise<void> | void,
): Promise<{ readonly rows: number }> {
  const { fields, sql } = exportSql(request.kind)
  const names = fields.map(({ name }) => name)
  let rows = 0
  await database.withCompany(request.companyId, async (tx) => {
    await write(request.format === 'csv' ? `${names.join(',')}\n` : '[')
    for await (const page of recordPages(tx, sql)) {
      const piece = page.map((record) => {
        rows += 1
        return request.format === 'csv'
          ? csvLine(fields, record, request.raw === true)
          : `${rows === 1 ? '\n' : ',\n'}${JSON.stringify(record)}`
      })
      await write(piece.join(''))
    }
    if (request.format === 'json') await write(rows === 0 ? ']\n' : '\n]\n')
  })
  return { rows }
}

function csvLine(fields: readonly Field[], record: Readonly<Record<string, unknown>>, raw: boolean): string {
  const cells = fields.map(({ name }) => {
    const value = record[name]
    if (value === null || value === undefined) return ''
    // Numbers, days and booleans are ours and begin no formula.
    if (typeof value !== 'string' && typeof value !== 'object') return JSON.stringify(value)
    const text = typeof value === 'string' ? value : objectCell(value)
    return csvCell(raw ? text : withGuard(text))
  })
  return `${cells.join(',')}\n`
}

function objectCell(value: object): string {
  if (!Array.isArray(value)) return Object.keys(value).length === 0 ? '' : JSON.stringify(value)
  const items: unknown[] = value
  const plain = items.every(
    (item) =>
      typeof item === 'number' ||
      (typeof item === 'string' && /^[^\s,;|[\]"][^,;|"]*$/.test(item) && !/\s$/.test(item)),
  )
  return plain ? items.join(';') : JSON.stringify(items)
}
