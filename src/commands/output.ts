import type { Writable } from 'node:stream'

/** Where a command's answer goes. Answers go to stdout, everything that is said on the way to stderr. */
export type Output = {
  readonly json: boolean
  /** The command's one answer: as JSON with --json, else as the text that `forPeople` makes of it. */
  answer<T>(value: T, forPeople: (value: T) => string): void
  /** A line on the way, for people; on stderr, so that it never mixes with the answer. */
  say(line: string): void
}

export type Streams = { readonly stdout: Pick<Writable, 'write'>; readonly stderr: Pick<Writable, 'write'> }

/** With `json` exactly one JSON value reaches stdout. */
export function createOutput(json: boolean, { stdout, stderr }: Streams = process): Output {
  return {
    json,
    answer: (value, forPeople) => {
      stdout.write(`${json ? JSON.stringify(value) : printable(forPeople(value))}\n`)
    },
    say: (line) => {
      stderr.write(`${printable(line)}\n`)
    },
  }
}

// A customer may be called anything, a terminal's own commands included: they would clear the screen or set its title.
const printable = (text: string): string => text.replace(/[^\P{Cc}\n\t]/gu, '�')

/** Rows as columns that line up; numbers to the right. An empty table says so in the words of `whenEmpty`. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  whenEmpty = 'Nothing.',
): string {
  if (rows.length === 0) return whenEmpty
  const cells = rows.map((row) => row.map((cell) => String(cell).replace(/[\n\t]/g, ' ')))
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => (row[column] ?? '').length)))
  const toTheRight = head.map((_, column) => rows.every((row) => typeof row[column] === 'number'))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        toTheRight[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [line(head), ...cells.map(line)].join('\n')
}
