import type { Kind } from './fields/field.ts'
import type { Mapping } from './guess.ts'

export type Warning = { readonly code: string; readonly count: number; readonly examples: readonly string[] }

/** What an import did. `received` = `created` + `updated` + `unchanged` + `rejected`; `unlinked` counts rows that refer to nobody known. */
export type ImportReport = {
  readonly kind: Kind
  readonly received: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly rejected: number
  readonly unlinked: number
  readonly warnings: readonly Warning[]
  readonly importId: string
  readonly mapping: Mapping
  readonly dryRun: boolean
}

export type Tally = {
  received: number
  created: number
  updated: number
  unchanged: number
  rejected: number
  unlinked: number
}

export const newTally = (): Tally => ({ received: 0, created: 0, updated: 0, unchanged: 0, rejected: 0, unlinked: 0 })

/** The sum of two. */
export const addedTally = (one: Readonly<Tally>, other: Readonly<Tally>): Tally => ({
  received: one.received + other.received,
  created: one.created + other.created,
  updated: one.updated + other.updated,
  unchanged: one.unchanged + other.unchanged,
  rejected: one.rejected + other.rejected,
  unlinked: one.unlinked + other.unlinked,
})

const EXAMPLES = 5
const EXAMPLE_LENGTH = 120

/** Collects warnings by code, each with its count and the first few different examples. */
export type Notes = {
  note(code: string, example?: string, count?: number): void
  /** Takes over what was collected elsewhere. */
  add(warnings: readonly Warning[]): void
  warnings(): Warning[]
}

export function createNotes(): Notes {
  const found = new Map<string, { count: number; examples: string[] }>()
  const note: Notes['note'] = (code, example, count = 1) => {
    const entry = found.get(code) ?? { count: 0, examples: [] }
    entry.count += count
    const text =
      example === undefined || example.length <= EXAMPLE_LENGTH ? example : `${example.slice(0, EXAMPLE_LENGTH - 1)}…`
    if (text !== undefined && entry.examples.length < EXAMPLES && !entry.examples.includes(text))
      entry.examples.push(text)
    found.set(code, entry)
  }
  return {
    note,
    add: (warnings) => {
      for (const { code, count, examples } of warnings) {
        for (const example of examples) note(code, example, 0)
        note(code, undefined, count)
      }
    },
    warnings: () => [...found].map(([code, { count, examples }]) => ({ code, count, examples: [...examples] })),
  }
}

/** How far an import is: in which of its two passes over the rows, behind which row, and what it had counted by then. */
export type ImportProgress = {
  readonly pass: 1 | 2
  readonly rows: number
  readonly tally: Tally
  readonly warnings: readonly Warning[]
}
