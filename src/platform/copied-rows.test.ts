import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { CopiedRows, manyOf, oneOf } from './copied-rows.ts'
import { copyLine } from './copy-lines.ts'

const db = await testDatabase()
const rowsOf = (lines: readonly (readonly (string | number | boolean | null)[])[]) =>
  new CopiedRows(lines.map(copyLine).join(''))

describe('a field', () => {
  it('is read as the text that was written, whatever it holds', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '\\', '\t', '\n', '\r', 'N', 't', ',', '{', '}', 'ß', '€', '🙂'),
    })
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.option(text), text)), (lines) => {
        const rows = rowsOf(lines)
        expect(lines.map(() => [rows.textOrNull(), rows.lastText()])).toEqual(lines)
        expect(rows.isAtEnd()).toBe(true)
      }),
    )
  })

  it('comes from the server as it is kept there', async () => {
    const texts = ['', 'a\tb', 'line\nbreak', '\\N', 'back\\slash', '\r\n\b\f\v', '€ 漢字 🙂', "it's $1"]
    const sql = `
      select n, t, n = 1, n / 4.0, case when n > 1 then n end, date '2027-03-15' - date '1970-01-01'
        from json_array_elements_text($1::json) with ordinality as given(t, n) where $2 <> '' order by n`
    const found = await db.database.platform((tx) => tx.copied(sql, [JSON.stringify(texts), "it's"]))
    const read = texts.map(() => [
      found.number(),
      found.text(),
      found.flag(),
      found.number(),
      found.numberOrNull(),
      found.number(),
    ])
    expect(read).toEqual(
      texts.map((text, at) => [at + 1, text, at === 0, (at + 1) / 4, at === 0 ? null : at + 1, 20_892]),
    )
    expect(found.isAtEnd()).toBe(true)
  })

  it('that must be known and is not is an error', () => {
    expect(() => rowsOf([[null]]).text()).toThrow(/NULL/)
    expect(() => rowsOf([[null]]).number()).toThrow(/NULL/)
  })
})

describe('a number', () => {
  const decimal = fc
    .tuple(fc.integer(), fc.integer({ min: 0, max: 12 }))
    .map(([digits, places]) => digits / 10 ** places)
  const number = fc.oneof(fc.integer(), decimal, fc.double({ noDefaultInfinity: true, noNaN: true }))
  const written = (value: number | null): string =>
    value === null ? 'NULL' : Object.is(value, -0) ? '-0' : String(value)

  it('is what it was written for, to the last bit, alone and in a list', () => {
    fc.assert(
      fc.property(fc.array(fc.option(number)), number, (numbers, last) => {
        const rows = new CopiedRows(`{${numbers.map(written).join(',')}}\t${written(last)}\n\\N\t{}\n`)
        expect([rows.numbers(), rows.number()]).toEqual([numbers, last])
        expect([rows.numberOrNull(), rows.numbers(), rows.isAtEnd()]).toEqual([null, [], true])
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['{NULL}', [null]],
    ['{0,-0,007,1.50,-0.125}', [0, -0, 7, 1.5, -0.125]],
    ['{1e+20,1.5e-07,Infinity,-Infinity,NaN}', [1e20, 1.5e-7, Infinity, -Infinity, NaN]],
    ['{123456789012345678,0.12345678901234567}', [123456789012345680, 0.12345678901234566]],
  ])('reads %s', (text, numbers) => {
    expect(new CopiedRows(`${text}\n`).numbers()).toEqual(numbers)
  })
})

describe('rows of many', () => {
  const lines = [
    ['ash', 1],
    ['elm', 2],
    ['elm', 3],
    ['oak', 4],
    ['yew', 5],
  ] as const

  it('are taken key by key, in order, and what nobody asks for is passed over', () => {
    const of = manyOf(rowsOf(lines), (row) => row.number())
    expect(['beech', 'elm', 'fir', 'oak', 'zelkova'].map((key) => of(key))).toEqual([[], [2, 3], [], [4], []])
    const one = oneOf(rowsOf(lines), (row) => row.number())
    expect(['ash', 'birch', 'yew'].map((key) => one(key))).toEqual([1, null, 5])
  })

  it('must be read whole', () => {
    const of = manyOf(
      rowsOf([
        ['ash', 1, 2],
        ['elm', 3, 4],
      ]),
      (row) => row.number(),
    )
    expect(() => ['elm', 'oak'].map((key) => of(key))).toThrow(/not read to its end/)
  })
})

it('a list of ids is read as those, and none as none', () => {
  const rows = new CopiedRows('{}\t{a,b}\n')
  expect([rows.ids(), rows.ids()]).toEqual([[], ['a', 'b']])
})
