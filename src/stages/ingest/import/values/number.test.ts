import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { currencyIn, type DecimalMark, decimalMarkOf, parseNumber } from './number.ts'

test.each<[string, number]>([
  ['0', 0],
  ['-12.5', -12.5],
  ['$1,234.50', 1234.5],
  ['1.234,50', 1234.5],
  ['1.234,50 €', 1234.5],
  ['€ 1.234,50', 1234.5],
  ['1 234,50 €', 1234.5],
  ['1\u00a0234,50', 1234.5],
  ['1\u202f234,50', 1234.5],
  ["1'234.50", 1234.5],
  ['1’234.50 CHF', 1234.5],
  ['CHF 1’234.50', 1234.5],
  ['EUR1.234.567,89', 1_234_567.89],
  ['USD 1,234,567.89', 1_234_567.89],
  ['12,34,567.50', 1_234_567.5],
  ['1,234,567', 1_234_567],
  ['1.234.567', 1_234_567],
  ['0,5', 0.5],
  ['0.125', 0.125],
  ['0,125', 0.125],
  ['.5', 0.5],
  ['1234,567', 1234.567],
  ['(12.50)', -12.5],
  ['$(1,200)', -1200],
  ['($1,200.00)', -1200],
  ['12.50-', -12.5],
  ['-$12.50', -12.5],
  ['−12.50', -12.5],
  ['+7', 7],
  ['45 %', 45],
  ['3.00E+07', 30_000_000],
  ['1e-3', 0.001],
  ['185K', 185_000],
  ['1.2M', 1_200_000],
  ['$1.5bn', 1_500_000_000],
  ['2,5 Mio. €', 2_500_000],
  ['R$ 1.234,50', 1234.5],
  ['kr 1 234,50', 1234.5],
  ['1 234,50 zł', 1234.5],
  ['  42  ', 42],
])('%j is %d', (text, value) => {
  expect(parseNumber(text)).toBeCloseTo(value, 9)
})

test.each([
  '',
  ' ',
  '-',
  '.',
  ',',
  'abc',
  '12abc',
  '1,2,3',
  '1.2.3',
  '1,23.45.6',
  '1.234,56.7',
  '12:30',
  '2027-01-31',
  '1/2',
  '--5',
  '1..2',
  '1e999',
  '0x10',
  'NaN',
  'Infinity',
  '١٢',
  '12 Main St',
  '1 2 3 4 a',
  '()',
  'k',
  '€',
])('%j is no number', (text) => {
  expect(parseNumber(text)).toBeUndefined()
})

describe('1.234 and 1,234 mean what their column says', () => {
  test.each<[string, DecimalMark, number]>([
    ['1.234', '.', 1.234],
    ['1.234', ',', 1234],
    ['1.234', 'unknown', 1.234],
    ['1,234', ',', 1.234],
    ['1,234', '.', 1234],
    ['1,234', 'unknown', 1234],
    ['-1.234', ',', -1234],
    ['0.125', ',', 0.125],
    ['12.5', ',', 12.5],
    ['1234.567', ',', 1234.567],
    ['1.234,5', '.', 1234.5],
  ])('%s where decimals are written with %j is %d', (text, mark, value) => {
    expect(parseNumber(text, mark)).toBeCloseTo(value, 9)
  })
})

describe('a number reads back as it was', () => {
  const amounts = fc.integer({ min: -1_000_000_000_00, max: 1_000_000_000_00 }).map((cents) => cents / 100)
  const locales = fc.constantFrom(
    'en-US',
    'de-DE',
    'fr-FR',
    'de-CH',
    'en-IN',
    'es-ES',
    'pl-PL',
    'sv-SE',
    'pt-BR',
    'it-IT',
    'da-DK',
    'cs-CZ',
  )

  test('in the form of each locale, when the cents are written', () => {
    fc.assert(
      fc.property(amounts, locales, (amount, locale) => {
        const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
          amount,
        )
        expect(parseNumber(text), text).toBe(amount === 0 ? parseNumber(text) : amount)
      }),
      { numRuns: 500 },
    )
  })

  test('as money in the form of each locale', () => {
    const currencies = fc.constantFrom('EUR', 'USD', 'GBP', 'CHF', 'INR', 'PLN', 'SEK')
    const display = fc.constantFrom('symbol' as const, 'code' as const, 'narrowSymbol' as const)
    const signs = fc.constantFrom('standard' as const, 'accounting' as const)
    fc.assert(
      fc.property(
        amounts,
        locales,
        currencies,
        display,
        signs,
        (amount, locale, currency, currencyDisplay, currencySign) => {
          const text = new Intl.NumberFormat(locale, {
            style: 'currency',
            currency,
            currencyDisplay,
            currencySign,
          }).format(amount)
          expect(parseNumber(text), text).toBeCloseTo(amount, 2)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('without cents, once the column tells how it writes decimals', () => {
    const marked = fc.constantFrom<readonly [string, DecimalMark]>(
      ['en-US', '.'],
      ['de-DE', ','],
      ['de-CH', '.'],
      ['en-IN', '.'],
      ['it-IT', ','],
    )
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), marked, (whole, [locale, mark]) => {
        const text = new Intl.NumberFormat(locale).format(whole)
        expect(parseNumber(text, mark), text).toBeCloseTo(whole, 6)
      }),
    )
  })

  test('as a program writes it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseNumber(String(value), '.')).toBeCloseTo(value, 9)
      }),
    )
  })
})

test('whatever stands there, the answer is a finite number or none', () => {
  const texts = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...Array.from('0123456789.,-+()eEkKmM€$% ')) }))
  fc.assert(
    fc.property(texts, fc.constantFrom<DecimalMark>('.', ',', 'unknown'), (text, mark) => {
      const value = parseNumber(text, mark)
      expect(value === undefined || Number.isFinite(value)).toBe(true)
    }),
  )
})

describe('what one cell tells of its column', () => {
  test.each<[string, DecimalMark]>([
    ['1,234.50', '.'],
    ['1.234,50', ','],
    ['12.5', '.'],
    ['12,5', ','],
    ['0.125', '.'],
    ['0,125', ','],
    ['1234.567', '.'],
    ['1.234.567', ','],
    ['1,234,567', '.'],
    ['1.234', 'unknown'],
    ['1,234', 'unknown'],
    ['1234', 'unknown'],
    ['', 'unknown'],
    ['€ 99,00', ','],
  ])('%j: %j', (text, mark) => {
    expect(decimalMarkOf(text)).toBe(mark)
  })
})

test.each<[string, string | undefined]>([
  ['1.234,50 €', 'EUR'],
  ['£5', 'GBP'],
  ['US$ 5', 'USD'],
  ['USD 5', 'USD'],
  ['CHF 5', 'CHF'],
  ['₹5', 'INR'],
  ['C$5', 'CAD'],
  ['$5', undefined],
  ['¥5', undefined],
  ['5', undefined],
])('%s names %s', (text, currency) => {
  expect(currencyIn(text)).toBe(currency)
})
