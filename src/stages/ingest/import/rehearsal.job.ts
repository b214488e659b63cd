import { serverIsAway, type Transact } from '../../../platform/postgres.ts'
import { endRehearsal, noteRehearsed } from './held-imports.store.ts'
import type { ImportDeps } from './import-run.job.ts'
import { carryOut, lookAt, reportOf } from './import-steps.job.ts'
import { importById } from './imports.store.ts'
import { exactly, type UploadedRequest } from './uploaded-import.job.ts'
import { piecesOf } from './uploads.store.ts'

/**
 * Tries a held import as it is set: does everything, keeps what it said, and takes the rest back. It is held again afterwards, whatever became
 * of it. Of one that nobody wants to try any more nothing is done.
 */
export async function rehearseHeld(deps: ImportDeps, request: UploadedRequest): Promise<void> {
  const { companyId, importId, signal, last = false } = request
  const transact: Transact = (work) => {
    signal?.throwIfAborted()
    return deps.database.withCompany(companyId, work)
  }
  const found = await transact((tx) => importById(tx, importId))
  if (found?.status !== 'rehearsing') return
  const { kind, name, bytes, source, mapping, readings } = found
  try {
    const file = { name, size: bytes ?? 0, read: () => piecesOf(transact, importId) }
    const look = { companyId, kind, input: { file }, mapping: exactly(kind, mapping), readings }
    const looked = await lookAt(deps, look, transact)
    await transact((tx) => noteRehearsed(tx, importId, looked.survey.rows))
    const run = await carryOut({
      deps,
      found: looked,
      importId,
      source,
      dryRun: true,
      transact,
      onRows: () => undefined,
    })
    await transact((tx) => endRehearsal(tx, importId, { report: reportOf(run), rejections: run.rejections }))
  } catch (error) {
    const unreadable = error instanceof Error && error.name === 'UnreadableFile'
    const forGood = unreadable || (last && !serverIsAway(error) && !signal?.aborted)
    if (!forGood) throw error
    const reason = error instanceof Error ? error.message : String(error)
    await transact((tx) => endRehearsal(tx, importId, { error: reason }))
    if (!unreadable) throw error
  }
}
