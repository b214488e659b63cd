import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findDuplicates, hash53 } from './duplicates.ts'
import { specOf } from './fields/catalogue.ts'
import type { Kind } from './fields/field.ts'
import { identifierOf } from './identity.ts'
import { findReferred, type Referable } from './references.ts'
import { createNotes } from './report.ts'
import { type UsageReading, usageValues } from './usage.ts'

function id(kind: Kind, cells: Readonly<Record<string, unknown>>): string | undefined {
  const places = new Map(Object.keys(cells).map((name, place) => [name, place]))
  return identifierOf(specOf(kind), places).idOf(Object.values(cells))
}

describe('the external id of a row', () => {
  test.each<[string, Kind, Record<string, unknown>, string | undefined]>([
    ['its own, to the byte', 'customers', { externalId: ' C1', name: 'Birch' }, ' C1'],
    ['its own number', 'customers', { externalId: 7, name: 'Birch' }, '7'],
    ['a customer’s name, exactly as written', 'customers', { externalId: '', name: 'Birch  AG' }, 'Birch  AG'],
    ['a contact’s address', 'contacts', { name: 'Nora', email: 'nora@example.org' }, 'nora@example.org'],
    ['a contact’s name with whose it is', 'contacts', { name: 'Nora', customerName: 'Birch' }, 'Nora · Birch'],
    ['a renewal’s customer and day', 'renewals', { customerExternalId: 'c1', date: '2027-01-01' }, 'c1 · 2027-01-01'],
    ['none of a usage row', 'usage', { date: '2027-01-01', value: '3' }, undefined],
  ])('is %s', (_, kind, cells, expected) => {
    expect(id(kind, cells)).toBe(expected)
  })

  test('is a hash of what the row says where nothing names it: the same row is the same record', () => {
    const ticket = { subject: 'Help', createdAt: '2027-01-01' }
    expect(id('tickets', ticket)).toMatch(/^row:[0-9a-f]{24}$/)
    expect(id('tickets', ticket)).toBe(id('tickets', { ...ticket }))
    expect(id('tickets', ticket)).not.toBe(id('tickets', { ...ticket, subject: 'Help!' }))
    // Cells are not run together.
    expect(id('tickets', { a: 'ab', b: 'c' })).not.toBe(id('tickets', { a: 'a', b: 'bc' }))
  })

  test('that is longer than an index holds is shortened, and still its own', () => {
    const long = (end: string) => id('customers', { name: 'x'.repeat(5_000) + end })
    expect(long('a')).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(long('a')).not.toBe(long('b'))
  })
})

test('usage of one day is one record for each customer, metric, feature and id', () => {
  const places = new Map(
    ['externalId', 'customerExternalId', 'metric', 'feature', 'date'].map((name, at) => [name, at]),
  )
  const identity = (...cells: string[]) => identifierOf(specOf('usage'), places).recordOf(cells)
  const row = ['', 'c1', 'logins', '', '2027-01-01']
  expect(identity(...row)).toBe(identity(...row))
  for (let place = 0; place < row.length; place += 1)
    expect(identity(...row.map((cell, at) => (at === place ? `${cell}x` : cell)))).not.toBe(identity(...row))
})

describe('rows of one file that give the same record', () => {
  test('the later wins, unless it is older by its own time', () => {
    const duplicates = findDuplicates()
    const wins = (identity: number, rowNumber: number) => duplicates.found().wins(identity, rowNumber)
    duplicates.see(7, 1, 2_000)
    duplicates.see(7, 2, 1_000)
    expect([wins(7, 1), wins(7, 2)]).toEqual([true, false])
    duplicates.see(7, 3, 2_000)
    duplicates.see(8, 4, NaN)
    expect([wins(7, 1), wins(7, 3), wins(8, 4)]).toEqual([false, true, true])
    duplicates.see(7, 5, NaN)
    expect(wins(7, 5)).toBe(true)
  })

  test('are none where each is another: then nobody need ask', () => {
    const duplicates = findDuplicates()
    for (let row = 1; row <= 5_000; row += 1) duplicates.see(hash53([String(row)]), row, NaN)
    expect(duplicates.found().some).toBe(false)
    expect(duplicates.found().wins(hash53(['1']), 1)).toBe(true)
    duplicates.see(hash53(['1']), 5_001, NaN)
    expect(duplicates.found().some).toBe(true)
    expect(duplicates.found().wins(hash53(['1']), 1)).toBe(false)
  })

  test('of all rows of a record exactly the last wins, however many records there are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 12_000 }), (ids) => {
        const duplicates = findDuplicates()
        const last = new Map<number, number>()
        for (const [place, one] of ids.entries()) {
          duplicates.see(one * 4_096, place + 1, NaN)
          last.set(one, place + 1)
        }
        const { wins } = duplicates.found()
        for (const [place, one] of ids.entries()) expect(wins(one * 4_096, place + 1)).toBe(last.get(one) === place + 1)
      }),
      { numRuns: 10 },
    )
  })

  test('a hash is a whole number that a double holds, and differs for what differs a little', () => {
    const hashes = new Set(Array.from({ length: 100_000 }, (_, place) => hash53([`C-${place}`])))
    expect(hashes.size).toBe(100_000)
    expect([...hashes].every((hash) => Number.isSafeInteger(hash) && hash >= 0)).toBe(true)
    expect(hash53(['ab', 'c'])).not.toBe(hash53(['a', 'bc']))
  })
})

describe('whom a reference means', () => {
  const record = (of: Partial<Referable>): Referable => ({
    id: 'x',
    externalId: 'x',
    source: 'import',
    name: 'x',
    email: null,
    ...of,
  })
  const birch = record({ id: '1', externalId: 'c1', name: 'Birch AG' })
  const lune = record({ id: '2', externalId: 'c2', name: 'Lune', email: 'Team@Lune.example' })
  const other = record({ id: '3', externalId: 'c1', source: 'crm', name: 'Larch' })
  const all = [birch, lune, other]
  test.each<[string, string, string, object]>([
    ['an id of its own source before another’s', 'c1', 'import', { id: '1', form: 'id' }],
    ['an id of the other source', 'c1', 'crm', { id: '3', form: 'id' }],
    ['an id that only another source has', 'c2', 'desk', { id: '2', form: 'id' }],
    ['nobody, where two other sources have it', 'c1', 'desk', { id: undefined, several: [] }],
    ['an address in any case', ' team@lune.EXAMPLE ', 'import', { id: '2', form: 'email' }],
    ['a name in one of its forms', 'BIRCH', 'import', { id: '1', form: 'legal-suffix' }],
    ['nobody', 'Elm', 'import', { id: undefined, several: [] }],
  ])('%s', (_, reference, source, found) => {
    expect(findReferred(reference, source, all)).toMatchObject(found)
  })

  test('several of the same name are told and none is taken', () => {
    const twins = [record({ id: '1', name: 'Birch' }), record({ id: '2', name: 'Birch' })]
    expect(findReferred('Birch', 'import', twins)).toEqual({ id: undefined, several: ['Birch', 'Birch'] })
  })
})

describe('usage', () => {
  const wide = {
    columns: [
      { place: 0, metric: 'logins' },
      { place: 1, metric: 'key_actions' },
    ],
    row: ['3', ''] as readonly unknown[],
    reading: { order: 'unknown', mark: 'unknown', timeZone: 'UTC' } as const,
  }
  const narrow: typeof wide = { ...wide, columns: [] }
  const read = (draft: Record<string, string | number>, more = narrow, metric = 'usage_count'): UsageReading =>
    usageValues(draft, { rowNumber: 1, externalId: '', metric, wide: more })

  test.each([
    ['Logins', 'logins'],
    ['DAU', 'active_users'],
    ['usage_count', 'key_actions'],
    ['reports built', 'reports built'],
  ])('a metric called %s is %s', (metric, known) => {
    expect(read({ date: '2027-01-01', customerName: 'Birch', metric, value: 3 })).toMatchObject({
      values: [{ metric: known, value: 3 }],
    })
  })

  test('without a metric counts what its column is called', () => {
    expect(read({ date: '2027-01-01', customerExternalId: 'c', value: 0 })).toMatchObject({
      values: [{ metric: 'key_actions', value: 0 }],
    })
  })

  test('in wide form is one value for each column that is filled', () => {
    const found = read({ date: '2027-01-01', contractExternalId: 's1' }, wide)
    expect(found).toMatchObject({ values: [{ metric: 'logins', value: 3, contractRef: 's1', customerRef: null }] })
    expect(read({ date: '2027-01-01', contractExternalId: 's1' }, { ...wide, row: ['x', '1'] })).toMatchObject({
      column: 'logins',
    })
  })

  test.each<[Record<string, string | number>, string]>([
    [{ customerName: 'Birch', value: 3 }, 'date'],
    [{ date: '2027-01-01', value: 3 }, 'customerExternalId'],
    [{ date: '2027-01-01', customerName: 'Birch' }, 'value'],
  ])('%j is refused for its %s', (draft, column) => {
    expect(read(draft)).toMatchObject({ column })
  })
})

test('warnings keep their count and the first few different examples, each of bounded length', () => {
  const notes = createNotes()
  for (let turn = 0; turn < 50; turn += 1) notes.note('unknown-owner', `owner ${turn % 10}`)
  notes.note('no-customer', undefined, 7)
  notes.note('long', 'x'.repeat(500))
  const [owner, nobody, long] = notes.warnings()
  expect(owner).toEqual({ code: 'unknown-owner', count: 50, examples: [0, 1, 2, 3, 4].map((turn) => `owner ${turn}`) })
  expect(nobody).toEqual({ code: 'no-customer', count: 7, examples: [] })
  expect(long?.examples[0]).toHaveLength(120)
})
