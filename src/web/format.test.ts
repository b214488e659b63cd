import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as format from './format.ts'

/** The module as a reader with another locale has it: `undefined` as a locale means his. */
async function inLocale(locale: string): Promise<typeof format> {
  const own = Object.create(Intl, {
    NumberFormat: {
      value: class extends Intl.NumberFormat {
        constructor(_: unknown, options: Intl.NumberFormatOptions) {
          super(locale, options)
        }
      },
    },
    DateTimeFormat: {
      value: class extends Intl.DateTimeFormat {
        constructor(_: unknown, options: Intl.DateTimeFormatOptions) {
          super(locale, options)
        }
      },
    },
    RelativeTimeFormat: {
      value: class extends Intl.RelativeTimeFormat {
        constructor(_: unknown, options: Intl.RelativeTimeFormatOptions) {
          super(locale, options)
        }
      },
    },
  }) as typeof Intl
  vi.stubGlobal('Intl', own)
  vi.resetModules()
  return import('./format.ts')
}

afterEach(() => vi.unstubAllGlobals())

// Locales put narrow and no-break spaces where a person sees a space.
const seen = (text: string): string =>
  text.replaceAll(/[\u00a0\u202f\u2009]/g, ' ').replaceAll(/[\u200e\u200f\u061c]/g, '')

describe('money', () => {
  it.each([
    ['en-US', 185_000, 'USD', '$185,000'],
    ['en-US', 1234.5, 'USD', '$1,234.50'],
    ['en-US', -10_000, 'USD', '−$10,000'],
    ['en-GB', 185_000, 'USD', '$185,000'],
    ['en-US', 185_000, 'CAD', 'CA$185,000'],
    ['en-US', 185_000, 'EUR', '€185,000'],
    ['de-DE', 185_000, 'EUR', '185.000 €'],
    ['de-DE', 1234.5, 'EUR', '1.234,50 €'],
    ['de-DE', -10_000, 'EUR', '−10.000 €'],
    ['fr-FR', 185_000, 'EUR', '185 000 €'],
    ['ja-JP', 185_000, 'JPY', '￥185,000'],
    ['en-IN', 18_500_000, 'INR', '₹1,85,00,000'],
    ['en-US', 0, 'USD', '$0'],
  ])('%s: %d %s is %s', async (locale, amount, currency, text) => {
    const { money } = await inLocale(locale)
    expect(seen(money(amount, currency))).toBe(text)
  })

  it('is written in each currency in its own way, however they alternate', async () => {
    const { money } = await inLocale('en-US')
    const written = ['USD', 'EUR', 'USD', 'GBP', 'EUR'].map((currency) => money(10, currency))
    expect(written).toEqual(['$10', '€10', '$10', '£10', '€10'])
  })
})

describe('percents', () => {
  it.each([
    ['en-US', 20, '+20%'],
    ['en-US', -23, '−23%'],
    ['en-US', -23.5, '−23%'],
    ['en-US', 0, '0%'],
    ['en-US', 0.4, '0%'],
    ['en-US', -0.4, '0%'],
    ['en-US', 999, '+999%'],
    ['de-DE', -23, '−23 %'],
    ['fr-FR', 20, '+20 %'],
  ])('%s: a change of %d is %s', async (locale, change, text) => {
    const { percentChange } = await inLocale(locale)
    expect(seen(percentChange(change))).toBe(text)
  })

  it.each([
    ['en-US', 64, '64%'],
    ['en-US', 66.66, '66.7%'],
    ['en-US', -66.7, '−66.7%'],
    ['de-DE', 66.7, '66,7 %'],
  ])('%s: a share of %d is %s', async (locale, share, text) => {
    const { percent } = await inLocale(locale)
    expect(seen(percent(share))).toBe(text)
  })
})

describe('figures and points', () => {
  it.each([
    ['en-US', 403.1, '403.1'],
    ['en-US', 1234.567, '1,234.57'],
    ['en-US', -4, '−4'],
    ['de-DE', 1234.5, '1.234,5'],
  ])('%s: %d is %s', async (locale, value, text) => {
    const { figure } = await inLocale(locale)
    expect(seen(figure(value))).toBe(text)
  })

  it('have the same decimals in every row of a column, and a sign where they are changes', () => {
    const rows = [27.75, 4, 0, -12.5]
    const digits = format.digitsOf(rows)
    expect(rows.map((value) => format.points(value, { digits, signed: true }))).toEqual([
      '+27.75',
      '+4.00',
      '0.00',
      '−12.50',
    ])
    expect(format.points(-12.5, { digits: 1, signed: false })).toBe('−12.5')
  })

  it.each([
    [[], 0],
    [[1, 2, -3], 0],
    [[1, 2.5], 1],
    [[1, 2.25, 3.5], 2],
    [[0.1 + 0.2], 1],
    [[-0.01], 2],
  ])('of %o need %i decimals', (values, digits) => {
    expect(format.digitsOf(values)).toBe(digits)
  })

  it('lose nothing of a hundredth in a column', () => {
    const hundredths = fc.integer({ min: -10_000_000, max: 10_000_000 }).map((value) => value / 100)
    fc.assert(
      fc.property(fc.array(hundredths, { minLength: 1, maxLength: 8 }), (values) => {
        const digits = format.digitsOf(values)
        const back = values.map((value) =>
          Number(format.points(value, { digits, signed: false }).replaceAll(',', '').replace('−', '-')),
        )
        expect(back.map((value) => Math.round(value * 100))).toEqual(values.map((value) => Math.round(value * 100)))
      }),
    )
  })
})

describe('days', () => {
  it.each([
    ['en-US', 1, '1 day'],
    ['en-US', 3, '3 days'],
    ['en-US', 0, '0 days'],
    ['en-US', -12, '−12 days'],
    ['de-DE', 1, '1 Tag'],
    ['de-DE', 3, '3 Tage'],
    ['pl-PL', 3, '3 dni'],
  ])('%s: %i is %s', async (locale, count, text) => {
    const { days } = await inLocale(locale)
    expect(seen(days(count))).toBe(text)
  })

  it.each([
    ['en-GB', '2027-10-30', '2027-03-15', 'Sat 30 October', '30 October'],
    ['en-US', '2027-10-30', '2027-03-15', 'Sat, October 30', 'October 30'],
    ['en-GB', '2028-01-02', '2027-12-31', 'Sun 2 Jan 2028', '2 January 2028'],
    ['de-DE', '2027-10-30', '2027-03-15', 'Sa., 30. Oktober', '30. Oktober'],
  ])('%s: %s, read on %s, is %s or %s', async (locale, iso, today, withWeekday, plain) => {
    const { dayWithDate, plainDay } = await inLocale(locale)
    expect(seen(dayWithDate(iso, today)).replace('Sat, 30', 'Sat 30').replace('Sun, 2', 'Sun 2')).toBe(withWeekday)
    expect(seen(plainDay(iso, today))).toBe(plain)
  })

  it('are the calendar’s, wherever the reader is: no day slips', () => {
    const anyDay = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(anyDay, (date) => {
        const iso = date.toISOString().slice(0, 10)
        expect(format.longDay(iso)).toContain(String(date.getUTCDate()))
        expect(format.plainDay(iso, '1999-01-01')).toContain(String(date.getUTCFullYear()))
      }),
    )
  })
})

describe('ages', () => {
  it.each([
    ['2027-03-15', 'today'],
    ['2027-03-14', 'yesterday'],
    ['2027-03-13', 'March 13'],
    ['2026-03-13', 'March 13, 2026'],
    ['2027-03-16', 'March 16'],
  ])('of %s on 15 March 2027 is %s', async (iso, text) => {
    const { ageOf } = await inLocale('en-US')
    expect(ageOf(iso, '2027-03-15')).toBe(text)
  })

  it('count days, not hours: over the night when clocks change, yesterday is yesterday', async () => {
    const { ageOf, dayOfInstant } = await inLocale('en-US')
    expect(ageOf('2027-03-28', '2027-03-29')).toBe('yesterday')
    const evening = new Date(2027, 2, 28, 23, 59)
    const morning = new Date(2027, 2, 29, 0, 1)
    expect(dayOfInstant(evening.toISOString(), morning)).toBe('yesterday')
    expect(dayOfInstant(morning.toISOString(), morning)).toBe('today')
    expect(dayOfInstant(new Date(2027, 2, 26, 12).toISOString(), morning)).toContain('26')
  })
})

describe('the time of day', () => {
  it.each([
    ['en-US', '6:05 AM'],
    ['de-DE', '6:05'],
  ])('%s: five past six is %s', async (locale, text) => {
    const { clockTime } = await inLocale(locale)
    expect(seen(clockTime(new Date(2027, 2, 15, 6, 5).toISOString()))).toBe(text)
  })
})

describe('names', () => {
  it.each([
    ['Ada Quill', 'Ada', 'AQ'],
    ['  Ada   Maria  Quill ', 'Ada', 'AQ'],
    ['Ada', 'Ada', 'A'],
    ['émile zola', 'émile', 'ÉZ'],
    ['李 小龍', '李', '李小'],
    ['😀 Smile', '😀', '😀S'],
    ['', '', ''],
    ['   ', '', ''],
  ])('“%s” is called %s and drawn as %s', (name, first, letters) => {
    expect(format.firstName(name)).toBe(first)
    expect(format.initials(name)).toBe(letters)
  })

  it('never fail, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(format.initials(name)).not.toMatch(/undefined|\s/)
        expect(name).toContain(format.firstName(name))
      }),
    )
  })
})
