import type { z } from 'zod'
import { specOf } from './fields/catalogue.ts'
import type { ImportDetail, ImportItem, Report } from './imports.contract.ts'
import type { ImportRow, Rejected } from './import-row.ts'
import type { Preview } from './preview.ts'
import type { ImportReport, Warning } from './report.ts'

const plainWarnings = (warnings: readonly Warning[]) =>
  warnings.map(({ examples, ...warning }) => ({ ...warning, examples: [...examples] }))

/** A report as the API says it. */
export const reportReply = (report: ImportReport): z.input<typeof Report> => ({
  ...report,
  mapping: { ...report.mapping },
  warnings: plainWarnings(report.warnings),
})

/** What may be done with an import as it stands; that the caller may at all is the route's to say. */
function canOf({ status, dryRun }: ImportRow): ImportItem['can'] {
  if (status === 'held') return ['set', 'rehearse', 'start', 'undo']
  const done = dryRun || status === 'rehearsing' || status === 'undoing' || status === 'undone'
  return done ? [] : ['undo']
}

function countsOf({ report }: ImportRow): ImportItem['counts'] {
  if (!report || 'error' in report) return null
  const { received, created, updated, unchanged, rejected, unlinked } = report
  return { received, created, updated, unchanged, rejected, unlinked }
}

/** What was seen of a file, as the API says it. */
export const previewReply = ({ warnings, rows, guesses, ...found }: Preview): NonNullable<ImportDetail['held']> => ({
  ...found,
  seen: { ...found.seen },
  fields: specOf(found.kind).fields.map((field) => ({ name: field.name, required: field.required === true })),
  columns: [...found.columns],
  guesses: [...guesses],
  mapping: { ...found.mapping },
  warnings: plainWarnings(warnings),
  rows: rows.map(({ contradictions, cells, unknown, ...row }) => ({
    ...row,
    cells: { ...cells },
    unknown: [...unknown],
    contradictions: [...contradictions],
  })),
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
  counts: countsOf(row),
  can: canOf(row),
})

/** A row that could not be taken, as the API says it. */
export const rejectionReply = ({ columnName, record, ...row }: Rejected): ImportDetail['rejected'][number] => ({
  ...row,
  column: columnName,
  record: { ...record },
})

type Beside = {
  /** How it would be read, while it is held. */
  readonly held: Preview | null
  readonly rejected: readonly Rejected[]
}

/** An import by itself. */
export function importDetail(row: ImportRow, { held, rejected }: Beside): ImportDetail {
  const { report, undoReport, columns, rehearsal } = row
  return {
    ...importItem(row),
    mapping: { ...row.mapping },
    columns: columns?.map(({ name, samples }) => ({ name, samples })) ?? null,
    report: report && !('error' in report) ? reportReply(report) : null,
    error: report && 'error' in report ? report.error : null,
    undo: undoReport && { ...undoReport, archived: [...undoReport.archived], kept: [...undoReport.kept] },
    rehearsal: rehearsal && !('error' in rehearsal) ? reportReply(rehearsal) : null,
    rehearsalError: rehearsal && 'error' in rehearsal ? rehearsal.error : null,
    readings: { ...row.readings },
    rejected: rejected.map(rejectionReply),
    held: held && previewReply(held),
  }
}
