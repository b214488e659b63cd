import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyFacts } from '../../../test/any-facts.ts'
import { TODAY } from '../../../test/given-customer.ts'
import {
  contract,
  givenContext,
  givenKnownFacts,
  previously,
  renewal,
  ticket,
  usage,
} from '../../../test/given-facts.ts'
import { isoDay, type Day } from '../../base/day.ts'
import { RENEWAL_PROGRESS } from '../../spine/words.ts'
import { analyze } from './analyze.ts'
import { analysisConfiguration } from './configuration.ts'
import type { CustomerFacts } from './facts.ts'
import { headlineOf } from './headline.ts'
import { Insight } from './insight.contract.ts'
import { insightOf } from './insight.ts'
import type { InsightQuestion } from './insight-question.ts'
import { sentenceOf } from './sentences.ts'

const questionOf = (facts: CustomerFacts, known: Parameters<typeof givenContext>[0] = {}): InsightQuestion => {
  const context = givenContext(known)
  return {
    customer: { name: facts.name, arr: facts.arr, accountPlan: facts.accountPlan },
    analysis: analyze(facts, context),
    today: context.today.stamp,
    currency: 'EUR',
  }
}

/** All that is said to a reader of an analysis. */
function textsOf(question: InsightQuestion): string[] {
  const insight = Insight.parse(insightOf(question))
  return [
    insight.summary,
    headlineOf(question.analysis),
    ...insight.talkingPoints,
    ...insight.recommendations.flatMap(({ text, label }) => [text, label]),
    ...insight.insights.map(({ text }) => text),
  ]
}

const anyQuestion: fc.Arbitrary<InsightQuestion> = fc
  .record({
    facts: anyFacts,
    before: anyFacts,
    renewals: fc.array(
      fc.record({
        date: fc.integer({ min: TODAY - 40, max: TODAY + 400 }),
        decisionDate: fc.option(fc.integer({ min: TODAY - 20, max: TODAY + 90 }), { nil: null }),
        arrAtStake: fc.option(fc.nat(250_000), { nil: null }),
        progress: fc.constantFrom(...RENEWAL_PROGRESS),
      }),
      { maxLength: 2 },
    ),
    noticed: fc.boolean(),
    median: fc.constantFrom(null, -30, -17.5, 22),
    clock: fc.constantFrom('auto' as const, 'decision' as const),
    thresholds: fc.constantFrom(1, 2, 60),
  })
  .map(({ facts, before, renewals, noticed, median, clock, thresholds }) => {
    const configuration = analysisConfiguration({
      rules: {
        stages: { clock },
        risk: { silence: { days: thresholds }, late: { days: thresholds } },
        opportunity: { products: { notOwnedAtLeast: thresholds === 60 ? 2 : thresholds } },
        weights: { pulse: 5 },
      },
    })
    const then = analyze(before, givenContext({ configuration, today: TODAY - 5 }))
    return questionOf(
      {
        ...facts,
        contracts: noticed ? [contract({ noticeGivenOn: TODAY - 2 })] : [],
        renewals: renewals.map((known, index) =>
          renewal({
            id: `r${String(index)}`,
            contractIds: [],
            ...known,
            closedOn: known.progress === 'signed' || known.progress === 'lost' ? TODAY - 9 : null,
          }),
        ),
      },
      {
        configuration,
        book: { medianChangePercent: median, customers: 99 },
        previous: previously(TODAY - 5, then),
      },
    )
  })

const FAULTS: [string, RegExp][] = [
  ['a value that is none', /undefined|null|NaN|Infinity|\[object/],
  ['a code', /risk\.|health\.|usage\.|opportunity\.|[a-z]+-[a-z]+-[a-z]+|_|camelCase/],
  ['two blanks, or one before a stop', / {2}| [.,;:]|\s$|^\s/],
  ['two stops', /\.\.|,,|;;|: *\.|,\./],
  ['a plural of one', /\b(1|one) (days|points|tickets|products|people|inputs|persons)\b/],
  [
    'a singular of many',
    /\b([2-9]|[1-9]\d+|no|two|three|four|five|six|seven|eight|nine|ten) (day|point|ticket|product|person|input)\b/,
  ],
  ['a verb of the wrong number', /\b(tickets|inputs|people) is\b|\b(one ticket|one urgent ticket) are\b|only none/],
  ['a loose sign', /[!{}<>|\\]|--|−−|%%/],
]

describe('what the built-in analyst says of any customer', () => {
  it('is plain English: whole sentences, and no words of the machine', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const insight = insightOf(question)
        for (const text of textsOf(question))
          for (const [fault, pattern] of FAULTS) expect([text, fault, pattern.test(text)]).toEqual([text, fault, false])
        const sentences = [
          insight.summary,
          ...insight.talkingPoints,
          ...[...insight.insights, ...insight.recommendations].map(({ text }) => text),
        ]
        for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z0-9€].*\.$/)
        expect(new Set(sentences).size).toBe(sentences.length)
      }),
      { numRuns: 500 },
    )
  })

  it('has no number that is not in the analysis', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const allowed = numbersOf(question)
        for (const text of textsOf(question))
          for (const number of text.replaceAll(/(?<=\d),(?=\d{3})/g, '').match(/\d+(\.\d+)?/g) ?? [])
            expect([text, number, allowed.has(number)]).toEqual([text, number, true])
      }),
      { numRuns: 500 },
    )
  })

  it('names no factor in its own list that it cannot tell in a sentence', () => {
    fc.assert(
      fc.property(anyQuestion, ({ analysis }) => {
        for (const score of [analysis.health, analysis.risk, analysis.opportunity])
          for (const factor of score.factors)
            for (const [fault, pattern] of FAULTS) {
              const sentence = sentenceOf(factor, null)
              expect([sentence, fault, pattern.test(sentence)]).toEqual([sentence, fault, false])
            }
      }),
      { numRuns: 300 },
    )
  })
})

/** Every number of the analysis as it may be written, the parts of its dates, and the windows that the method itself has. */
function numbersOf({ analysis, customer, today }: InsightQuestion): Set<string> {
  const numbers = new Set(['28', '60', '90', '100'])
  const write = (value: number): void => {
    const size = Math.abs(value)
    for (const one of [size, size / 24]) numbers.add(String(Math.round(one))).add(String(Math.round(one * 10) / 10))
    if (Number.isInteger(value) && Math.abs(value - today) < 2000) writeDay(value)
  }
  const writeDay = (on: Day): void => {
    numbers.add(String(Math.abs(on - today)))
    for (const part of isoDay(on).split('-')) numbers.add(String(Number(part)))
  }
  const walk = (value: unknown): void => {
    if (typeof value === 'number') write(value)
    else if (Array.isArray(value)) value.forEach(walk)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk)
  }
  walk(analysis)
  walk(customer.arr)
  write(analysis.components.length)
  write(analysis.components.filter(({ score }) => score !== null).length)
  return numbers
}

describe('usage where everybody’s has moved', () => {
  const said = (now: number, median: number) =>
    textsOf(
      questionOf(givenKnownFacts({ usage: [usage(100, now)], renewals: [], licensedUsers: 200 }), {
        book: { medianChangePercent: median, customers: 99 },
      }),
    ).join(' ')

  it.each<[string, number, number, RegExp]>([
    ['held still while all fell', 100, -22, /Usage is 22 points ahead of everybody’s/],
    ['fell, but less than all', 94, -30, /Usage is 24 points ahead of everybody’s/],
    ['grew, but far less than all', 103, 30, /Usage is 27 points behind everybody’s/],
    ['fell as all did', 78, -22, /Usage moves as everybody’s does|as it did for everybody/],
  ])('%s: is not told as a rise or fall of its own', (_, now, median, words) => {
    expect(said(now, median)).toMatch(words)
    expect(said(now, median)).not.toMatch(/[Uu]sage (grew|fell)/)
  })

  it('fell by itself: is told as a fall', () => {
    expect(said(70, -3)).toMatch(/Usage fell 30%/)
  })
})

describe('small truths', () => {
  const texts = (known: Partial<CustomerFacts>, context: Parameters<typeof givenContext>[0] = {}) =>
    textsOf(questionOf(givenKnownFacts({ renewals: [], ...known }), context))
  const talk = (threads: number) => ({ lastTwoWayOn: TODAY - 3, lastQbrOn: TODAY - 3, threads })

  it.each<[string, Partial<CustomerFacts>, string]>([
    ['with nobody', { engagement: talk(0) }, 'You are in touch with nobody there: ask who would talk to you.'],
    ['with one', { engagement: talk(1) }, 'You are in touch with one person only: ask for a second one.'],
  ])('in touch %s', (_, known, text) => {
    expect(texts(known)).toContain(text)
  })

  it('nothing was due yet is not half paid on time', () => {
    const invoices = { paid: null, oldestOverdueSince: null, newestOn: TODAY - 3 }
    const { health } = analyze(givenKnownFacts({ invoices }), givenContext())
    const financial = health.factors.find(({ code }) => code === 'health.financial')
    expect(financial && sentenceOf(financial, null)).toBe('Payments (nothing was due yet).')
    const previous = previously(TODAY, analyze(givenKnownFacts({ invoices }), givenContext()))
    const silent = { paid: null, oldestOverdueSince: null, newestOn: null }
    expect(texts({ invoices: silent }, { today: TODAY + 2, previous })).toContain(
      'Payments: as of 15 March, nothing newer is known.',
    )
  })

  it('a signal does not say who of the two has left', () => {
    const riskSignals = [{ kind: 'sponsor-left', severity: 'high', on: TODAY - 3 }]
    expect(texts({ riskSignals }).join(' ')).toMatch(/Their champion or sponsor left/)
  })

  it('one day is one day', () => {
    const rules = { risk: { silence: { days: 1 }, late: { days: 1 } } }
    const late = { paid: null, oldestOverdueSince: TODAY - 9, newestOn: TODAY - 30 }
    const all = texts({ engagement: talk(3), invoices: late }, { configuration: analysisConfiguration({ rules }) })
    expect(all.join(' ')).toMatch(
      /more than 1 day late.*nobody has talked for 1 day or longer|nobody has talked for 1 day or longer.*more than 1 day late/i,
    )
  })

  it('a last day for notice that has passed is no end of the contract', () => {
    const configuration = analysisConfiguration({ rules: { stages: { clock: 'decision' } } })
    const renewals = [renewal({ contractIds: [], date: TODAY + 20, decisionDate: TODAY - 10 })]
    const all = texts({ renewals, contracts: [] }, { configuration })
    expect(all[0]).toMatch(/^The last day for notice, 5 March, has passed; the contract ends on 4 April\./)
    expect(all).toContain('Ask whether they go on; the last day for notice has passed.')
  })

  it('nothing known is told once, and straight', () => {
    const bare = {
      usage: [],
      features: null,
      licensedUsers: null,
      contacts: [],
      ticketsKnown: false,
      engagement: { lastTwoWayOn: null, lastQbrOn: null, threads: null },
      invoices: { paid: null, oldestOverdueSince: null, newestOn: null },
    }
    expect(texts(bare)[0]).toMatch(/This is uncertain: none of ten inputs are known\.$/)
    expect(texts({ ...bare, tickets: [ticket()] })[0]).toMatch(/This is uncertain: only one of ten inputs is known\.$/)
  })
})
