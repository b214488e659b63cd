import { describe, expect, test } from 'vitest'
import { cellText, newColumn, observe, readingOf } from './column.ts'
import { headerForm, headerForms, headerWords } from './header-form.ts'
import { parseNumber } from './values/number.ts'

const US = { timeZone: 'UTC', locale: 'en-US' }
const DE = { timeZone: 'Europe/Berlin', locale: 'de-DE' }

function column(...cells: unknown[]) {
  const seen = newColumn('x')
  for (const cell of cells) observe(seen, cell)
  return seen
}

describe('the decimal mark of a column', () => {
  test('is what one clear cell says, for all of them', () => {
    expect(readingOf(column('1.234', '2.345,50'), US).mark).toBe(',')
    expect(readingOf(column('1,234', '2,345.50'), DE).mark).toBe('.')
    expect(readingOf(column('1.5', '1.234'), DE).mark).toBe('.')
  })

  test('is the company’s where nothing tells', () => {
    const amounts = column('1.234', '12.500')
    const read = (place: typeof US) => parseNumber('1.234', readingOf(amounts, place).mark)
    expect([read(US), read(DE)]).toEqual([1.234, 1234])
  })

  test('is the majority’s where cells contradict each other', () => {
    expect(readingOf(column('1,5', '2,5', '2.5'), US).mark).toBe(',')
  })
})

test('five digits in every cell are a spreadsheet’s days, and not where one cell is something else', () => {
  expect(readingOf(column('46450', '46451.5', ''), US).serials).toBe(true)
  expect(readingOf(column('46450', '12'), US).serials).toBe(false)
  expect(readingOf(column(), US).serials).toBe(false)
})

test('a column that is not there is read as the company writes', () => {
  expect(readingOf(undefined, US)).toMatchObject({ order: 'month-first', mark: 'unknown', timeZone: 'UTC' })
  expect(readingOf(undefined, { timeZone: 'UTC', locale: 'en-AU' })).toMatchObject({ order: 'day-first' })
})

test('a sample is bounded, what it counts is not', () => {
  const seen = column(...Array.from({ length: 1_000 }, () => '13/01/2027'))
  expect([seen.samples.length, seen.filled, seen.dayFirst]).toEqual([300, 1_000, 1_000])
})

test.each([
  [null, undefined],
  [undefined, undefined],
  ['', undefined],
  [' ', ' '],
  [0, '0'],
  [false, 'false'],
  [[1, 'a'], '[1,"a"]'],
  [{ a: 1 }, '{"a":1}'],
])('%j as text is %j', (cell, text) => {
  expect(cellText(cell)).toBe(text)
})

describe('headers', () => {
  test.each([
    'Renewal Date',
    'renewal_date',
    'renewalDate',
    'RENEWALDATE',
    'Renewal-Date',
    'RenewalDate__c',
    ' renewal  date ',
    'Ｒenewal Date',
  ])('%s has the form of all of them', (header) => {
    expect(headerForm(header)).toBe('renewaldate')
  })

  test.each<[string, string[]]>([
    ['AccountId', ['account', 'id']],
    ['ARRAmount', ['arr', 'amount']],
    ['account_id__c', ['account', 'id']],
    ['Kündigungsfrist (Tage)', ['kündigungsfrist', 'tage']],
    ['# of Seats', ['#', 'of', 'seats']],
    ['', []],
  ])('%s is made of %j', (header, words) => {
    expect(headerWords(header)).toEqual(words)
  })

  test.each<[string, Partial<ReturnType<typeof headerForms>>]>([
    ['hs_lastmodifieddate', { sure: ['hslastmodifieddate', 'lastmodifieddate'] }],
    ['properties.hs_arr', { loose: ['arr'] }],
    ['account_name', { own: ['name'] }],
    ['Current ARR (USD)', { loose: ['arr'], units: [] }],
    ['Notice Period in Days', { loose: ['noticeperiod'], units: ['days'] }],
    ['Number of seats', { loose: ['seats'] }],
    ['Account #', { sure: ['account#', 'accountnumber'] }],
    ['USD', { loose: ['usd'] }],
  ])('%s may be known as %j', (header, forms) => {
    expect(headerForms(header, new Set(['account']))).toMatchObject(forms)
  })
})
