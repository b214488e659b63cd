import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '../../base/day.ts'
import { money } from '../../base/money.ts'
import type { UsageTrend } from './analysis.ts'
import {
  asSentence,
  capital,
  counted,
  figure,
  inDays,
  listed,
  onDay,
  percent,
  spoken,
  usageClause,
} from './phrasing.ts'

const TODAY = day('2027-03-15')

const trend = (known: Partial<UsageTrend>): UsageTrend => ({
  metric: 'active_users',
  changePercent: 0,
  netChangePercent: null,
  direction: 'flat',
  current: 100,
  before: 100,
  lastDay: TODAY - 1,
  ...known,
})

describe('numbers in a sentence', () => {
  it.each([
    [0, 'no'],
    [1, 'one'],
    [10, 'ten'],
    [11, '11'],
    [123, '123'],
    [-1, '-1'],
  ])('%d is spoken as %s', (value, words) => expect(spoken(value)).toBe(words))

  it.each([
    [0, 'no tickets'],
    [1, 'one ticket'],
    [2, 'two tickets'],
    [23, '23 tickets'],
  ])('%d of a thing are %s', (value, words) => expect(counted(value, 'ticket')).toBe(words))

  it('a plural of its own is used as it is', () => {
    expect([1, 3].map((value) => counted(value, 'person', 'people'))).toEqual(['one person', 'three people'])
  })

  it.each([
    [0, '0 days'],
    [1, '1 day'],
    [2, '2 days'],
    [365, '365 days'],
  ])('%d are %s: time is a figure', (value, words) => expect(inDays(value)).toBe(words))

  it.each([
    [0, '0%'],
    [7.46, '7.5%'],
    [9.96, '10%'],
    [10.4, '10%'],
    [-22.6, '23%'],
    [100, '100%'],
  ])('%d is %s, without its sign and whole unless it is small', (value, words) => expect(percent(value)).toBe(words))

  it.each([
    [0, '0'],
    [71.5, '72'],
    [99.49, '99'],
  ])('a figure of %d is shown as %s', (value, words) => expect(figure(value)).toBe(words))

  it.each([
    [185_000, 'USD', undefined, '$185,000'],
    [185_000.6, 'EUR', 'en-GB', '€185,001'],
    [0, 'USD', undefined, '$0'],
  ])('%d %s is written by the locale %s as %s', (amount, currency, locale, words) => {
    expect(money(amount, currency, locale)).toBe(words)
  })
})

describe('a day in a sentence', () => {
  it.each([
    ['2027-03-15', '15 March'],
    ['2027-12-31', '31 December'],
    ['2028-01-01', '1 January 2028'],
    ['2026-02-28', '28 February 2026'],
    ['2028-02-29', '29 February 2028'],
  ])('%s is %s', (on, words) => expect(onDay(day(on), TODAY)).toBe(words))
})

describe('a list of clauses', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
    [['a', 'b', 'c', 'd'], 'a, b, c and d'],
  ])('%j is "%s"', (parts, words) => expect(listed(parts)).toBe(words))

  it('keeps every part, in its order', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[b-z]{1,6}$/), { minLength: 1, maxLength: 6 }), (parts) => {
        expect(listed(parts).split(/, | and /)).toEqual(parts)
      }),
    )
  })
})

describe('a clause as a sentence', () => {
  it.each([
    ['', ''],
    ['usage fell 23%', 'Usage fell 23%.'],
    ['éclat', 'Éclat.'],
    ['5 tickets', '5 tickets.'],
  ])('"%s" is "%s"', (clause, sentence) => expect(asSentence(clause)).toBe(sentence))

  it('a capital changes nothing but the first letter', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z ,0-9]{1,20}$/), (text) => {
        expect(capital(text).slice(1)).toBe(text.slice(1))
        expect(capital(text).toLowerCase()).toBe(text)
      }),
    )
  })
})

describe('where usage goes', () => {
  it.each<[string, Partial<UsageTrend>]>([
    ['usage is steady', {}],
    ['usage is steady', { changePercent: 2.4 }],
    ['usage fell 23%', { changePercent: -23, direction: 'down' }],
    ['usage grew 7.5%', { changePercent: 7.5, direction: 'up' }],
    ['usage moves as everybody’s does', { changePercent: -22, netChangePercent: 0 }],
    ['usage is 15 points behind everybody’s', { changePercent: -37, netChangePercent: -15, direction: 'down' }],
    ['usage is 12 points ahead of everybody’s', { changePercent: -10, netChangePercent: 12, direction: 'up' }],
    ['usage is 1 point ahead of everybody’s', { changePercent: -21, netChangePercent: 1, direction: 'up' }],
  ])('%s', (words, known) => expect(usageClause(trend(known))).toBe(words))

  it('never says "fell" of who only fell behind', () => {
    fc.assert(
      fc.property(fc.integer({ min: -90, max: 90 }), fc.constantFrom('up', 'down', 'flat'), (net, direction) => {
        expect(usageClause(trend({ netChangePercent: net, direction }))).not.toMatch(/fell|grew/)
      }),
    )
  })
})
