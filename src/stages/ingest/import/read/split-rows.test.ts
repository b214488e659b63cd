import fc from 'fast-check'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { splitRows } from './split-rows.ts'

const rowsOf = (text: string, delimiter = ','): { rows: string[][]; regular: boolean } => {
  const rows: string[][] = []
  return { regular: splitRows(text, { delimiter, whole: true }, rows).regular, rows }
}

// As csvRows asks for what is not regular.
const patiently = (text: string, delimiter: string): string[][] =>
  parse(text, {
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
  })

const texts = fc.string({ unit: fc.constantFrom(...'"",,\n\r;a 1é'.split('')), maxLength: 24 })
const delimiters = fc.constantFrom(',', ';')

test('what is cut off is what a patient reader finds there, and the rest begins with a row', () => {
  fc.assert(
    fc.property(texts, delimiters, (text, delimiter) => {
      const rows: string[][] = []
      const { at, regular } = splitRows(text, { delimiter, whole: true }, rows)
      if (regular) expect([rows, at]).toEqual([patiently(text, delimiter), text.length])
      else {
        // The reader may throw at a mark that is never closed; so it does with the rest alone.
        const whole = attempt(() => patiently(text, delimiter))
        const rest = attempt(() => patiently(text.slice(at), delimiter))
        expect(rest === undefined ? undefined : [...rows, ...rest]).toEqual(whole)
      }
    }),
    { numRuns: 3000 },
  )
})

test('pieces give the same rows as the whole', () => {
  fc.assert(
    fc.property(texts, fc.array(fc.nat({ max: 24 }), { maxLength: 4 }), (text, cuts) => {
      const whole = rowsOf(text)
      const rows: string[][] = []
      let rest = ''
      let from = 0
      for (const cut of [...cuts.toSorted((a, b) => a - b), text.length]) {
        rest += text.slice(from, cut)
        from = Math.max(from, cut)
        const { at, regular } = splitRows(rest, { delimiter: ',', whole: false }, rows)
        rest = rest.slice(at)
        if (!regular) break
      }
      const last = splitRows(rest + text.slice(from), { delimiter: ',', whole: true }, rows)
      expect([rows, last.regular]).toEqual([whole.rows, whole.regular])
    }),
    { numRuns: 3000 },
  )
})

test('what stands in quotation marks may hold delimiters, line ends and the marks themselves', () => {
  expect(rowsOf('a,"b, ""c""\r\nd"\n"",x\r\n')).toEqual({
    regular: true,
    rows: [
      ['a', 'b, "c"\r\nd'],
      ['', 'x'],
    ],
  })
})

test.each([['a,b"c\n'], ['a,"b"c\n'], ['"never closed']])('%j takes more patience', (text) => {
  expect(rowsOf(text)).toEqual({ regular: false, rows: [] })
})

const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work()
  } catch {
    return undefined
  }
}
