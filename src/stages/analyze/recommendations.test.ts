import { describe, expect, it } from 'vitest'
import { givenAnalysis, givenClock, TODAY } from '../../../test/given-customer.ts'
import type { Analysis, HealthComponent, RenewalClock } from './analysis.ts'
import type { Factor } from './analysis.ts'
import type { InsightQuestion } from './insight-question.ts'
import { recommendationsFor } from './recommendations.ts'

const factor = (code: string, value: Factor['value'] = null, contribution = 10): Factor => ({
  code,
  value,
  contribution,
  source: 'record',
  on: null,
})

const component = (code: string, known: Partial<HealthComponent> = {}): HealthComponent => ({
  code,
  weight: 10,
  score: 100,
  value: null,
  stale: false,
  keptSince: null,
  on: null,
  ...known,
})

type Known = Partial<Omit<Analysis, 'risk' | 'opportunity' | 'health'>> & {
  readonly risk?: readonly Factor[]
  readonly riskValue?: number
  readonly opportunity?: readonly Factor[]
  readonly arr?: number | null
}

function advised({ risk = [], riskValue = 20, opportunity = [], arr = 80_000, ...known }: Known) {
  const analysis: Analysis = {
    ...givenAnalysis({}, known),
    risk: { value: riskValue, factors: risk },
    opportunity: { value: 0, factors: opportunity },
  }
  const question: InsightQuestion = {
    customer: { name: 'Larkspur', arr, accountPlan: 'manage' },
    analysis,
    today: TODAY,
    currency: 'USD',
  }
  return recommendationsFor(question)
}
const said = (known: Known) => advised(known).map(({ text, action }) => `${action}: ${text}`)

const renewal = (days: number, known: Partial<RenewalClock> = {}): Known => ({ renewals: [givenClock(days, known)] })

describe('what the calendar asks for', () => {
  it.each<[string, Known, string[]]>([
    ['far off: nothing yet', renewal(121), []],
    [
      'within the season: to open the talk',
      renewal(120),
      ['scheduleCall: Open the talk about the renewal of $50,000.'],
    ],
    ['begun: nothing until it is near', renewal(31, { progress: 'contacted' }), []],
    [
      'near, with no offer out: the offer',
      renewal(30),
      ['generateQuote: Send an offer for the renewal of $50,000; 14 April is the last day.'],
    ],
    [
      'near, the talk begun: the offer',
      renewal(5, { progress: 'contacted' }),
      ['generateQuote: Send an offer for the renewal of $50,000; 20 March is the last day.'],
    ],
    [
      'near, with the offer out: a call about it',
      renewal(30, { progress: 'proposed' }),
      ['scheduleCall: Call about the offer that is out.'],
    ],
    ['agreed by word: nothing', renewal(10, { progress: 'verbal' }), []],
    [
      'its last day is today',
      renewal(0),
      ['generateQuote: Send an offer for the renewal of $50,000; 15 March is the last day.'],
    ],
    ['past: to write down how it ended', renewal(-1), ['createTask: Write down how the renewal ended.']],
    [
      'the notice day past, the contract running on: to ask',
      renewal(-3, { date: TODAY + 57 }),
      ['scheduleCall: Ask whether they go on; the last day for notice has passed.'],
    ],
    [
      'worth what the customer is worth where the renewal says nothing',
      renewal(60, { arrAtStake: null }),
      ['scheduleCall: Open the talk about the renewal of $80,000.'],
    ],
    [
      'of unknown worth: no amount',
      { ...renewal(60, { arrAtStake: null }), arr: null },
      ['scheduleCall: Open the talk about the renewal.'],
    ],
    ['only the next one', { renewals: [givenClock(200), givenClock(20, { renewalId: 'r2' })] }, []],
  ])('%s', (_, known, expected) => expect(said(known)).toEqual(expected))

  it('names the renewal as its reason', () => {
    expect(advised(renewal(20))).toMatchObject([{ because: ['renewal'], label: 'Build a quote' }])
  })
})

describe('what a factor asks for', () => {
  it.each<[string, Known, string]>([
    [
      'notice',
      { risk: [factor('risk.notice')] },
      'escalate: Tell your manager today that notice was given, and ask for the reason in a call.',
    ],
    [
      'words of leaving',
      { risk: [factor('risk.leaving')] },
      'scheduleCall: Call them and ask openly what would have to change for them to stay.',
    ],
    [
      'a champion who left',
      { risk: [factor('risk.sponsor-left', 'champion')] },
      'draftOutreach: Find out who follows their champion and ask to be introduced.',
    ],
    [
      'one of the two who left',
      { risk: [factor('risk.sponsor-left', 'signal')] },
      'draftOutreach: Find out who follows their champion or sponsor and ask to be introduced.',
    ],
    [
      'urgent tickets',
      { risk: [factor('risk.urgent-tickets', 2)], support: { ...givenAnalysis({}).support, open: 3, openUrgent: 2 } },
      'escalate: Ask support for a date for the two urgent tickets, and bring it to the customer.',
    ],
    [
      'a fall of usage',
      {
        risk: [factor('risk.usage', -23)],
        usage: {
          metric: 'logins',
          changePercent: -23,
          netChangePercent: null,
          direction: 'down',
          current: 77,
          before: 100,
          lastDay: TODAY - 1,
        },
      },
      'scheduleCall: Ask which teams work with the product less; usage fell 23%.',
    ],
    [
      'a fall that is not measured any more',
      { risk: [factor('risk.usage', -23)] },
      'scheduleCall: Ask which teams work with the product less.',
    ],
    [
      'silence',
      { risk: [factor('risk.silence', 60)] },
      'draftOutreach: Write to them today with one question that is easy to answer.',
    ],
    [
      'a bad tone',
      { risk: [factor('risk.sentiment')] },
      'createTask: Read the last tickets before you call; their tone is bad.',
    ],
    [
      'a late invoice',
      { risk: [factor('risk.invoice-late', 30)] },
      'createTask: Ask finance about the invoice that is more than 30 days late before you talk about the next one.',
    ],
    [
      'an open expansion',
      { opportunity: [factor('opportunity.expansion')] },
      'createTask: Move the open expansion on: name the next step and its date.',
    ],
    [
      'seats in use',
      { opportunity: [factor('opportunity.utilization', 96)] },
      'generateQuote: Offer more seats; 96% are used.',
    ],
    [
      'growth',
      { opportunity: [factor('opportunity.growth', 20)] },
      'scheduleCall: Plan the next year with them while usage grows (20%).',
    ],
    [
      'one product not owned',
      { opportunity: [factor('opportunity.products', 1)] },
      'draftOutreach: Show them the one product that they do not have.',
    ],
    [
      'more of them',
      { opportunity: [factor('opportunity.products', 3)] },
      'draftOutreach: Show them one of the three products that they do not have.',
    ],
  ])('%s', (_, known, expected) => {
    const [first] = said(known)
    expect(first).toBe(expected)
  })

  it('names the factor as its reason', () => {
    expect(advised({ risk: [factor('risk.silence', 60)] })).toMatchObject([{ because: ['risk.silence'] }])
  })

  it('one that is only a sum asks for nothing', () => {
    expect(
      said({ risk: [factor('risk.health', 40), factor('risk.cap')], opportunity: [factor('opportunity.health', 90)] }),
    ).toEqual([])
  })

  it('the weightiest comes first', () => {
    const risk = [factor('risk.sentiment', null, 6), factor('risk.leaving', null, 12), factor('risk.silence', 60, 8)]
    expect(advised({ risk }).flatMap(({ because }) => because)).toEqual([
      'risk.leaving',
      'risk.silence',
      'risk.sentiment',
    ])
  })

  it('a chance waits while risk is high', () => {
    const opportunity = [factor('opportunity.utilization', 96)]
    expect(said({ opportunity, riskValue: 59 })).toHaveLength(1)
    expect(said({ opportunity, riskValue: 60 })).toEqual([])
  })
})

describe('what is missing', () => {
  it('a review that lies too far back is planned, one that is in time is not', () => {
    const review = (score: number | null) => said({ components: [component('engagement.qbr', { score })] })
    expect(review(99)).toEqual(['scheduleCall: Plan the next business review; the last one lies too far back.'])
    expect([review(100), review(null)]).toEqual([[], []])
  })

  it('of what is unknown, the weightiest alone is asked for', () => {
    const components = [
      component('relationship.champion', { score: null, weight: 5 }),
      component('usage.trend', { score: null, weight: 12 }),
      component('engagement.contact', { score: 80, weight: 20 }),
    ]
    expect(advised({ components })).toEqual([
      {
        text: 'Connect a source of usage, or import it; nothing is known of it here.',
        action: 'createTask',
        label: 'Add a task',
        because: ['health.usage.trend'],
      },
    ])
  })

  it('an unknown that nobody can enter by hand is not asked for', () => {
    expect(said({ components: [component('support', { score: null })] })).toEqual([])
  })
})

describe('a day’s worth', () => {
  it('is five at most, the calendar first', () => {
    const risk = ['risk.notice', 'risk.leaving', 'risk.silence', 'risk.sentiment', 'risk.usage'].map((code) =>
      factor(code),
    )
    const found = advised({ ...renewal(20), risk })
    expect(found).toHaveLength(5)
    expect(found[0]?.because).toEqual(['renewal'])
  })

  it('is nothing where all is well', () => expect(advised({})).toEqual([]))
})
