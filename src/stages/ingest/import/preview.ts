import type { ColumnGuess } from './column-guess.ts'
import type { Kind } from './fields/field.ts'
import type { Draft } from './fields/spec.ts'
import type { Mapping } from './guess.ts'
import type { Warning } from './report.ts'

export type PreviewedRow = {
  readonly rowNumber: number
  readonly record: Draft | null
  readonly column: string | null
  readonly reason: string | null
  readonly contradictions: readonly string[]
  /** Field → what stands in the file. */
  readonly cells: Readonly<Record<string, string>>
  /** Fields whose word nobody knows here. */
  readonly unknown: readonly string[]
}

export type Preview = {
  readonly kind: Kind
  readonly format: 'csv' | 'json' | 'ndjson' | 'records'
  readonly columns: readonly { readonly name: string; readonly samples: string[] }[]
  /** What each of the columns is taken for. */
  readonly guesses: readonly ColumnGuess[]
  /** How many rows were looked at, and whether that is all of them. */
  readonly seen: { readonly rows: number; readonly all: boolean }
  readonly mapping: Mapping
  readonly warnings: readonly Warning[]
  readonly rows: readonly PreviewedRow[]
}
