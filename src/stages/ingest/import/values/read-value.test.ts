import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { field, type FieldType, wordField } from '../fields/field.ts'
import {
  arrayLiteral,
  isNothing,
  looksLikeEmail,
  parseBoolean,
  type ColumnReading,
  type Reading,
  readValue,
} from './read-value.ts'
import type { Value } from '../fields/spec.ts'

const BERLIN: ColumnReading = { order: 'day-first', mark: ',', timeZone: 'Europe/Berlin' }
const read = (type: FieldType, cell: unknown, reading = BERLIN): Reading =>
  readValue(field(type, 'thing'), cell, reading)
const value = (of: Value): Reading => ({ value: of })
const reason = (about: RegExp): Reading => ({ reason: expect.stringMatching(about) as string })

describe('text', () => {
  test('is kept to the byte: neither trimmed nor changed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        fc.pre(text.isWellFormed() && !text.includes('\0'))
        expect(read('text', text)).toEqual(value(text))
      }),
    )
    expect(read('text', '  n/a ')).toEqual(value('  n/a '))
  })

  test('that cannot be stored is refused, in every type', () => {
    const types: FieldType[] = ['text', 'id', 'reference', 'email', 'list', 'json', 'amount', 'word']
    for (const type of types) {
      expect(read(type, 'a\0b')).toEqual(reason(/NUL/))
      expect(read(type, 'a\ud800')).toEqual(reason(/surrogate/))
    }
    expect(read('list', '["a\\u0000"]')).toEqual(reason(/NUL/))
    expect(read('json', '{"a":"\\u0000"}')).toEqual(reason(/NUL/))
    expect(read('json', { a: '\0' })).toEqual(reason(/NUL/))
    expect(read('list', ['\0'])).toEqual(reason(/NUL/))
  })

  test('that is empty or absent is nothing', () => {
    for (const cell of ['', null, undefined]) expect(read('text', cell)).toEqual(value(null))
  })
})

test.each<[FieldType, unknown, Reading]>([
  ['id', ' 7 ', value(' 7 ')],
  ['id', '   ', value(null)],
  ['id', 'n/a', value('n/a')],
  ['id', 42, value('42')],
  ['id', 'x'.repeat(601), reason(/at most 600/)],
  ['reference', ['7'], value('7')],
  ['reference', [7, 8], value('7')],
  ['reference', [], value(null)],
  ['email', ' nora@example.org ', value('nora@example.org')],
  ['email', 'nora at example', { unknownWord: 'nora at example' }],
  ['email', 'unknown', value(null)],
  ['amount', '1.234,50 €', value(1234.5)],
  ['amount', 12.5, value(12.5)],
  ['amount', '1e15', reason(/larger than can be stored/)],
  ['amount', 'a lot', reason(/"a lot" is not a number/)],
  ['amount', '#REF!', value(null)],
  ['integer', '12,0', value(12)],
  ['integer', '12,5', reason(/not a whole number/)],
  ['boolean', 'Ja', value(true)],
  ['boolean', false, value(false)],
  ['boolean', 'perhaps', reason(/neither yes nor no/)],
  ['currency', 'eur', value('EUR')],
  ['currency', '€', value('EUR')],
  ['currency', 'Euros', reason(/not a currency code/)],
  ['day', '3/4/2027', value('2027-04-03')],
  ['day', '2027-03-04T23:30:00Z', value('2027-03-05')],
  ['day', '2027-03-04T00:00:00Z', value('2027-03-04')],
  ['day', '2027-03-04 23:30', value('2027-03-04')],
  ['day', 'tomorrow', reason(/"tomorrow" is not a date/)],
  ['day', 'TBD', value(null)],
  ['day', new Date('2027-03-04T10:00:00Z'), value('2027-03-04')],
  ['day', new Date(NaN), reason(/invalid/)],
  ['instant', '2027-03-04', value('2027-03-03T23:00:00.000Z')],
  ['instant', '2027-07-04 10:00', value('2027-07-04T08:00:00.000Z')],
  ['instant', '2027-03-04T10:00:00+05:30', value('2027-03-04T04:30:00.000Z')],
  ['instant', 1_800_000_000_000, value('2027-01-15T08:00:00.000Z')],
  ['list', 'Zeno; Ravel, Inc.', value('{"Zeno","Ravel, Inc."}')],
  ['list', 'Zeno, Ravel', value('{"Zeno","Ravel"}')],
  ['list', '["a",1,{"b":2}]', value('{"a","1","{\\"b\\":2}"}')],
  ['list', '[draft] Zeno', value('{"[draft] Zeno"}')],
  ['list', ['a"b', 'c\\d'], value('{"a\\"b","c\\\\d"}')],
  ['numbers', [1, 2, 3], value('{1,2,3}')],
  ['numbers', '1,2;3', value('{1,2,3}')],
  ['numbers', '[1, 2]', value('{1,2}')],
  ['json', '{"a":1}', value('{"a":1}')],
  ['json', 'free text', value('{"text":"free text"}')],
  ['json', '7', value('{"value":7}')],
  ['json', { a: [1] }, value('{"a":[1]}')],
  ['text', ['a', 'b'], value('a, b')],
  ['text', ['a'], value('a')],
  ['text', { a: 1 }, reason(/where one value is expected/)],
  ['text', [{ a: 1 }], reason(/where one value is expected/)],
  ['id', ['a', 'b'], reason(/where one value is expected/)],
])('%s %j', (type, cell, reading) => {
  expect(read(type, cell)).toEqual(reading)
})

test('a list of websites gives the first of them', () => {
  expect(readValue(field('text', 'domain', '', { first: true }), ['a.example', 'b.example'], BERLIN)).toEqual(
    value('a.example'),
  )
})

test('numbers beyond their field’s bounds are refused', () => {
  const notice = field('integer', 'noticeDays', '', { least: 0, most: 100 })
  expect(readValue(notice, '-1', BERLIN)).toEqual(reason(/-1 is below 0/))
  expect(readValue(notice, '101', BERLIN)).toEqual(reason(/101 is above 100/))
  expect(readValue(notice, '100', BERLIN)).toEqual(value(100))
})

test('words are known in any spelling; others are kept as what they are', () => {
  const touch = wordField('touch', { high: 'high touch', 'won-back': 'won back' })
  const word = (cell: unknown) => readValue(touch, cell, BERLIN)
  expect(['High', 'HIGH_TOUCH', ' high-touch ', 'Won Back', 'won-back'].map(word)).toEqual(
    ['high', 'high', 'high', 'won-back', 'won-back'].map(value),
  )
  expect(['n/a', ' ', '–'].map(word)).toEqual([null, null, null].map((one) => value(one)))
  expect(word('White Glove')).toEqual({ unknownWord: 'White Glove' })
})

test('a reason never repeats a whole novel', () => {
  const found = read('day', 'x'.repeat(5_000))
  expect('reason' in found && found.reason.length).toBeLessThan(100)
})

test('yes, no and nothing in several languages', () => {
  expect(['yes', 'Y', 'TRUE', ' 1 ', 'ja', 'x', '✓'].map(parseBoolean)).toEqual(Array(7).fill(true))
  expect(['no', 'N', 'false', '0', 'nein', '✗'].map(parseBoolean)).toEqual(Array(6).fill(false))
  expect(['', 'maybe', '2'].map(parseBoolean)).toEqual(Array(3).fill(undefined))
  expect(['', ' N/A ', 'NULL', '-', '#N/A', 'TBD'].every(isNothing)).toBe(true)
  expect(['0', 'no', 'Nathan', 'none of them'].some(isNothing)).toBe(false)
})

test.each([
  ['nora@example.org', true],
  ['nora+a.b@sub.example.co', true],
  ['nörä@exämple.org', true],
  ['nora', false],
  ['nora@example', false],
  ['@example.org', false],
  ['a b@example.org', false],
  ['a@b@example.org', false],
  ['Nora <nora@example.org>', false],
  [`${'a'.repeat(320)}@example.org`, false],
])('%s looks like an address: %s', (text, looks) => {
  expect(looksLikeEmail(text)).toBe(looks)
})

test('a list as PostgreSQL writes it can be read back', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (items) => {
      const literal = arrayLiteral(items)
      const back = [...literal.slice(1, -1).matchAll(/"((?:[^"\\]|\\[^])*)"/g)].map(([, item = '']) =>
        item.replace(/\\([^])/g, '$1'),
      )
      expect(back).toEqual(items)
    }),
  )
})
