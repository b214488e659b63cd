/**
 * Lines of COPY that wait for the rest of their batch, each beginning with the number of its row. They wait as bytes, many in a piece: as texts
 * two batches of them outlived every collection of the young, and moving them took a quarter of Node's time.
 */
export type Lines = {
  add(line: string): void
  count(): number
  /** All of them; a piece ends where a line does. */
  pieces(): readonly Uint8Array[]
}

const PIECE_CHARACTERS = 65_536

export function createLines(): Lines {
  const pieces: Uint8Array[] = []
  let count = 0
  let open = ''
  const close = (): void => {
    if (open !== '') pieces.push(Buffer.from(open))
    open = ''
  }
  return {
    add: (line) => {
      open += line
      count += 1
      if (open.length >= PIECE_CHARACTERS) close()
    },
    count: () => count,
    pieces: () => {
      close()
      return pieces
    },
  }
}

/** The lines that are in some pieces, each with its newline. */
export const linesIn = (pieces: readonly (string | Uint8Array)[]): readonly string[] =>
  pieces.flatMap((piece) => {
    const text = typeof piece === 'string' ? piece : new TextDecoder().decode(piece)
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => `${line}\n`)
  })

/** The number of the row that a line begins with. */
export const rowNumberOf = (line: string): number => Number.parseInt(line, 10)
