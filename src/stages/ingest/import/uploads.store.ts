import type { Transact, Tx } from '../../../platform/postgres.ts'

/** A new id for what is uploaded: of its pieces now, of its import once it is whole. */
export async function newUploadId(tx: Tx): Promise<string> {
  const row = await tx.row<{ id: string }>('select app.new_id() as id')
  if (!row) throw new Error('The database gave no id')
  return row.id
}

export const keepPiece = (
  tx: Tx,
  importId: string,
  { place, bytes }: { readonly place: number; readonly bytes: Uint8Array },
): Promise<number> =>
  tx.run(`insert into import_pieces (company_id, import_id, place, bytes) values (app.company_id(), $1, $2, $3)`, [
    importId,
    place,
    bytes,
  ])

/** The file's bytes, a piece in each transaction, so that none is open for as long as the file is read. */
export async function* piecesOf(transact: Transact, importId: string): AsyncGenerator<Uint8Array> {
  for (let place = 0; ; place += 1) {
    const piece = await transact((tx) =>
      tx.row<{ bytes: Uint8Array }>(
        'select bytes from import_pieces where company_id = app.company_id() and import_id = $1 and place = $2',
        [importId, place],
      ),
    )
    if (!piece) return
    yield piece.bytes
  }
}

export const forgetPieces = (tx: Tx, importId: string): Promise<number> =>
  tx.run('delete from import_pieces where company_id = app.company_id() and import_id = $1', [importId])

const HELD_DAYS = 7

/** Forgets files of which nothing came: those whose upload was cut off by a kill, and held ones that nobody has started for a week. */
export async function forgetUploads(tx: Tx): Promise<void> {
  await tx.run(
    `update imports set status = 'failed', finished_at = app.now(), report = jsonb_build_object('error', 'It was not started within a week; send the file again')
      where company_id = app.company_id() and status = 'held' and started_at < app.now() - interval '${String(HELD_DAYS)} days'`,
  )
  await tx.run(
    `delete from import_pieces p where p.company_id = app.company_id() and p.received_at < app.now() - interval '1 day'
        and not exists (select from imports i where i.company_id = p.company_id and i.id = p.import_id
                          and i.status in ('held', 'rehearsing', 'waiting', 'running'))`,
  )
}
