import type { z } from 'zod'
import type { ImportDetail, ImportItem, Report } from './imports.contract.ts'
import type { ImportRow } from './import-row.ts'
import type { ImportReport, Warning } from './report.ts'

const plainWarnings = (warnings: readonly Warning[]) =>
  warnings.map(({ examples, ...warning }) => ({ ...warning, examples: [...examples] }))

/** A report as the API says it. */
export const reportReply = (report: ImportReport): z.input<typeof Report> => ({
  ...report,
  mapping: { ...report.mapping },
  warnings: plainWarnings(report.warnings),
})

/** An import in the list. */
export const importItem = (row: ImportRow): ImportItem => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  source: row.source,
  status: row.status,
  dryRun: row.dryRun,
  bytes: row.bytes,
  rowsDone: row.rowsDone,
  rowsTotal: row.rowsTotal,
  actor: row.actorName,
  startedAt: row.startedAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
  undoneAt: row.undoneAt?.toISOString() ?? null,
})

/** An import by itself. */
export function importDetail(row: ImportRow): ImportDetail {
  const { report, undoReport, columns } = row
  return {
    ...importItem(row),
    mapping: { ...row.mapping },
    columns: columns?.map(({ name, samples }) => ({ name, samples })) ?? null,
    report: report && !('error' in report) ? reportReply(report) : null,
    error: report && 'error' in report ? report.error : null,
    undo: undoReport && { ...undoReport, archived: [...undoReport.archived], kept: [...undoReport.kept] },
  }
}
