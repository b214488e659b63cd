import type { Actor } from '../../../base/actor.ts'
import { serverIsAway, type Transact } from '../../../platform/postgres.ts'
import { specOf } from './fields/catalogue.ts'
import type { Kind } from './fields/field.ts'
import type { Mapping } from './guess.ts'
import { carryOut, endImport, lookAt } from './import-steps.job.ts'
import type { ImportRow } from './import-row.ts'
import { failImport, importById, ImportOvertaken } from './imports.store.ts'
import { newTally } from './report.ts'
import type { ImportDeps } from './import-run.job.ts'
import { beginUploaded } from './uploaded-imports.store.ts'
import { forgetPieces, forgetUploads, piecesOf } from './uploads.store.ts'

/** A worker that was killed counts as a try, and every batch is kept: enough that a machine that dies often still finishes. */
export const IMPORT_ATTEMPTS = 25

export type UploadedRequest = {
  readonly companyId: string
  readonly importId: string
  readonly actor: Actor
  /** Aborted when the worker has to stop: what is in stays, and the next try goes on behind it. */
  readonly signal?: AbortSignal
  /** No further try would follow. */
  readonly last?: boolean
}

/**
 * Imports an uploaded file. Killed anywhere it may be run again: it goes on behind the last batch that is in, with what was counted by then, so
 * that nothing is taken or counted twice. Of one that was taken back or has ended nothing is done.
 */
export async function runUploaded(deps: ImportDeps, request: UploadedRequest): Promise<void> {
  const { companyId, importId, signal, last = false } = request
  const transact: Transact = (work) => {
    signal?.throwIfAborted()
    return deps.database.withCompany(companyId, work)
  }
  const found = await transact((tx) => importById(tx, importId))
  if (!found || (found.status !== 'waiting' && found.status !== 'running')) return
  try {
    await goOn(deps, { ...request, transact }, found)
  } catch (error) {
    if (error instanceof ImportOvertaken) return
    const unreadable = error instanceof Error && error.name === 'UnreadableFile'
    const forGood = unreadable || (last && !serverIsAway(error) && !signal?.aborted)
    if (!forGood) throw error
    await transact(async (tx) => {
      await failImport(tx, importId, error instanceof Error ? error.message : String(error))
      await forgetPieces(tx, importId)
    })
    if (!unreadable) throw error
  }
}

async function goOn(
  deps: ImportDeps,
  { companyId, importId, actor, transact }: UploadedRequest & { readonly transact: Transact },
  { kind, name, bytes, source, dryRun, status, mapping, readings, progress, batchesDone }: ImportRow,
): Promise<void> {
  const file = { name, size: bytes ?? 0, read: () => piecesOf(transact, importId) }
  const fixed = status === 'running' ? exactly(kind, mapping) : mapping
  const found = await lookAt(deps, { companyId, kind, input: { file }, mapping: fixed, readings }, transact)
  if (status === 'waiting') {
    const start = { pass: 1, rows: 0, tally: newTally(), warnings: found.warnings } as const
    const settled = { mapping: found.survey.mapping, total: found.survey.rows, progress: start }
    if (!(await transact((tx) => beginUploaded(tx, importId, settled)))) return
  }
  const run = await carryOut({
    deps,
    found,
    importId,
    source,
    dryRun,
    transact,
    onRows: () => undefined,
    ...(status === 'running' && progress ? { before: { progress, batches: batchesDone } } : {}),
  })
  await transact(async (tx) => {
    await endImport(tx, run, { companyId, actor })
    await forgetPieces(tx, importId)
  })
}

/** The columns as an earlier try has settled them: what was not found then is not guessed now that more is known. */
export const exactly = (kind: Kind, mapping: Mapping): Mapping => ({
  ...Object.fromEntries(specOf(kind).fields.map(({ name }) => [name, ''])),
  ...mapping,
})

/** Forgets the company's files of which nothing came. */
export const sweepUploads = ({ database }: Pick<ImportDeps, 'database'>, companyId: string): Promise<void> =>
  database.withCompany(companyId, forgetUploads)
