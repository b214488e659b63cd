import { describe, expect, it } from 'vitest'
import type { Factor, UsageTrend } from './analysis.ts'
import { nameOfComponent, sentenceOf, TOLD_CODES, wordsOf } from './sentences.ts'

const ON = 20_000
const factor = (code: string, value: Factor['value'], known: Partial<Factor> = {}): Factor => ({
  code,
  value,
  contribution: 10,
  source: 'record',
  on: ON,
  ...known,
})

const trend = (known: Partial<UsageTrend>): UsageTrend => ({
  metric: 'logins',
  changePercent: -37,
  netChangePercent: -15,
  direction: 'down',
  current: 63,
  before: 100,
  lastDay: ON,
  ...known,
})

describe('a factor in a sentence', () => {
  it.each<[string, Factor['value'], string]>([
    ['health.usage.utilization', 41.2, 'Seats 41% used (busiest weekday of 28 days).'],
    ['health.usage.trend', -23, 'Usage fell 23% (28 days against the 28 before).'],
    ['health.usage.trend', 0, 'Usage is steady (28 days against the 28 before).'],
    ['health.usage.breadth', 30, '30% of features in use (in the last 28 days of use).'],
    ['health.engagement.contact', 50, 'Last two-way contact (scores 50 against the cadence).'],
    ['health.engagement.qbr', 0, 'Last business review (scores 0 against the cadence).'],
    ['health.support', 0, 'No open ticket (number, priority, rise and tone of tickets).'],
    ['health.support', 1, 'One open ticket (number, priority, rise and tone of tickets).'],
    ['health.support', 12, '12 open tickets (number, priority, rise and tone of tickets).'],
    ['health.relationship.champion', 1, 'Champion in place.'],
    ['health.relationship.champion', 0, 'Champion left (nobody has followed).'],
    ['health.relationship.buyer', 1, 'Economic buyer in place.'],
    ['health.relationship.threads', 1, 'One person in touch (met or answered in 90 days).'],
    ['health.relationship.threads', 3, 'Three people in touch (met or answered in 90 days).'],
    ['health.financial', 'overdue', 'An invoice is overdue (less for each week that it is late).'],
    ['health.financial', 95, '95% paid on time (invoices of the last year).'],
    ['health.financial', null, 'Payments (nothing was due yet).'],
    ['health.pulse', 'amber', 'CSM’s pulse is amber.'],
    ['health.neutral', null, 'Neutral (no component has a weight).'],
    ['risk.usage', -23, 'Usage fell 23% (28 days against the 28 before).'],
    ['risk.sponsor-left', 'champion', 'Champion left (within 90 days).'],
    ['risk.sponsor-left', 'signal', 'Champion or sponsor left (within 90 days).'],
    ['risk.urgent-tickets', 2, 'Two urgent tickets (open, two count at most).'],
    ['risk.sentiment', null, 'Tone of tickets (more bad words than good).'],
    ['risk.leaving', null, 'Words of leaving (within 60 days).'],
    ['risk.silence', 60, 'Nobody has talked (no two-way contact for 60 days or longer).'],
    ['risk.invoice-late', 30, 'Invoice late (more than 30 days).'],
    ['risk.notice', null, 'Notice was given (the contract ends).'],
    ['risk.cap', null, 'Held at 100 (risk goes no higher).'],
    ['opportunity.utilization', 96, 'Seats 96% used (busiest weekday of 28 days).'],
    ['opportunity.growth', 20, 'Usage grew 20% (28 days against the 28 before).'],
    ['opportunity.health', 90, 'Health is 90 (a good time to ask).'],
    ['opportunity.products', 1, 'One product not owned (of those on the list).'],
    ['opportunity.products', 2, 'Two products not owned (of those on the list).'],
    ['opportunity.expansion', null, 'An expansion is open (in the CRM).'],
    ['opportunity.risk', 72, 'Risk is 72 (first things first).'],
    ['opportunity.cap', 0, 'Held at 0 (opportunity lies between 0 and 100).'],
  ])('%s of %s', (code, value, sentence) => expect(sentenceOf(factor(code, value), null)).toBe(sentence))

  it('says of silence without any contact that none was ever recorded', () => {
    expect(sentenceOf(factor('risk.silence', null), null)).toBe('No two-way contact known (none was ever recorded).')
  })

  it.each([
    [30, 40, 'half of 100 − 40'],
    [15, 40, '25% of 100 − 40'],
    [0, 100, 'half of 100 − 100'],
  ])('tells what share of lacking health risk begins with: %d of %d', (contribution, health, note) => {
    expect(wordsOf(factor('risk.health', health, { contribution })).note).toBe(note)
  })
})

describe('a change of usage', () => {
  it('that is net of the book is told as one', () => {
    expect(wordsOf(factor('risk.usage', -15), trend({})).label).toBe('Usage is 15 points behind everybody’s')
  })

  it('that is the customer’s own is told plainly, whatever the book did', () => {
    expect(wordsOf(factor('health.usage.trend', -37), trend({})).label).toBe('Usage fell 37%')
    expect(wordsOf(factor('health.usage.trend', -37), trend({ netChangePercent: null })).label).toBe('Usage fell 37%')
  })
})

describe('a component of which nothing is known', () => {
  it.each([
    ['health.usage.utilization', 'Seats in use'],
    ['health.usage.trend', 'Usage trend'],
    ['health.usage.breadth', 'Features in use'],
    ['health.engagement.contact', 'Last two-way contact'],
    ['health.support', 'Support'],
    ['health.relationship.champion', 'Champion'],
    ['health.relationship.threads', 'People in touch'],
  ])('%s says so by its name', (code, label) => {
    const unknown = factor(code, null, { on: null })
    expect(wordsOf(unknown)).toEqual({ label, note: 'not known, so it counts neutral at most' })
  })

  it.each([
    ['usage.trend', 'Usage trend'],
    ['pulse', 'CSM’s pulse'],
    ['of.nobody', 'of.nobody'],
  ])('%s is called %s', (code, name) => expect(nameOfComponent(code)).toBe(name))
})

describe('every code', () => {
  it.each(TOLD_CODES)('%s has words without a gap in them', (code) => {
    for (const value of [0, 1, 42.5, null]) {
      const sentence = sentenceOf(factor(code, value), null)
      expect(sentence).toMatch(/^[A-Z0-9].*\.$/)
      expect(sentence).not.toMatch(/undefined|NaN|\[object/)
    }
  })

  it('without words of its own is told by its name', () => {
    expect(sentenceOf(factor('of.nobody', 3), null)).toBe('of.nobody.')
  })
})
