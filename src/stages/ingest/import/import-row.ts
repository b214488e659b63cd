import type { Readings } from './column.ts'
import type { Kind } from './fields/field.ts'
import type { Mapping } from './guess.ts'
import type { IMPORT_STATUSES } from './imports.contract.ts'
import type { ImportProgress, ImportReport } from './report.ts'

/** An import as it is kept. */
export type ImportRow = {
  readonly id: string
  readonly kind: Kind
  readonly name: string
  readonly source: string
  readonly status: (typeof IMPORT_STATUSES)[number]
  readonly dryRun: boolean
  readonly bytes: number | null
  readonly rowsDone: number
  readonly rowsTotal: number | null
  readonly batchesDone: number
  readonly actorName: string
  readonly startedAt: Date
  readonly finishedAt: Date | null
  readonly undoneAt: Date | null
  readonly mapping: Mapping
  /** What a person has said of how columns are written. */
  readonly readings: Readings
  readonly columns: readonly { readonly name: string; readonly samples: string[] }[] | null
  /** Of one that failed: why. */
  readonly report: ImportReport | { readonly error: string } | null
  readonly undoReport: UndoCounts | null
  /** What it would do, or why that could not be tried. */
  readonly rehearsal: ImportReport | { readonly error: string } | null
  readonly progress: ImportProgress | null
}

/** What taking an import back did. */
export type UndoCounts = {
  readonly deleted: number
  readonly restored: number
  /** Customers, people and renewals that somebody has worked with: no longer shown, not deleted. By external id. */
  readonly archived: readonly string[]
  /** Records that have changed since the import; they stay as they are. By external id. */
  readonly kept: readonly string[]
}

/** A row that could not be taken, as it came. */
export type Rejected = {
  readonly rowNumber: number
  readonly columnName: string | null
  readonly reason: string
  readonly record: Readonly<Record<string, unknown>>
}
