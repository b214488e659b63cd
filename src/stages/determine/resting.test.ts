import { describe, expect, it } from 'vitest'
import { givenClock, givenRest, TODAY } from '../../../test/given-customer.ts'
import { decided, saying, renewing } from '../../../test/given-decision.ts'
import { renewalScope } from '../../spine/rest.ts'

describe('rests', () => {
  const risk = (known: object, days = 250) => ({ ...renewing(days), ...known })
  const rest = (known: Partial<ReturnType<typeof givenRest>> = {}, then = {}) =>
    givenRest({
      family: 'risk',
      scope: 'risk',
      until: TODAY - 1,
      ...known,
      whileUnchanged: {
        input: 'risk.health',
        risk: 75,
        factors: ['risk.health'],
        fellBelow: false,
        anchor: null,
        ...then,
      },
    })

  it.each([
    ['within its 30 days', rest({ until: TODAY }), 99, 0],
    ['after them, with nothing new', rest(), 80, 0],
    ['after them, when risk rose by ten', rest(), 85, 1],
    ['after them, when it had been calm in between', rest({}, { fellBelow: true }), 75, 1],
    ['after them, with a new factor', rest({}, { factors: ['risk.other'] }), 75, 1],
    ['called bad data, as long as the data are the same', rest({ reason: 'bad-data', until: TODAY - 99 }), 99, 0],
    ['called bad data, when they changed', rest({ reason: 'bad-data' }, { input: 'risk.other' }), 75, 1],
  ])('risk %s', (_, resting, value, opens) => {
    const found = decided(risk({ figures: { risk: value }, rests: [resting] }))
    expect(found.decisions.filter(({ kind }) => kind === 'open')).toHaveLength(opens)
    expect(found.resting).toHaveLength(1 - opens)
  })

  it('remembers that it was calm', () => {
    expect(decided(risk({ figures: { risk: 40 }, rests: [rest()] })).decisions).toMatchObject([
      { kind: 'note-rest', restId: 'rest1', whileUnchanged: { fellBelow: true } },
    ])
  })

  const done = (anchor: number) =>
    givenRest({
      family: 'renewal',
      scope: renewalScope('r1', 'urgent'),
      whileUnchanged: { input: '', risk: null, factors: [], fellBelow: false, anchor },
    })

  it('a stage that was dealt with rests until the next, unless the date is that of another term', () => {
    expect(saying({ ...renewing(20), rests: [done(TODAY + 20)] })).toEqual([])
    expect(saying({ ...renewing(14), rests: [done(TODAY + 14)] })).toEqual(['open critical-intervention'])
    expect(saying({ ...renewing(20), rests: [done(TODAY - 345)] })).toEqual(['open urgent-action'])
  })

  it.each([
    ['put off by a quarter', 90, []],
    ['counted to the end once notice is given, not to the last day for it', 60, []],
    ['brought forward by a quarter', -90, []],
    ['moved by as much as it is worked in', 180, []],
    ['moved by a day more', 181, ['open urgent-action']],
    ['prolonged in place by a year', 365, ['open urgent-action']],
  ])('a stage that was dealt with, of a date %s', (_, moved, opens) => {
    expect(saying({ ...renewing(20), rests: [done(TODAY + 20 - moved)] })).toEqual(opens)
  })

  it.each([
    ['opportunity', { figures: { opportunity: 80 } }, 'opportunity'],
    ['strategic', { facts: { accountPlan: 'invest' } }, 'strategic-planning'],
    [
      'cadence',
      { analysis: { renewals: [givenClock(250)], lastTwoWayOn: TODAY - 99, lastQbrOn: TODAY - 170 } },
      'health-check',
    ],
  ] as const)('%s rests to its day', (family, known, scope) => {
    const world = { ...renewing(250), ...known }
    expect(decided(world).decisions).toHaveLength(1)
    expect(decided({ ...world, rests: [givenRest({ family, scope, until: TODAY })] }).decisions).toEqual([])
    expect(decided({ ...world, rests: [givenRest({ family, scope, until: TODAY - 1 })] }).decisions).toHaveLength(1)
  })
})
