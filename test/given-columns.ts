import { describe, expect, test } from 'vitest'
import { newColumn, observe } from '../src/stages/ingest/import/column.ts'
import { specOf } from '../src/stages/ingest/import/fields/catalogue.ts'
import type { Kind } from '../src/stages/ingest/import/fields/field.ts'
import { guessMapping, type Mapping } from '../src/stages/ingest/import/guess.ts'

/** What is guessed for a file with these columns, each with some of its values. */
export function guess(kind: Kind, columns: Readonly<Record<string, readonly string[]>>): Mapping {
  const seen = Object.entries(columns).map(([name, values]) => {
    const column = newColumn(name)
    for (const value of values) observe(column, value)
    return column
  })
  return guessMapping(specOf(kind), seen, { fixed: {}, knownShare: () => 0 }).mapping
}

export const DAYS = ['2027-01-31', '2026-11-15', '2027-06-30']
export const MOMENTS = ['2027-01-31 08:15:00', '2026-11-15 17:02:11', '2027-06-30 12:00:00']
export const MONEY = ['12000', '8400.50', '250000']
export const COUNTS = ['12', '250', '40']
export const IDS = ['0015500000Xyy06AAB', '0015500000Xyy07AAB', '0015500000Xyy08AAB']
export const NAMES = ['Birch & Sons', 'Lune SA', 'Harrow Ltd']
export const PEOPLE = ['Nora Lind', 'Ilir Dema', 'Wen Zhao']
export const MAILS = ['nora@example.org', 'ilir@example.org', 'wen@example.com']
export const SITES = ['birch.example', 'https://www.lune.example/en', 'harrow.example']
export const FLAGS = ['true', 'false', 'true']
export const TEXTS = ['Renewed after a long talk', 'Asked for the roadmap', 'Wants a call']

type Row = readonly [field: string, values: readonly string[], headers: string]

// Columns that stand beside the one in question in any such file.
const BESIDE: Partial<Record<Kind, Readonly<Record<string, readonly string[]>>>> = {
  customers: { Name: NAMES },
  contacts: { Id: IDS },
  contracts: { Id: IDS },
  opportunities: { Id: IDS },
  tickets: { Id: IDS },
  engagements: { Id: IDS },
  invoices: { Id: IDS },
  renewals: { Id: IDS },
  surveys: { Id: IDS },
  users: { Id: IDS },
  products: { Id: IDS },
  events: { Id: IDS },
}

/** A test for each of the headers (between bars): a column that is called so and holds these values is the field. */
export function proves(kind: Kind, rows: readonly Row[]): void {
  describe(`a file of ${kind}`, () => {
    const cases = rows.flatMap(([field, values, headers]) =>
      headers.split(' | ').map((header): [string, string, readonly string[]] => [header, field, values]),
    )
    test.each(cases)('%s is %s', (header, field, values) => {
      const beside = field === 'externalId' && kind !== 'customers' ? {} : { ...BESIDE[kind] }
      const mapping = guess(kind, { ...beside, [header]: values })
      // Both mean the same customer; which of them takes a name makes no difference.
      const found = field === 'customer' ? (mapping['customerExternalId'] ?? mapping['customerName']) : mapping[field]
      expect(found, JSON.stringify(mapping)).toBe(header)
    })
  })
}
