import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'

/** Writes text piece by piece, and waits where the reader is slower. */
export type PieceWriter = { readonly write: (piece: string) => Promise<void>; readonly end: () => Promise<void> }

/** A writer to a file, or to stdout without one. Throws when the file cannot be written to, before anything is. */
export async function pieceWriter(path: string | undefined): Promise<PieceWriter> {
  const target = path === undefined ? process.stdout : createWriteStream(path)
  if (path !== undefined) await once(target, 'open')
  return {
    write: async (piece) => {
      if (piece !== '' && !target.write(piece)) await once(target, 'drain')
    },
    end: async () => {
      if (path === undefined) return
      target.end()
      await finished(target)
    },
  }
}
