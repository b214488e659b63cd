import { describe, expect, it } from 'vitest'
import { givenAnalysis, givenClock, givenFacts, TODAY } from '../../test/given-customer.ts'
import { givenCycle, givenMember } from '../../test/given-cycle.ts'
import { scoreOf, signalsOf, type Scene, type Scored } from './signals-of.ts'

const run = (known: Partial<Scored> = {}): Scored => ({
  workflowId: 'in-band-risk',
  family: 'risk',
  stage: null,
  renewalId: null,
  inProgress: false,
  nextDueStepAt: null,
  ...known,
})

const scene = (known: Partial<Scene> = {}): Scene => ({
  facts: givenFacts({ arr: 90_000, accountPlan: 'invest' }),
  analysis: givenAnalysis({ risk: 40 }),
  assignedTo: 'u1',
  cycle: givenCycle(),
  ...known,
})

const main = givenClock(100, { renewalId: 'main', arrAtStake: 60_000 })
const small = givenClock(10, { renewalId: 'small', arrAtStake: 2_000, minor: true })
const later = givenClock(300, { renewalId: 'later', arrAtStake: 30_000 })

describe('what an execution is scored by', () => {
  it.each([
    [
      'a renewal by its own date and amount',
      { family: 'renewal', renewalId: 'later' },
      { daysUntilRenewal: 300, arr: 30_000 },
    ],
    ['a small renewal too', { family: 'renewal', renewalId: 'small' }, { daysUntilRenewal: 10, arr: 2_000 }],
    ['another family by the customer’s next renewal and its whole ARR', {}, { daysUntilRenewal: 100, arr: 90_000 }],
    [
      'a renewal that is not known any more by the next one',
      { family: 'renewal', renewalId: 'gone' },
      { daysUntilRenewal: 100, arr: 60_000 },
    ],
  ] as const)('is, for %s', (_, known, expected) => {
    const analysis = givenAnalysis({}, { renewals: [small, main, later] })
    expect(signalsOf(run(known), scene({ analysis }))).toMatchObject(expected)
  })

  it('is, with nothing but small renewals, the first of them', () => {
    const analysis = givenAnalysis({}, { renewals: [small] })
    expect(signalsOf(run(), scene({ analysis }))).toMatchObject({ daysUntilRenewal: 10, arr: 90_000 })
  })

  it('leaves unknown what is unknown', () => {
    const facts = givenFacts({ arr: null, accountPlan: null })
    expect(signalsOf(run({ family: 'renewal' }), scene({ facts }))).toMatchObject({
      arr: null,
      accountPlan: null,
      daysUntilRenewal: null,
      healthDecline: null,
      usageChangePercent: null,
    })
  })

  it('takes a renewal’s ARR from the customer where its own is not known', () => {
    const analysis = givenAnalysis({}, { renewals: [givenClock(50, { arrAtStake: null })] })
    expect(signalsOf(run({ family: 'renewal', renewalId: 'r1' }), scene({ analysis })).arr).toBe(90_000)
  })

  it('believes a person’s risk before the computed one', () => {
    const analysis = givenAnalysis({ risk: 40 }, { override: { health: null, risk: 90 } })
    expect(signalsOf(run(), scene({ analysis })).riskScore).toBe(90)
    const zero = givenAnalysis({ risk: 40 }, { override: { health: null, risk: 0 } })
    expect(signalsOf(run(), scene({ analysis: zero })).riskScore).toBe(0)
  })
})

describe('the person who has it', () => {
  const cycle = givenCycle({ loads: new Map([['u1', { active: 3, dueThisWeek: 9 }]]) }, [
    givenMember('u1', { experience: 1.15 }),
  ])

  it.each([
    ['carries what was in progress at the start of the run', 'u1', false, 3],
    ['does not carry the scored one itself', 'u1', true, 2],
    ['carries nothing when nothing was in progress', 'u2', false, 0],
    ['never carries less than nothing', 'u2', true, 0],
  ] as const)('%s', (_, assignedTo, inProgress, activeWorkflows) => {
    expect(signalsOf(run({ inProgress }), scene({ cycle, assignedTo })).activeWorkflows).toBe(activeWorkflows)
  })

  it('counts with their experience, and without one when they left', () => {
    expect(signalsOf(run(), scene({ cycle })).csmExperience).toBe(1.15)
    expect(signalsOf(run(), scene({ cycle, assignedTo: 'gone' })).csmExperience).toBeNull()
  })
})

describe('a snoozed step', () => {
  const inBerlin = givenCycle({ knowledge: { day: TODAY, timeZone: 'Europe/Berlin', mode: 'now' } })
  it.each([
    ['nothing', null, false],
    ['last week', '2027-03-08T09:00:00Z', true],
    ['this morning', '2027-03-15T05:00:00Z', true],
    ['late this evening', '2027-03-15T22:59:59Z', true],
    ['tomorrow at midnight', '2027-03-15T23:00:00Z', false],
  ])('that waits until %s is back on the Monday that it returns on, at whatever hour', (_, at, back) => {
    const nextDueStepAt = at === null ? null : new Date(at)
    expect(signalsOf(run({ nextDueStepAt }), scene({ cycle: inBerlin })).dueSnoozedStep).toBe(back)
  })
})

describe('the score', () => {
  it('keeps the days that are left with the day that they were counted on', () => {
    const analysis = givenAnalysis({ risk: 80 }, { renewals: [main] })
    const cycle = givenCycle()
    const { value, factors } = scoreOf(run(), { ...scene({ analysis }), cycle })
    expect(factors.find(({ code }) => code === 'urgency')).toMatchObject({ value: 100, on: TODAY })
    expect(factors.filter(({ code }) => code !== 'urgency').every(({ on }) => on === null)).toBe(true)
    const sum = factors.reduce((total, { contribution }) => total + Math.round(contribution * 100), 0)
    expect(sum / 100).toBe(value)
  })

  // strategic 2 × (1.5 × 18.5 + 4 + 1.5 × 0 + 1.2 × 10 + 0) = 87.5
  it('is 87.5 for an invested customer of 185,000 whose usage grew by a fifth, a year from its renewal', () => {
    const analysis = givenAnalysis(
      { risk: 10 },
      {
        renewals: [givenClock(365)],
        usage: {
          metric: 'active_users',
          changePercent: 20,
          netChangePercent: null,
          direction: 'up',
          current: 120,
          before: 100,
          lastDay: TODAY - 1,
        },
      },
    )
    const facts = givenFacts({ arr: 185_000, accountPlan: 'invest' })
    const strategic = run({ workflowId: 'strategic-planning', family: 'strategic' })
    expect(scoreOf(strategic, { ...scene({ facts, analysis }), cycle: givenCycle() }).value).toBe(87.5)
  })
})
