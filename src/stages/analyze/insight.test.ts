import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyFacts } from '../../../test/any-facts.ts'
import {
  contract,
  givenContext,
  givenKnownFacts,
  previously,
  renewal,
  ticket,
  usage,
} from '../../../test/given-facts.ts'
import { givenFacts, TODAY } from '../../../test/given-customer.ts'
import { isoDay } from '../../base/day.ts'
import { analyze } from './analyze.ts'
import { analysisConfiguration } from './configuration.ts'
import type { CustomerFacts } from './facts.ts'
import { headlineOf } from './headline.ts'
import { Insight } from './insight.contract.ts'
import type { InsightQuestion } from './insight-question.ts'
import { insightOf } from './insight.ts'
import { sentenceOf, TOLD_CODES, wordsOf } from './sentences.ts'

const questionOf = (facts: CustomerFacts, context = givenContext()): InsightQuestion => ({
  customer: { name: facts.name, arr: facts.arr, accountPlan: facts.accountPlan },
  analysis: analyze(facts, context),
  today: context.today.stamp,
  currency: 'USD',
})
const insightFor = (known: Partial<CustomerFacts>) => insightOf(questionOf(givenKnownFacts(known)))
const headlineFor = (known: Partial<CustomerFacts>) => headlineOf(analyze(givenKnownFacts(known), givenContext()))

const inTrouble: Partial<CustomerFacts> = {
  arr: 185_000,
  accountPlan: 'invest',
  usage: [usage(100, 77)],
  tickets: ['urgent', 'urgent', 'high', 'normal', 'normal'].map((priority) =>
    ticket({ priority: priority as 'urgent', sentiment: -0.5, resolutionHours: 100 }),
  ),
  contacts: [{ role: 'exec-sponsor', active: false, leftOn: TODAY - 24 }],
  contracts: [contract({ endDate: TODAY + 3 })],
  renewals: [renewal({ date: TODAY + 3, arrAtStake: 185_000 })],
}

describe('the headline', () => {
  it.each<[string, Partial<CustomerFacts>]>([
    [
      'Usage fell 23% and five tickets are open.',
      { usage: [usage(100, 77)], tickets: Array.from({ length: 5 }, () => ticket()) },
    ],
    [
      'Their sponsor left, usage fell 23% and five tickets are open, two of them urgent.',
      { ...inTrouble, tickets: inTrouble.tickets?.map((one) => ({ ...one, sentiment: null })) ?? [] },
    ],
    [
      'Nobody has talked for 60 days or longer.',
      { engagement: { lastTwoWayOn: TODAY - 70, lastQbrOn: null, threads: 1 } },
    ],
    ['One urgent ticket is open.', { tickets: [ticket({ priority: 'urgent' })] }],
    ['They speak of leaving.', { tickets: [ticket({ leaving: true })] }],
    ['Usage grew 20% and health is 100.', { usage: [usage(80, 96)], licensedUsers: 120 }],
    ['96% of the seats are used, usage grew 20% and health is 100.', { usage: [usage(80, 96)] }],
    ['Health is 96 and usage is steady.', {}],
    ['Health is 97 and usage grew 7.5%.', { usage: [usage(80, 86)], licensedUsers: 100 }],
  ])('%s', (headline, known) => {
    expect(headlineFor(known)).toBe(headline)
  })

  it('says how little is known', () => {
    const nothing = givenFacts({
      customerSince: TODAY - 9,
      engagement: { lastTwoWayOn: null, lastQbrOn: null, threads: null },
    })
    expect(headlineOf(analyze(nothing, givenContext()))).toBe('Little is known: none of ten inputs.')
  })
})

describe('the built-in analyst', () => {
  const insight = insightFor(inTrouble)

  it('begins with the date, then the matter, then the figures', () => {
    expect(insight.summary).toMatch(
      /^The contract ends on 18 March, in 3 days, and nothing is agreed\. Their sponsor left, .* Health is \d+ and risk \d+, at \$185,000 a year\./,
    )
    expect(insight.sentiment).toBe('negative')
  })

  it('recommends an act for what weighs most, the calendar first', () => {
    expect(insight.recommendations.map(({ action, because }) => [action, because[0]])).toEqual([
      ['generateQuote', 'renewal'],
      ['draftOutreach', 'risk.sponsor-left'],
      ['scheduleCall', 'risk.usage'],
      ['escalate', 'risk.urgent-tickets'],
      ['createTask', 'risk.sentiment'],
    ])
  })

  it('gives points for the talk', () => {
    expect(insight.talkingPoints).toEqual([
      'Five tickets are open, two of them urgent; tickets took 4 days on average: say what is being done, and until when.',
      'Usage fell 23% in 28 days: ask what changed in the team.',
      'Their sponsor has left: ask who takes over, and what matters to that person.',
      'The date to decide by is 18 March: ask how they decide, and who signs.',
    ])
  })

  it('names the record behind each finding', () => {
    expect(insight.insights.find(({ code }) => code === 'risk.usage')).toEqual({
      text: 'Usage fell 23%: 28 days against the 28 before.',
      tone: 'bad',
      code: 'risk.usage',
      source: { record: 'usage', on: TODAY - 1 },
    })
  })

  it.each<[string, Partial<CustomerFacts>, string]>([
    ['a renewal that is past', { renewals: [renewal({ date: TODAY - 4 })] }, 'Write down how the renewal ended.'],
    [
      'an offer that is out',
      { renewals: [renewal({ date: TODAY + 9, progress: 'proposed' })] },
      'Call about the offer that is out.',
    ],
    ['a renewal in sight', {}, 'Open the talk about the renewal of $50,000.'],
    ['seats that are full', { usage: [usage(95, 95)], renewals: [] }, 'Offer more seats; 95% are used.'],
    ['an unknown champion', { contacts: [], renewals: [] }, 'Find out who their champion is.'],
    [
      'a review that is due',
      { engagement: { lastTwoWayOn: TODAY, lastQbrOn: TODAY - 300, threads: 3 }, renewals: [] },
      'Plan the next business review; the last one lies too far back.',
    ],
    [
      'notice',
      { contracts: [contract({ noticeGivenOn: TODAY - 3 })], renewals: [] },
      'Tell your manager today that notice was given, and ask for the reason in a call.',
    ],
  ])('knows what to do about %s', (_, known, text) => {
    expect(insightFor(known).recommendations.map((each) => each.text)).toContain(text)
  })

  it('tells what has gone silent, and what was lost', () => {
    const facts = givenKnownFacts({ usage: [usage(80, 80)] })
    const previous = previously(TODAY, analyze(facts, givenContext()))
    const silent = { ...facts, licensedUsers: null }
    const { insights, summary } = insightOf(questionOf(silent, givenContext({ today: TODAY + 2, previous })))
    expect(insights.map(({ text }) => text)).toContain('Seats 80% used: as of 15 March, nothing newer is known.')
    expect(summary).not.toContain('known')
  })

  it('is glad in one line', () => {
    const { sentiment, talkingPoints } = insightFor({ renewals: [] })
    expect(sentiment).toBe('positive')
    expect(talkingPoints).toEqual(['Health is 96: ask for a reference or a story.'])
  })
})

/** The words of the world that a text may lean on: every number of its input, as it may be written. */
function numbersIn(question: InsightQuestion): Set<string> {
  const numbers = new Set<string>()
  const add = (value: number): void => {
    for (const one of [value, Math.abs(value), value - question.today, question.today - value, value / 24]) {
      numbers.add(String(Math.round(Math.abs(one))))
      numbers.add(String(Math.round(Math.abs(one) * 10) / 10))
    }
  }
  const walk = (value: unknown): void => {
    if (typeof value === 'number') add(value)
    else if (Array.isArray(value)) for (const one of value) walk(one)
    else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) walk(one)
  }
  walk({ ...question, configuration: analysisConfiguration() })
  const { components } = question.analysis
  add(components.length)
  add(components.filter(({ score }) => score !== null).length)
  // Windows of the method itself, and the parts of dates.
  for (const day of JSON.stringify(question).match(/\b\d{5}\b/g) ?? [])
    for (const part of isoDay(Number(day)).split('-')) numbers.add(String(Number(part)))
  return numbers.add('28').add('90').add('60').add('100')
}

describe('for any customer', () => {
  it('the analyst says what its schema allows, and no number that it was not given', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const question = questionOf(facts)
        const insight = Insight.parse(insightOf(question))
        const allowed = numbersIn(question)
        const texts = [
          insight.summary,
          ...insight.talkingPoints,
          ...[...insight.insights, ...insight.recommendations].map(({ text }) => text),
        ]
        for (const text of texts) {
          expect(text).not.toContain('!')
          expect(text).not.toMatch(/undefined|null|NaN|\[object/)
          for (const number of text.replaceAll(/(?<=\d),(?=\d)/g, '').match(/\d+(\.\d+)?/g) ?? [])
            expect([number, allowed.has(number)]).toEqual([number, true])
        }
      }),
    )
  })

  it('every factor has words, and they are no code', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { health, risk, opportunity } = analyze(facts, givenContext())
        for (const factor of [...health.factors, ...risk.factors, ...opportunity.factors]) {
          expect(TOLD_CODES).toContain(factor.code)
          const { label, note } = wordsOf(factor)
          expect(`${label} ${note}`).not.toMatch(/undefined|null|NaN|risk\.|health\./)
          seen.add(factor.code)
        }
      }),
      { numRuns: 300 },
    )
    expect(seen.size).toBeGreaterThan(15)
  })
})

describe('a factor in words', () => {
  const told = (code: string, value: number | string | null, on: number | null = TODAY) =>
    sentenceOf({ code, value, contribution: 1, source: 'usage', on }, null)

  it.each([
    ['risk.usage', -23, 'Usage fell 23% (28 days against the 28 before).'],
    ['health.usage.trend', 0, 'Usage is steady (28 days against the 28 before).'],
    ['health.usage.utilization', 95.4, 'Seats 95% used (busiest weekday of 28 days).'],
    ['health.relationship.champion', 1, 'Champion in place.'],
    ['health.relationship.champion', 0, 'Champion left (nobody has followed).'],
    ['health.support', 1, 'One open ticket (number, priority, rise and tone of tickets).'],
    ['health.support', 0, 'No open ticket (number, priority, rise and tone of tickets).'],
    ['health.financial', 'overdue', 'An invoice is overdue (less for each week that it is late).'],
    ['health.financial', 88, '88% paid on time (invoices of the last year).'],
    ['risk.silence', 60, 'Nobody has talked (no two-way contact for 60 days or longer).'],
    ['risk.silence', null, 'No two-way contact known (none was ever recorded).'],
    ['opportunity.products', 2, 'Two products not owned (of those on the list).'],
    ['something.else', 2, 'something.else.'],
  ])('%s of %s: %s', (code, value, sentence) => {
    expect(told(code, value)).toBe(sentence)
  })

  it('says when it is not known', () => {
    expect(told('health.support', null, null)).toBe('Support (not known, so it counts neutral at most).')
  })
})
