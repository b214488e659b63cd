import type { Tx } from '../../../platform/postgres.ts'
import type { Readings } from './column.ts'
import type { Kind } from './fields/field.ts'
import type { Mapping } from './guess.ts'
import { keepRejections, type RejectedRow } from './imports.store.ts'
import type { ImportReport } from './report.ts'

/** How a held import is to be read. */
export type HeldAs = { readonly kind: Kind; readonly mapping: Mapping; readonly readings: Readings }

/** Sets how it is read; what a rehearsal said of it holds no longer. False when it is not held (any more). */
export async function setHeld(tx: Tx, importId: string, { kind, mapping, readings }: HeldAs): Promise<boolean> {
  const set = await tx.run(
    `update imports set kind = $2, mapping = $3, readings = $4, rehearsal = null
      where company_id = app.company_id() and id = $1 and status = 'held'`,
    [importId, kind, JSON.stringify(mapping), JSON.stringify(readings)],
  )
  if (set > 0) await forgetRejections(tx, importId)
  return set > 0
}

/** Lets a held import go; false when it is not held (any more). */
export async function releaseHeld(tx: Tx, importId: string, mapping: Mapping): Promise<boolean> {
  const released = await tx.run(
    `update imports set status = 'waiting', mapping = $2, rows_total = null
      where company_id = app.company_id() and id = $1 and status = 'held'`,
    [importId, JSON.stringify(mapping)],
  )
  if (released > 0) await forgetRejections(tx, importId)
  return released > 0
}

/** From now on the worker tries it; false when it is not held (any more). */
export async function beginRehearsal(tx: Tx, importId: string): Promise<boolean> {
  const begun = await tx.run(
    `update imports set status = 'rehearsing', rehearsal = null, rows_total = null
      where company_id = app.company_id() and id = $1 and status = 'held'`,
    [importId],
  )
  return begun > 0
}

/** How many rows the rehearsal looks at. */
export const noteRehearsed = (tx: Tx, importId: string, rows: number): Promise<number> =>
  tx.run(
    `update imports set rows_total = $2 where company_id = app.company_id() and id = $1 and status = 'rehearsing'`,
    [importId, rows],
  )

export type Rehearsed =
  { readonly report: ImportReport; readonly rejections: readonly RejectedRow[] } | { readonly error: string }

/** What the rehearsal said; the import is held again. */
export async function endRehearsal(tx: Tx, importId: string, rehearsed: Rehearsed): Promise<void> {
  await forgetRejections(tx, importId)
  const said =
    'report' in rehearsed ? rehearsed.report : { error: rehearsed.error.replaceAll('\0', '\u2400').toWellFormed() }
  const ended = await tx.run(
    `update imports set status = 'held', rehearsal = $2 where company_id = app.company_id() and id = $1 and status = 'rehearsing'`,
    [importId, JSON.stringify(said)],
  )
  if (ended > 0 && 'rejections' in rehearsed) await keepRejections(tx, importId, rehearsed.rejections)
}

const forgetRejections = (tx: Tx, importId: string): Promise<number> =>
  tx.run('delete from import_rejections where company_id = app.company_id() and import_id = $1', [importId])

/** The beginning of its file. */
export async function headOf(tx: Tx, importId: string): Promise<Buffer | undefined> {
  const piece = await tx.row<{ bytes: Uint8Array }>(
    'select bytes from import_pieces where company_id = app.company_id() and import_id = $1 and place = 0',
    [importId],
  )
  return piece && Buffer.from(piece.bytes)
}
