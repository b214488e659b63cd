import { describe, expect, it } from 'vitest'
import { givenAnalysis, givenClock, TODAY } from '../../../test/given-customer.ts'
import type { Analysis, Factor, HealthComponent, SupportSummary, UsageTrend } from './analysis.ts'
import { talkingPointsFor } from './talking-points.ts'

const component = (code: string, score: number | null, value: number | null): HealthComponent => ({
  code,
  weight: 10,
  score,
  value,
  stale: false,
  keptSince: null,
  on: null,
})

const support = (known: Partial<SupportSummary>): Pick<Analysis, 'support'> => ({
  support: { ...givenAnalysis({}).support, ...known },
})

const usage = (known: Partial<UsageTrend>): Pick<Analysis, 'usage'> => ({
  usage: {
    metric: 'logins',
    changePercent: 0,
    netChangePercent: null,
    direction: 'flat',
    current: 100,
    before: 100,
    lastDay: TODAY - 1,
    ...known,
  },
})

const risk = (code: string, value: Factor['value'] = null): Pick<Analysis, 'risk'> => ({
  risk: { value: 50, factors: [{ code, value, contribution: 10, source: 'contacts', on: null }] },
})

function points(known: Partial<Analysis>): string[] {
  const analysis: Analysis = { ...givenAnalysis({ health: 60, risk: 0 }), ...known }
  const customer = { name: 'Larkspur', arr: 80_000, accountPlan: 'manage' as const }
  return talkingPointsFor({ customer, analysis, today: TODAY, currency: 'USD' })
}

describe('what to bring up with a customer', () => {
  it.each<[string, Partial<Analysis>, string[]]>([
    ['nothing where nothing is to be said', {}, []],
    [
      'what is done about open tickets',
      support({ open: 5, openUrgent: 2 }),
      ['Five tickets are open, two of them urgent: say what is being done, and until when.'],
    ],
    [
      'how long tickets took, from three days on',
      support({ open: 1, resolutionHours: 96 }),
      ['One ticket is open; tickets took 4 days on average: say what is being done, and until when.'],
    ],
    [
      'not how long they took, where that was quick',
      support({ open: 1, resolutionHours: 71 }),
      ['One ticket is open: say what is being done, and until when.'],
    ],
    [
      'whether all is solved, where tickets were and none is open',
      support({ opened28: 3 }),
      ['No ticket is open any more: ask whether all is solved for them.'],
    ],
    [
      'what a rise of usage achieved',
      usage({ direction: 'up', changePercent: 20 }),
      ['Usage grew 20% in 28 days: ask what they achieved with it.'],
    ],
    [
      'what changed where usage fell',
      usage({ direction: 'down', changePercent: -23 }),
      ['Usage fell 23% in 28 days: ask what changed in the team.'],
    ],
    ['nothing of usage that is steady', usage({}), []],
    [
      'no worry about a fall that everybody has',
      usage({ changePercent: -22, netChangePercent: 0 }),
      ['Usage moved 22% in 28 days, as it did for everybody: no reason to worry them.'],
    ],
    [
      'how many seats they will need, from nine in ten on',
      { components: [component('usage.utilization', 100, 90)] },
      ['90% of their seats are used on a busy day: ask how many they will need.'],
    ],
    [
      'who has still to be brought in, below a half',
      { components: [component('usage.utilization', 40, 49)] },
      ['49% of their seats are used on a busy day: ask who still has to be brought in.'],
    ],
    ['nothing of seats in between', { components: [component('usage.utilization', 80, 70)] }, []],
    ['nothing of seats that are unknown', { components: [component('usage.utilization', null, 20)] }, []],
    [
      'who follows the champion',
      risk('risk.sponsor-left', 'champion'),
      ['Their champion has left: ask who takes over, and what matters to that person.'],
    ],
    [
      'a second person where there is one',
      { components: [component('relationship.threads', 30, 1)] },
      ['You are in touch with one person only: ask for a second one.'],
    ],
    [
      'anybody at all where there is nobody',
      { components: [component('relationship.threads', 0, 0)] },
      ['You are in touch with nobody there: ask who would talk to you.'],
    ],
    ['nobody more where there are two', { components: [component('relationship.threads', 60, 2)] }, []],
    [
      'how they decide, within 120 days',
      { renewals: [givenClock(120)] },
      ['The date to decide by is 13 July: ask how they decide, and who signs.'],
    ],
    ['nothing of a date that is far off', { renewals: [givenClock(121)] }, []],
    ['nothing of a date that has passed', { renewals: [givenClock(-1)] }, []],
    [
      'an invoice that is late',
      risk('risk.invoice-late', 30),
      ['An invoice is late: ask whether something is wrong with it.'],
    ],
    [
      'a reference, where health is high and risk low',
      { health: { value: 80, factors: [] }, risk: { value: 39, factors: [] } },
      ['Health is 80: ask for a reference or a story.'],
    ],
    ['no reference of one at risk', { health: { value: 95, factors: [] }, risk: { value: 40, factors: [] } }, []],
  ])('%s', (_, known, expected) => expect(points(known)).toEqual(expected))

  it('five at most, tickets and usage before the rest', () => {
    const all = points({
      ...support({ open: 2 }),
      ...usage({ direction: 'down', changePercent: -30 }),
      ...risk('risk.invoice-late', 30),
      components: [component('usage.utilization', 40, 30), component('relationship.threads', 30, 1)],
      renewals: [givenClock(30)],
      health: { value: 90, factors: [] },
    })
    expect(all).toHaveLength(5)
    expect(all.map((point) => point.split(/[ ;:]/)[0])).toEqual(['Two', 'Usage', '30%', 'You', 'The'])
  })
})
