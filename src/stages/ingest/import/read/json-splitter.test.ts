import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonSplitter } from './json-splitter.ts'

function cut(text: string, path: readonly string[] | undefined, piece = text.length || 1): unknown[] {
  const splitter = jsonSplitter(path)
  const found: unknown[] = []
  for (let from = 0; from < text.length; from += piece) found.push(...splitter.push(text.slice(from, from + piece)))
  splitter.end()
  return found
}

const values = fc.array(
  fc.oneof(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), fc.jsonValue({ maxDepth: 1 })),
)
const sizes = fc.integer({ min: 1, max: 40 })
const spaces = fc.constantFrom(undefined, 1, '\t')

test('the elements of a list come back, in whatever pieces the text arrives', () => {
  fc.assert(
    fc.property(values, sizes, spaces, (list, piece, space) => {
      const text = JSON.stringify(list, null, space)
      expect(cut(text, [], piece)).toEqual(JSON.parse(text))
    }),
  )
})

test('and so do those of a list inside an answer, whatever stands around it', () => {
  const around = fc.dictionary(
    fc.string().filter((key) => key !== 'data' && key !== '__proto__'),
    fc.jsonValue({ maxDepth: 3 }),
  )
  fc.assert(
    fc.property(values, around, around, sizes, (list, before, after, piece) => {
      const inner = { ...before, records: 0, rows: list, ...after }
      const text = JSON.stringify({ ...before, rows: { rows: [1] }, data: { ...inner, rows: list }, ...after })
      const expected: unknown = JSON.parse(JSON.stringify(list))
      expect(cut(text, ['data', 'rows'], piece)).toEqual(after['rows'] === undefined ? expected : after['rows'])
    }),
  )
})

test('without a path every outermost value is one', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), sizes, (records, piece) => {
      const text = records.map((record) => JSON.stringify(record, null, 2)).join('\n')
      expect(cut(text, undefined, piece)).toEqual(records.map((one): unknown => JSON.parse(JSON.stringify(one))))
    }),
  )
})

test('pages that follow each other are read one after the other', () => {
  const page = (...ids: number[]) => JSON.stringify({ results: ids.map((id) => ({ id })), next: null }, null, 2)
  expect(cut(`${page(1, 2)}\n${page()}\n${page(3)}`, ['results'])).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }])
})

describe('a text that is no JSON is refused with what is wrong', () => {
  test.each<[string, readonly string[] | undefined, RegExp]>([
    ['[{"a":1},{"a":2}', [], /ends in the middle/],
    ['{"records":[{"a":"1', ['records'], /ends in the middle/],
    ['[{"a":1},{a:2}]', [], /not valid JSON: \{a:2\}/],
    ['[1]]', [], /never opened/],
    ['{"a":1} and more', undefined, /not valid JSON: and more/],
    ['"text"', undefined, /not valid JSON/],
    ['[{"a":01}]', [], /not valid JSON/],
  ])('%s', (text, path, message) => {
    expect(() => cut(text, path)).toThrow(message)
    expect(() => cut(text, path, 1)).toThrow(expect.objectContaining({ name: 'UnreadableFile' }))
  })

  test('a record of more than 16 MB', () => {
    const splitter = jsonSplitter([])
    const piece = 'x'.repeat(6_000_000)
    splitter.push(`["${piece}`)
    splitter.push(piece)
    expect(() => splitter.push(piece)).toThrow(/larger than 16 MB/)
  })

  test('and one of 10 MB is none', () => {
    const text = 'x'.repeat(10_000_000)
    expect(cut(JSON.stringify([{ text }]), [], 1_000_000)).toEqual([{ text }])
  })
})
