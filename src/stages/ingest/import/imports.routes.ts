import { createHash } from 'node:crypto'
import { z } from 'zod'
import { recordAudit } from '../../../access/audit.store.ts'
import type { Clock } from '../../../base/clock.ts'
import { err, ok } from '../../../base/result.ts'
import { act, actAs } from '../../../platform/http/act.ts'
import { cut, NO_CURSOR, positionOf } from '../../../platform/http/cursor.ts'
import { UNKNOWN, type Refusal } from '../../../platform/http/problem.contract.ts'
import { actorOf, route, type Caller, type Repeatable, type Route } from '../../../platform/http/route.ts'
import type { Database, Transact } from '../../../platform/postgres.ts'
import { heldImportRoutes } from './held-imports.routes.ts'
import { importItem, previewReply, rejectionReply } from './import-replies.ts'
import {
  DownloadRejections,
  FILE_BYTES,
  GetImports,
  GetRejections,
  PREVIEW_BYTES,
  PreviewImport,
  UndoImport,
  UploadImport,
} from './imports.contract.ts'
import { importById, importsBefore, rejectionsAfter, sourcesOf } from './imports.store.ts'
import { previewFile } from './preview.job.ts'
import { receiveFile, receiveInMemory } from './receive-file.job.ts'
import { rejectionPieces } from './rejections.job.ts'
import { whyNot } from './undo.job.ts'
import { putToWork } from './put-to-work.job.ts'
import { addUploaded, markUndoing } from './uploaded-imports.store.ts'
import { forgetPieces } from './uploads.store.ts'

type Deps = { readonly database: Database; readonly clock: Clock }

/** Files that come in through the browser or a program, and what became of them. */
export const importRoutes = (deps: Deps): readonly Route[] => [
  uploadRoute(deps),
  previewRoute(deps),
  listRoute(deps),
  ...heldImportRoutes(deps),
  undoRoute(deps),
  rejectionsRoute(deps),
  downloadRoute(deps),
]

const transactionsOf =
  ({ database }: Deps, { companyId }: Caller): Transact =>
  (work) =>
    database.withCompany(companyId, work)

const unreadable = (error: unknown): Refusal | undefined =>
  error instanceof Error && error.name === 'UnreadableFile' ? { kind: 'unprocessable', says: error.message } : undefined

/** The same request again is the same address and the same file. */
const withFile = (repeatable: Repeatable | null, digest: string): Repeatable | null =>
  repeatable && {
    ...repeatable,
    fingerprint: createHash('sha256').update(`${repeatable.fingerprint} ${digest}`).digest('base64'),
  }

const uploadRoute = (deps: Deps): Route =>
  route(UploadImport, async ({ body, query, caller, repeatable }) => {
    const transact = transactionsOf(deps, caller)
    const received = await receiveFile(transact, body, FILE_BYTES)
    if (!received.ok) return received
    const { importId, head, size, digest } = received.value
    let kept = false
    try {
      const { name, source, dryRun, hold, mapping = {} } = query
      const look = { companyId: caller.companyId, name, head, cut: size > head.length, kind: query.kind, mapping }
      const { kind, columns, mapping: guessed } = await previewFile({ clock: deps.clock, transact }, look)
      const answer = await actAs(deps.database, { caller, repeatable: withFile(repeatable, digest) }, async (tx) => {
        const upload = { id: importId, kind, name, source, dryRun, hold, bytes: size, columns, actorName: caller.name }
        // What is held shows what was guessed; what runs at once is guessed by the worker, who sees all of the file.
        await addUploaded(tx, { ...upload, mapping: hold ? guessed : mapping })
        if (!hold) await putToWork(tx, { task: 'import', importId, caller })
        const detail = { kind, name, bytes: size, hold, dryRun }
        await recordAudit(tx, {
          actor: actorOf(caller),
          action: 'upload',
          object: 'import',
          objectId: importId,
          detail,
        })
        return ok({ id: importId })
      })
      kept = answer.ok && answer.value.id === importId
      return answer
    } catch (error) {
      const refusal = unreadable(error)
      if (refusal) return err(refusal)
      throw error
    } finally {
      if (!kept) await transact((tx) => forgetPieces(tx, importId))
    }
  })

const previewRoute = (deps: Deps): Route =>
  route(PreviewImport, async ({ body, query, caller }) => {
    const received = await receiveInMemory(body, PREVIEW_BYTES)
    if (!received.ok) return received
    const { kind, name, mapping } = query
    try {
      const look = { companyId: caller.companyId, name, head: received.value, cut: true, kind, mapping }
      const found = await previewFile({ clock: deps.clock, transact: transactionsOf(deps, caller) }, look)
      return ok({ ...previewReply(found), kindGuessed: kind === undefined })
    } catch (error) {
      const refusal = unreadable(error)
      if (refusal) return err(refusal)
      throw error
    }
  })

const Id = z.uuid()

const listRoute = ({ database }: Deps): Route =>
  act(GetImports, database, async (tx, { query: { cursor, limit, without = null } }) => {
    const before = cursor === undefined ? null : Id.safeParse(positionOf(cursor)?.[0]).data
    if (before === undefined) return err(NO_CURSOR)
    const rows = await importsBefore(tx, { before, limit: limit + 1, without })
    const { items, nextCursor } = cut(rows, limit, ({ id }) => [id])
    const sources = (await sourcesOf(tx)).map(({ lastAt, ...each }) => ({ ...each, lastAt: lastAt.toISOString() }))
    return ok({ items: items.map(importItem), nextCursor, sources })
  })

const undoRoute = ({ database }: Deps): Route =>
  act(UndoImport, database, async (tx, { params: { id }, caller }) => {
    const found = await importById(tx, id)
    if (!found) return err(UNKNOWN)
    const refusal = whyNot(found)
    if (refusal !== undefined) return err({ kind: 'conflict', says: `${refusal}.` })
    await markUndoing(tx, id)
    await putToWork(tx, { task: 'undo-import', importId: id, caller })
    await recordAudit(tx, { actor: actorOf(caller), action: 'ask-undo', object: 'import', objectId: id })
    return ok({ id })
  })

const RowNumber = z.int().min(0)

const rejectionsRoute = ({ database }: Deps): Route =>
  act(GetRejections, database, async (tx, { params: { id }, query: { cursor, limit } }) => {
    if (!(await importById(tx, id))) return err(UNKNOWN)
    const after = cursor === undefined ? 0 : RowNumber.safeParse(positionOf(cursor)?.[0]).data
    if (after === undefined) return err(NO_CURSOR)
    const rows = await rejectionsAfter(tx, id, { after, limit: limit + 1 })
    const { items, nextCursor } = cut(rows, limit, ({ rowNumber }) => [rowNumber])
    return ok({
      items: items.map(rejectionReply),
      nextCursor,
    })
  })

const downloadRoute = (deps: Deps): Route =>
  route(DownloadRejections, async ({ params: { id }, caller }) => {
    const transact = transactionsOf(deps, caller)
    if (!(await transact((tx) => importById(tx, id)))) return err(UNKNOWN)
    return ok(textOf(rejectionPieces(transact, id)))
  })

async function* textOf(pieces: AsyncIterable<{ readonly piece: string }>): AsyncGenerator<string> {
  for await (const { piece } of pieces) yield piece
}
