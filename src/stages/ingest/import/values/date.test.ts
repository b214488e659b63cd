import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newColumn, observe, readingOf, dateDoubt, looksLikeDates } from '../column.ts'
import { type DateOrder, dateOrderOf, needsOrder, parseDate } from './date.ts'

const iso = (text: string, order: DateOrder = 'unknown') => parseDate(text, { order })?.iso

test.each([
  ['2027-03-04', '2027-03-04'],
  ['2027/3/4', '2027-03-04'],
  ['2027.03.04', '2027-03-04'],
  ['20270304', '2027-03-04'],
  ['4.3.2027', '2027-03-04'],
  ['04.03.27', '2027-03-04'],
  ['04.03.69', '2069-03-04'],
  ['04.03.70', '1970-03-04'],
  ['31/12/2027', '2027-12-31'],
  ['12/31/2027', '2027-12-31'],
  ['4 March 2027', '2027-03-04'],
  ['4th of March 2027', undefined],
  ['4th March, 2027', '2027-03-04'],
  ['March 4, 2027', '2027-03-04'],
  ['Mar 4th, 2027', '2027-03-04'],
  ['04-Mar-27', '2027-03-04'],
  ['4. März 2027', '2027-03-04'],
  ['4 mars 2027', '2027-03-04'],
  ['4 de marzo de 2027', '2027-03-04'],
  ['Thursday, March 4, 2027', '2027-03-04'],
  ['Do., 4. März 2027', '2027-03-04'],
  ['29.02.2028', '2028-02-29'],
  ['29.02.2027', undefined],
  ['2027-02-29', undefined],
  ['2000-02-29', '2000-02-29'],
  ['1900-02-29', undefined],
  ['31.04.2027', undefined],
  ['13/13/2027', undefined],
  ['0000-01-01', undefined],
  ['00/00/0000', undefined],
  ['2027-13-01', undefined],
  ['2027-3', undefined],
  ['soon', undefined],
  ['12', undefined],
  ['Foo 4, 2027', undefined],
  ['4 March 2027 or so', undefined],
  ['', undefined],
])('%j is %s', (text, day) => {
  expect(iso(text)).toBe(day)
})

describe('the time of day', () => {
  test.each<[string, number | undefined, number | undefined]>([
    ['2027-03-04T10:30:15Z', 37_815, 0],
    ['2027-03-04T10:30:15.250+01:00', 37_815.25, 60],
    ['2027-03-04T10:30:15.000+0000', 37_815, 0],
    ['2027-03-04 10:30:15-0530', 37_815, -330],
    ['2027-03-04 10:30:15 UTC', 37_815, 0],
    ['2027-03-04 10:30', 37_800, undefined],
    ['3/4/2027 10:30 PM', 81_000, undefined],
    ['3/4/2027, 12:00 AM', 0, undefined],
    ['3/4/2027 12:00 p.m.', 43_200, undefined],
    ['04.03.2027 um 10:30 Uhr', 37_800, undefined],
    ['March 4, 2027 at 9am', 32_400, undefined],
    ['2027-03-04 25:00', undefined, undefined],
    ['2027-03-04 10:61', undefined, undefined],
  ])('%s', (text, seconds, offset) => {
    const parts = parseDate(text, { order: 'month-first' })
    expect(parts?.time?.seconds).toBe(seconds)
    expect(parts?.time?.offset).toBe(offset)
    if (seconds === undefined) expect(parts).toBeUndefined()
  })

  test('counted since 1970, in seconds and in milliseconds', () => {
    expect(parseDate('1800000000', { order: 'unknown' })).toEqual({
      iso: '2027-01-15',
      time: { seconds: 28_800, offset: 0 },
    })
    expect(parseDate('1800000000500', { order: 'unknown' })?.time?.seconds).toBe(28_800.5)
  })

  test('counted in days by a spreadsheet, only where the whole column is', () => {
    expect(parseDate('46450', { order: 'unknown' })).toBeUndefined()
    expect(parseDate('46450', { order: 'unknown', serials: true })).toEqual({ iso: '2027-03-04' })
    expect(parseDate('46450.5', { order: 'unknown', serials: true })?.time).toEqual({
      seconds: 43_200,
      offset: undefined,
    })
  })
})

const days = fc.integer({ min: 0, max: 40_000 }).map((day) => new Date(day * 86_400_000))
const pad = (value: number) => String(value).padStart(2, '0')
const write = (date: Date, order: DateOrder, mark: string) => {
  const [day, month] = [pad(date.getUTCDate()), pad(date.getUTCMonth() + 1)]
  return (order === 'day-first' ? [day, month] : [month, day]).join(mark) + mark + String(date.getUTCFullYear())
}
const isoOf = (date: Date) => date.toISOString().slice(0, 10)
const orders = fc.constantFrom<DateOrder>('day-first', 'month-first')

describe('the order of a column', () => {
  test('one date that proves it holds for all of them', () => {
    fc.assert(
      fc.property(
        fc.array(days),
        orders,
        fc.constantFrom('/', '-', '.'),
        fc.integer({ min: 13, max: 28 }),
        (dates, order, mark, proof) => {
          const all = [...dates, new Date(Date.UTC(2027, 4, proof))]
          const column = newColumn('Renewal')
          for (const date of all) observe(column, write(date, order, mark))
          const reading = readingOf(column, { timeZone: 'UTC', locale: order === 'day-first' ? 'en-US' : 'de-DE' })
          expect(all.map((date) => parseDate(write(date, order, mark), reading)?.iso)).toEqual(all.map(isoOf))
          expect(dateDoubt(column)).toBeUndefined()
        },
      ),
    )
  })

  test('that nothing proves is as the company’s country writes, and is told', () => {
    const column = newColumn('Renewal')
    observe(column, '03/04/2027')
    const day = (locale: string) => parseDate('03/04/2027', readingOf(column, { timeZone: 'UTC', locale }))?.iso
    expect(day('en-US')).toBe('2027-03-04')
    expect(day('en')).toBe('2027-03-04')
    expect(day('en-GB')).toBe('2027-04-03')
    expect(day('de-DE')).toBe('2027-04-03')
    expect(dateDoubt(column)).toBe('date-order-unclear')
  })

  test('that dates contradict is that of the more, and is told', () => {
    const column = newColumn('Renewal')
    for (const text of ['13/01/2027', '14/01/2027', '01/15/2027']) observe(column, text)
    expect(readingOf(column, { timeZone: 'UTC', locale: 'en-US' }).order).toBe('day-first')
    expect(dateDoubt(column)).toBe('date-orders-mixed')
    // A date that can be read in one way only is read in it.
    expect(iso('01/15/2027', 'day-first')).toBe('2027-01-15')
  })

  test('does not matter where day and month are the same, or the month has a name', () => {
    expect([
      needsOrder('03/04/2027'),
      needsOrder('04/04/2027'),
      needsOrder('03.04.2027'),
      needsOrder('3 Apr 2027'),
    ]).toEqual([true, false, false, false])
    expect(['13/04/27', '04/13/27', '04/12/27', 'x'].map(dateOrderOf)).toEqual([
      'day-first',
      'month-first',
      'unknown',
      'unknown',
    ])
  })
})

describe('a date reads back as it was', () => {
  const locales = fc.constantFrom('en-US', 'en-GB', 'de-DE', 'de-AT', 'fr-FR', 'es-ES')
  test.each(['long', 'medium'] as const)('in the %s form of each locale', (dateStyle) => {
    fc.assert(
      fc.property(days, locales, (date, locale) => {
        const text = new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' }).format(date)
        const order = locale === 'en-US' ? 'month-first' : 'day-first'
        expect(iso(text, order), text).toBe(isoOf(date))
      }),
      { numRuns: 300 },
    )
  })

  test('as a program writes it, to the millisecond', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        (date) => {
          const parts = parseDate(date.toISOString(), { order: 'unknown' })
          expect(Date.parse(parts?.iso ?? '') + Math.round((parts?.time?.seconds ?? 0) * 1000)).toBe(date.getTime())
        },
      ),
    )
  })
})

test('whatever stands there, the answer is a day of the calendar or none', () => {
  const texts = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...Array.from('0123456789-/.:TZ +')) }))
  fc.assert(
    fc.property(
      texts,
      fc.constantFrom<DateOrder>('day-first', 'month-first', 'unknown'),
      fc.boolean(),
      (text, order, serials) => {
        const found = parseDate(text, { order, serials })
        if (found) expect(isoOf(new Date(found.iso))).toBe(found.iso)
      },
    ),
  )
})

test('a column looks like dates when nearly all of it is', () => {
  const looks = (...texts: string[]) => {
    const column = newColumn('x')
    for (const text of texts) observe(column, text)
    return looksLikeDates(column)
  }
  expect(looks('2027-01-31', 'n/a', '2027-02-01')).toBe(true)
  expect(looks('2027-01-31', 'Birch')).toBe(false)
  expect(looks('20270131', '20270201')).toBe(false)
  expect(looks('n/a', '')).toBe(false)
})
