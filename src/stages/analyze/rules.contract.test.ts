import { describe, expect, it } from 'vitest'
import { DEFAULT_RULES } from './analyze.defaults.ts'
import { COMPONENT_CODES, ProfileCondition, Rules, StageRow } from './rules.contract.ts'

/** The default rules with one value changed, named by its path. */
function changed(path: string, value: unknown): unknown {
  const rules = structuredClone(DEFAULT_RULES) as Record<string, unknown>
  const keys = path.split('/')
  const last = keys.pop() ?? ''
  let place: Record<string, unknown> = rules
  for (const key of keys) place = place[key] as Record<string, unknown>
  if (value === undefined) delete place[last]
  else place[last] = value
  return rules
}

const accepts = (path: string, value: unknown): boolean => Rules.safeParse(changed(path, value)).success

describe('the rules of an analysis', () => {
  it('that ship are accepted as they are', () => expect(Rules.parse(DEFAULT_RULES)).toEqual(DEFAULT_RULES))

  it.each<[path: string, least: number, most: number, below: number, above: number]>([
    ['weights/usage.trend', 0, 1000, -0.01, 1000.01],
    ['weights/pulse', 0, 1000, -1, 1001],
    ['cadence/contactDays/high', 0, 3660, -1, 3661],
    ['cadence/qbrDays/mid', 0, 3660, -1, 3661],
    ['health/utilizationFull', 0.01, 1, 0, 1.01],
    ['health/trendFlat', 0, 100, -1, 101],
    ['health/breadthFull', 0.01, 1, 0, 1.01],
    ['health/contactPointsPerWeek', 0, 1000, -1, 1001],
    ['health/pulse/red', -1000, 1000, -1001, 1001],
    ['health/support/openAtMost', -1000, 1000, -1001, 1001],
    ['trend/deadBandPercent', 0, 100, -1, 101],
    ['trend/minimumDays', 1, 28, 0, 29],
    ['trend/bookPercent', 0, 100, -1, 101],
    ['risk/healthShare', 0, 1, -0.01, 1.01],
    ['risk/silence/days', 0, 3660, -1, 3661],
    ['risk/silence/points', -1000, 1000, -1001, 1001],
    ['risk/sentiment/atMost', -1, 1, -1.01, 1.01],
    ['risk/noticeGiven', 0, 100, -1, 101],
    ['opportunity/health/atLeast', 0, 100, -1, 101],
    ['opportunity/risk/atLeast', 0, 100, -1, 101],
    ['freshness/usageDays', 0, 3660, -1, 3661],
    ['freshness/uncertainBelow', 0, 1, -0.01, 1.01],
    ['override/atMostDays', 0, 3660, -1, 3661],
    ['renewals/coTermDays', 0, 3660, -1, 3661],
    ['renewals/minorShare', 0, 1, -0.01, 1.01],
  ])('%s lies between %d and %d', (path, least, most, below, above) => {
    expect([least, most].map((value) => accepts(path, value))).toEqual([true, true])
    expect([below, above].map((value) => accepts(path, value))).toEqual([false, false])
  })

  it.each([
    ['health/trendZeroPercent', -1, -0.5],
    ['health/trendFullPercent', 1, 0.5],
    ['health/threadsFull', 1, 0],
    ['opportunity/products/notOwnedAtLeast', 1, 0],
    ['opportunity/utilization/atLeast', 0, -1],
    ['renewals/minorFloor', 0, -1],
  ])('%s may be %d and not %d', (path, may, mayNot) => {
    expect([accepts(path, may), accepts(path, mayNot)]).toEqual([true, false])
  })

  it.each(['cadence/contactDays/low', 'trend/minimumDays', 'risk/leaving/days', 'renewals/expiringDays'])(
    '%s are whole days',
    (path) => expect(accepts(path, 2.5)).toBe(false),
  )

  it.each([
    'weights/support',
    'cadence/touchWhenUnknown',
    'health/support/perOpen/urgent',
    'trend/metrics',
    'risk/usageDrops',
    'stages/clock',
    'renewals/forgottenDays',
  ])('%s cannot be left out', (path) => expect(accepts(path, undefined)).toBe(false))

  it.each<[string, unknown]>([
    ['weights/nobody', 3],
    ['risk/silense', { days: 3, points: 3 }],
    ['stages/preset', 'four-stage'],
    ['weights/support', '15'],
    ['weights/support', Number.NaN],
    ['weights/support', Infinity],
    ['trend/metrics', []],
    ['trend/metrics', ['']],
    ['stages/table', []],
    ['stages/clock', 'sometimes'],
    ['risk/signals', { churn: 'panic' }],
    ['cadence/touchWhenUnknown', 'none'],
    ['cadence/contactDays/mid', null],
  ])('%s of %j is refused', (path, value) => expect(accepts(path, value)).toBe(false))

  it('expect no review where the cadence says none', () => expect(accepts('cadence/qbrDays/digital', null)).toBe(true))

  it('have a weight for every component, and for nothing else', () => {
    expect(Object.keys(DEFAULT_RULES.weights).toSorted()).toEqual([...COMPONENT_CODES].toSorted())
  })
})

describe('a row of the stages', () => {
  it.each([
    { untilDays: 30, stage: 'urgent' },
    { untilDays: -5, stage: 'emergency' },
    { untilDays: null, stage: 'monitor' },
    { untilDays: 7, riskAbove: 60, stage: 'emergency' },
  ])('%j is one', (row) => expect(StageRow.safeParse(row).success).toBe(true))

  it.each([
    { stage: 'urgent' },
    { untilDays: 30 },
    { untilDays: 30.5, stage: 'urgent' },
    { untilDays: 30, stage: 'soon' },
    { untilDays: 30, stage: 'urgent', riskAbove: 101 },
    { untilDays: 30, stage: 'urgent', colour: 'red' },
  ])('%j is none', (row) => expect(StageRow.safeParse(row).success).toBe(false))
})

describe('the condition of a profile', () => {
  it.each([
    {},
    { segment: [] },
    { segment: ['Enterprise'], touch: ['high'] },
    { lifecycle: ['onboarding'], status: ['active', 'trial'] },
    { product: ['Core'], tier: ['gold'] },
  ])('%j is one', (condition) => expect(ProfileCondition.safeParse(condition).success).toBe(true))

  it.each([{ segment: 'Enterprise' }, { touch: ['personal'] }, { lifecycle: ['old'] }, { region: ['EMEA'] }])(
    '%j is none',
    (condition) => expect(ProfileCondition.safeParse(condition).success).toBe(false),
  )
})
