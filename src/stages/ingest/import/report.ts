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

const EXAMPLES = 5
const EXAMPLE_LENGTH = 120

/** Collects warnings by code, each with its count and the first few different examples. */
export type Notes = {
  note(code: string, example?: string, count?: number): void
  warnings(): Warning[]
}

export function createNotes(): Notes {
  const found = new Map<string, { count: number; examples: string[] }>()
  return {
    note: (code, example, count = 1) => {
      const entry = found.get(code) ?? { count: 0, examples: [] }
      entry.count += count
      const text =
        example === undefined || example.length <= EXAMPLE_LENGTH ? example : `${example.slice(0, EXAMPLE_LENGTH - 1)}…`
      if (text !== undefined && entry.examples.length < EXAMPLES && !entry.examples.includes(text))
        entry.examples.push(text)
      found.set(code, entry)
    },
    warnings: () => [...found].map(([code, { count, examples }]) => ({ code, count, examples })),
  }
}
