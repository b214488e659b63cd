import { createHash } from 'node:crypto'
import { err, ok, type Result } from '../../../base/result.ts'
import type { Refusal } from '../../../platform/http/problem.contract.ts'
import type { Transact } from '../../../platform/postgres.ts'
import { forgetPieces, keepPiece, newUploadId } from './uploads.store.ts'

const PIECE_BYTES = 1_048_576

export type ReceivedFile = {
  readonly importId: string
  readonly size: number
  /** The first MiB. */
  readonly head: Buffer
  /** Of all bytes: two uploads with the same one are the same. */
  readonly digest: string
}

export const CUT_OFF: Refusal = { kind: 'invalid', says: 'The file was cut off on its way. Send it again.' }
export const EMPTY: Refusal = { kind: 'invalid', says: 'There is no file in the body.' }

export const tooLarge = (limit: number): Refusal => ({
  kind: 'too-large',
  says: `The file is larger than ${String(Math.floor(limit / 1_048_576))} MB.`,
})

/** Takes a file into the database as it arrives, a MiB at a time; what was cut off or is too large leaves nothing. */
export async function receiveFile(
  transact: Transact,
  body: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<Result<ReceivedFile, Refusal>> {
  const importId = await transact(newUploadId)
  const hash = createHash('sha256')
  let head: Buffer | undefined
  let size = 0
  let place = 0
  try {
    for await (const bytes of inPieces(body)) {
      size += bytes.length
      if (size > limit) break
      hash.update(bytes)
      head ??= bytes
      await transact((tx) => keepPiece(tx, importId, { place, bytes }))
      place += 1
    }
  } catch (error) {
    await transact((tx) => forgetPieces(tx, importId))
    if (isCutOff(error)) return err(CUT_OFF)
    throw error
  }
  if (size > limit) {
    await transact((tx) => forgetPieces(tx, importId))
    return err(tooLarge(limit))
  }
  return head ? ok({ importId, size, head, digest: hash.digest('base64') }) : err(EMPTY)
}

async function* inPieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let gathered: Uint8Array[] = []
  let length = 0
  for await (const bytes of body) {
    gathered.push(bytes)
    length += bytes.length
    if (length < PIECE_BYTES) continue
    yield Buffer.concat(gathered)
    gathered = []
    length = 0
  }
  if (length > 0) yield Buffer.concat(gathered)
}

/** A small file as a whole. */
export async function receiveInMemory(
  body: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<Result<Buffer, Refusal>> {
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    for await (const bytes of body) {
      size += bytes.length
      if (size > limit) return err(tooLarge(limit))
      pieces.push(bytes)
    }
  } catch (error) {
    if (isCutOff(error)) return err(CUT_OFF)
    throw error
  }
  return size === 0 ? err(EMPTY) : ok(Buffer.concat(pieces))
}

/** Whoever sends it went away, which is nothing of ours. */
const isCutOff = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_PREMATURE_CLOSE')
