import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvCell, withGuard, withoutGuard, withoutGuards } from './csv-guard.ts'

test.each([
  ['=1+1', "'=1+1"],
  ['+49 30', "'+49 30"],
  ['-', "'-"],
  ['@name', "'@name"],
  ['\tcell', "'\tcell"],
  ["'=1", "''=1"],
  ["it's", "it's"],
  ['', ''],
])('%j is guarded as %j', (text, guarded) => {
  expect(withGuard(text)).toBe(guarded)
})

test('whatever is guarded comes back the same', () => {
  const starts = fc.constantFrom('', "'", "''", '=', '+', '-', '@', '\t', '\r', "'=", "''@", '"')
  fc.assert(
    fc.property(starts, fc.string(), (start, rest) => {
      expect(withoutGuard(withGuard(start + rest))).toBe(start + rest)
    }),
  )
})

test('nothing that is written begins like a formula', () => {
  fc.assert(fc.property(fc.string(), (text) => !/^[=+\-@\t\r]/.test(withGuard(text))))
})

test('a row without guards stays the same row', () => {
  const row = ['a', "it's"]
  expect(withoutGuards(row)).toBe(row)
  expect(withoutGuards(["'=a", "'b"])).toEqual(['=a', "'b"])
})

test('cells with delimiters, quotation marks, line ends or blanks at an end are quoted', () => {
  expect(['a', 'a,b', 'a"b', 'a\nb', ' a', 'a;b'].map(csvCell)).toEqual([
    'a',
    '"a,b"',
    '"a""b"',
    '"a\nb"',
    '" a"',
    '"a;b"',
  ])
})
