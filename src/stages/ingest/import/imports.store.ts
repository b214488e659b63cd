import type { Tx } from '../../../platform/postgres.ts'
import type { Mapping } from './guess.ts'
import type { ImportReport } from './report.ts'

export type StartedImport = {
  readonly kind: string
  readonly name: string
  readonly source: string
  readonly mapping: Mapping
  readonly dryRun: boolean
  readonly actorName: string
}

export async function startImport(tx: Tx, started: StartedImport): Promise<string> {
  const row = await tx.row<{ id: string }>(
    `insert into imports (company_id, kind, name, source, mapping, dry_run, actor_name)
     values (app.company_id(), $1, $2, $3, $4, $5, $6) returning id`,
    [started.kind, started.name, started.source, JSON.stringify(started.mapping), started.dryRun, started.actorName],
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

/** Refuses to go on with an import that was taken back meanwhile. Ask after `beginBatch`: whoever takes it back holds the same lock. */
export async function requireRunning(tx: Tx, importId: string): Promise<void> {
  const running = await tx.row(
    `select 1 from imports where company_id = app.company_id() and id = $1 and status = 'running'`,
    [importId],
  )
  if (!running) throw new Error('The import was taken back while it ran')
}

export const noteProgress = (tx: Tx, importId: string, rowsDone: number): Promise<number> =>
  tx.run('update imports set rows_done = $2 where company_id = app.company_id() and id = $1', [importId, rowsDone])

export const finishImport = (tx: Tx, importId: string, report: ImportReport): Promise<number> =>
  tx.run(
    `update imports set status = 'finished', finished_at = app.now(), report = $2 where company_id = app.company_id() and id = $1`,
    [importId, JSON.stringify(report)],
  )

export const failImport = (tx: Tx, importId: string, reason: string): Promise<number> =>
  tx.run(
    `update imports set status = 'failed', finished_at = app.now(), report = $2
      where company_id = app.company_id() and id = $1 and status = 'running'`,
    [importId, JSON.stringify({ error: reason })],
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

export type ImportRow = {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly source: string
  readonly status: string
  readonly dryRun: boolean
  readonly rowsDone: number
  readonly actorName: string
  readonly startedAt: Date
}

const IMPORT = `select id, kind, name, source, status, dry_run as "dryRun", rows_done as "rowsDone", actor_name as "actorName",
                       started_at as "startedAt" from imports`

export const importById = (tx: Tx, id: string): Promise<ImportRow | undefined> =>
  tx.row<ImportRow>(`${IMPORT} where id = $1`, [id])

export type Rejected = {
  readonly rowNumber: number
  readonly columnName: string | null
  readonly reason: string
  readonly record: Readonly<Record<string, unknown>>
}

const REJECTIONS_PER_PAGE = 2_000

/** The rejected rows of an import in the order of its file, a page at a time. */
export async function* rejectionsOf(tx: Tx, importId: string): AsyncGenerator<readonly Rejected[]> {
  for (let after = 0; ;) {
    const page = await tx.rows<Rejected>(
      `select row_number as "rowNumber", column_name as "columnName", reason, record from import_rejections
        where import_id = $1 and row_number > $2 order by row_number limit ${String(REJECTIONS_PER_PAGE)}`,
      [importId, after],
    )
    const last = page.at(-1)
    if (!last) return
    yield page
    after = last.rowNumber
  }
}

export const markUndone = (tx: Tx, importId: string): Promise<number> =>
  tx.run(
    `update imports set status = 'undone', undone_at = app.now(), finished_at = coalesce(finished_at, app.now())
      where company_id = app.company_id() and id = $1`,
    [importId],
  )
