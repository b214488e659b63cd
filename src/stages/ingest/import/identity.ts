import { createHash } from 'node:crypto'
import { cellText } from './column.ts'
import { hash53 } from './duplicates.ts'
import type { KindSpec } from './fields/spec.ts'

/** Where the columns of one file are found: field name → place in the row. */
export type Places = ReadonlyMap<string, number>

// A btree entry is limited to 2,704 bytes.
const LONGEST = 600

/** Tells the records of one file apart. */
export type Identifier = {
  /**
   * The external id of a row: its own, else what names it (customers, products and users: the name exactly as written, so that two names
   * are never merged), else a hash of its content. Undefined for usage, whose rows may do without.
   */
  idOf(row: readonly unknown[]): string | undefined
  /** A hash of what makes a row the same record as another row of the file. Usage: same customer, metric, feature, day and id. */
  recordOf(row: readonly unknown[]): number
}

export function identifierOf(spec: KindSpec, places: Places): Identifier {
  const idOf = (row: readonly unknown[]): string | undefined => externalIdOf(spec, places, row)
  if (spec.kind !== 'usage') return { idOf, recordOf: (row) => hash53([idOf(row) ?? '']) }
  // Those that the file has: the others are alike in all of its rows.
  const named = USAGE_IDENTITY.flatMap((field) => places.get(field) ?? [])
  // One array for all rows: this is asked of every row of the largest files.
  const cells: string[] = named.map(() => '')
  return {
    idOf: places.has('externalId') ? idOf : () => undefined,
    recordOf: (row) => {
      for (let at = 0; at < named.length; at += 1) cells[at] = cellText(row[named[at] ?? -1]) ?? ''
      return hash53(cells)
    },
  }
}

const USAGE_IDENTITY = [
  'externalId',
  'customerExternalId',
  'customerName',
  'contractExternalId',
  'metric',
  'feature',
  'date',
]

function externalIdOf(spec: KindSpec, places: Places, row: readonly unknown[]): string | undefined {
  const at = (field: string): string | undefined => {
    const place = places.get(field)
    return place === undefined ? undefined : cellText(row[place])
  }
  const own = at('externalId')
  if (own !== undefined && own.trim() !== '') return own
  for (const names of spec.identity) {
    const values = names.map(at).filter((value) => value !== undefined && value.trim() !== '')
    if (values.length >= Math.min(2, names.length)) return shortened(values.join(' · '))
  }
  return spec.kind === 'usage' ? undefined : contentHash(row)
}

const shortened = (id: string): string =>
  id.length > LONGEST ? `sha256:${createHash('sha256').update(id).digest('hex')}` : id

const contentHash = (row: readonly unknown[]): string =>
  `row:${createHash('sha1')
    .update(Array.from(row, (cell) => cellText(cell) ?? '').join('\u001f'))
    .digest('hex')
    .slice(0, 24)}`
