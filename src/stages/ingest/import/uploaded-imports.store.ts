import type { Tx } from '../../../platform/postgres.ts'
import type { Kind } from './fields/field.ts'
import type { Mapping } from './guess.ts'
import type { ImportProgress } from './report.ts'

export type UploadedImport = {
  readonly id: string
  readonly kind: Kind
  readonly name: string
  readonly source: string
  readonly mapping: Mapping
  readonly dryRun: boolean
  readonly hold: boolean
  readonly bytes: number
  readonly columns: readonly object[]
  readonly actorName: string
}

/** Writes down an import whose file is there. */
export async function addUploaded(tx: Tx, one: UploadedImport): Promise<void> {
  await tx.run(
    `insert into imports (company_id, id, kind, name, source, mapping, dry_run, status, file_bytes, columns, actor_name)
     values (app.company_id(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      one.id,
      one.kind,
      one.name,
      one.source,
      JSON.stringify(one.mapping),
      one.dryRun,
      one.hold ? 'held' : 'waiting',
      one.bytes,
      JSON.stringify(one.columns),
      one.actorName,
    ],
  )
}

/** A waiting import runs from now on, with columns that are settled. False when it does not wait (any more). */
export async function beginUploaded(
  tx: Tx,
  importId: string,
  {
    mapping,
    total,
    progress,
  }: { readonly mapping: Mapping; readonly total: number; readonly progress: ImportProgress },
): Promise<boolean> {
  const begun = await tx.run(
    `update imports set status = 'running', mapping = $2, rows_total = $3, progress = $4
      where company_id = app.company_id() and id = $1 and status = 'waiting'`,
    [importId, JSON.stringify(mapping), total, JSON.stringify(progress)],
  )
  return begun > 0
}

/** From now on no further row of it is taken; the worker takes back what is in. */
export const markUndoing = (tx: Tx, importId: string): Promise<number> =>
  tx.run(
    `update imports set status = 'undoing', finished_at = coalesce(finished_at, app.now()) where company_id = app.company_id() and id = $1`,
    [importId],
  )
