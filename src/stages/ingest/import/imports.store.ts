import type { Transact, Tx } from '../../../platform/postgres.ts'
import type { Kind } from './fields/field.ts'
import type { Mapping } from './guess.ts'
import type { ImportRow, Rejected, UndoCounts } from './import-row.ts'
import type { ImportProgress, ImportReport } from './report.ts'

export type StartedImport = {
  readonly kind: Kind
  readonly name: string
  readonly source: string
  readonly mapping: Mapping
  readonly dryRun: boolean
  readonly actorName: string
  /** Rows that there are. */
  readonly total: number
}

/** Writes down an import whose records are at hand; it runs from now on. */
export async function startImport(tx: Tx, started: StartedImport): Promise<string> {
  const { kind, name, source, mapping, dryRun, actorName, total } = started
  const row = await tx.row<{ id: string }>(
    `insert into imports (company_id, kind, name, source, mapping, dry_run, actor_name, rows_total)
     values (app.company_id(), $1, $2, $3, $4, $5, $6, $7) returning id`,
    [kind, name, source, JSON.stringify(mapping), dryRun, actorName, total],
  )
  if (!row) throw new Error('The import could not be started')
  return row.id
}

/** Marks what this transaction writes as the import's, and keeps two imports of one company from merging at the same moment. */
export async function beginBatch(tx: Tx, importId: string): Promise<void> {
  await tx.run(
    `select set_config('app.import_id', $1, true), set_config('app.versions', 'on', true),
            pg_advisory_xact_lock(hashtextextended('import ' || app.company_id()::text, 0))`,
    [importId],
  )
}

/** Waits until no other import of the company merges, and keeps the place to the end of the transaction. */
export const holdImports = (tx: Tx): Promise<number> =>
  tx.run(`select pg_advisory_xact_lock(hashtextextended('import ' || app.company_id()::text, 0))`)

/** Somebody took the import back while it ran, or goes on with it in our place. */
export class ImportOvertaken extends Error {
  override readonly name = 'ImportOvertaken'
}

/**
 * Refuses to go on with an import that was taken back meanwhile, or with which another worker has gone on: it finds another number of batches
 * than we have done. Ask after `beginBatch`: whoever does either holds the same lock.
 */
export async function requireRunning(tx: Tx, importId: string, batchesDone: number): Promise<void> {
  const found = await tx.row<{ status: string; batches: number }>(
    'select status, batches_done as batches from imports where company_id = app.company_id() and id = $1',
    [importId],
  )
  // A rehearsal is held again in a moment: whatever it counts is taken back with it.
  if (found?.status !== 'running' && found?.status !== 'rehearsing')
    throw new ImportOvertaken('The import was taken back while it ran')
  if (found.batches !== batchesDone) throw new ImportOvertaken('Another worker goes on with the import')
}

/**
 * The server's plans are made by what it knows of its tables, which may be from before most of an import's rows came. A glance is enough, a fifth
 * of the usual sample: the server itself looks again once the rows are in.
 */
export async function lookAtTables(tx: Tx): Promise<void> {
  await tx.run('set local default_statistics_target = 20')
  await tx.run('select app.refresh_statistics()')
}

export const noteProgress = (tx: Tx, importId: string, progress: ImportProgress): Promise<number> =>
  tx.run(
    `update imports set rows_done = greatest(rows_done, $2), progress = $3, batches_done = batches_done + 1
      where company_id = app.company_id() and id = $1`,
    [importId, progress.rows, JSON.stringify(progress)],
  )

/**
 * Lets the commit of this transaction be told before it is on the disk. A server that goes down in that moment loses the batch together with the
 * note that it is in, and whoever goes on with the import brings it again. The import's last commit waits for all before it.
 */
export const commitWithoutWaiting = (tx: Tx): Promise<number> => tx.run(`set local synchronous_commit = off`)

export const finishImport = (tx: Tx, importId: string, report: ImportReport): Promise<number> =>
  tx.run(
    `update imports set status = 'finished', finished_at = app.now(), report = $2, progress = null, rows_done = coalesce(rows_total, rows_done)
      where company_id = app.company_id() and id = $1`,
    [importId, JSON.stringify(report)],
  )

export const failImport = (tx: Tx, importId: string, reason: string): Promise<number> =>
  tx.run(
    `update imports set status = 'failed', finished_at = app.now(), report = $2
      where company_id = app.company_id() and id = $1 and status in ('waiting', 'running')`,
    [importId, JSON.stringify({ error: reason.replaceAll('\0', '\u2400').toWellFormed() })],
  )

export type RejectedRow = {
  readonly rowNumber: number
  readonly column: string | null
  readonly reason: string
  readonly record: object
}

// JSON of the database cannot hold NUL nor half a surrogate pair: in the kept copy the control picture and the replacement character stand for them.
const storable = (record: object): string =>
  JSON.stringify(record, (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '\u2400').toWellFormed() : value,
  )

export async function keepRejections(tx: Tx, importId: string, rejected: readonly RejectedRow[]): Promise<void> {
  if (rejected.length === 0) return
  await tx.run(
    `insert into import_rejections (company_id, import_id, row_number, column_name, reason, record)
     select app.company_id(), $1, r.row, r.col, r.reason, r.record::json
       from unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) as r(row, col, reason, record)
     on conflict do nothing`,
    [
      importId,
      rejected.map(({ rowNumber }) => rowNumber),
      rejected.map(({ column }) => column),
      rejected.map(({ reason }) => reason.replaceAll('\0', '\u2400').toWellFormed()),
      rejected.map(({ record }) => storable(record)),
    ],
  )
}

const IMPORT = `select id, kind, name, source, status, dry_run as "dryRun", file_bytes as bytes, rows_done as "rowsDone", rows_total as "rowsTotal",
                       batches_done as "batchesDone", actor_name as "actorName", started_at as "startedAt", finished_at as "finishedAt",
                       undone_at as "undoneAt", mapping, readings, columns, report, undo_report as "undoReport", rehearsal, progress from imports`

export const importById = (tx: Tx, id: string): Promise<ImportRow | undefined> =>
  tx.row<ImportRow>(`${IMPORT} where company_id = app.company_id() and id = $1`, [id])

/** Imports before one of them (null: from the newest), the newest first; ids are given in the order of time. `without`: not those of this source. */
export const importsBefore = (
  tx: Tx,
  {
    before,
    limit,
    without,
  }: { readonly before: string | null; readonly limit: number; readonly without: string | null },
): Promise<ImportRow[]> =>
  tx.rows<ImportRow>(
    `${IMPORT} where company_id = app.company_id() and ($1::uuid is null or id < $1) and ($3::text is null or source <> $3)
      order by id desc limit $2`,
    [before, limit, without],
  )

export type SourceRow = {
  readonly source: string
  readonly kind: Kind
  readonly lastAt: Date
  readonly imports: number
}

/** What came from where, and when last; the youngest first. */
export const sourcesOf = (tx: Tx): Promise<SourceRow[]> =>
  tx.rows<SourceRow>(
    `select source, kind, max(finished_at) as "lastAt", count(*) as imports from imports
      where company_id = app.company_id() and status = 'finished' and not dry_run
      group by source, kind order by max(finished_at) desc limit 200`,
  )

const REJECTIONS_PER_PAGE = 2_000

/** Rejected rows behind a row, in the order of the file. */
export const rejectionsAfter = (
  tx: Tx,
  importId: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<Rejected[]> =>
  tx.rows<Rejected>(
    `select row_number as "rowNumber", column_name as "columnName", reason, record from import_rejections
      where company_id = app.company_id() and import_id = $1 and row_number > $2 order by row_number limit $3`,
    [importId, after, limit],
  )

/** All of them, a page in each transaction: whoever downloads them may be slow. */
export async function* rejectionsOf(transact: Transact, importId: string): AsyncGenerator<readonly Rejected[]> {
  for (let after = 0; ;) {
    const page = await transact((tx) => rejectionsAfter(tx, importId, { after, limit: REJECTIONS_PER_PAGE }))
    const last = page.at(-1)
    if (!last) return
    yield page
    after = last.rowNumber
  }
}

export const markUndone = (tx: Tx, importId: string, report: UndoCounts): Promise<number> =>
  tx.run(
    `update imports set status = 'undone', undone_at = app.now(), finished_at = coalesce(finished_at, app.now()), undo_report = $2, progress = null
      where company_id = app.company_id() and id = $1`,
    [importId, JSON.stringify(report)],
  )
