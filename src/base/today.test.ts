import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Today } from './today.ts'

const days = fc.integer({ min: -400, max: 400 })

/** Asks everything at once, as a rule with several limits would. */
const answers = (today: Today, limits: readonly number[]) =>
  limits.map((limit) => [today.hasCome(limit), today.weeksBegunSince(limit), today.isOneOfEvery(20, limit)])

describe('Today', () => {
  it('has come on the day itself and on every later one', () => {
    const today = new Today(100)
    expect([99, 100, 101].map((day) => today.hasCome(day))).toEqual([true, true, false])
  })

  it.each([
    [100, 0],
    [101, 1],
    [107, 1],
    [108, 2],
    [93, 0],
  ])('on day %i has begun %i weeks since day 100', (day, weeks) => {
    expect(new Today(day).weeksBegunSince(100)).toBe(weeks)
  })

  it.each([
    [100, true],
    [103, true],
    [97, true],
    [99, false],
    [101, false],
    [102, false],
  ])('on day %i is one of every three days from day 100 and before it: %s', (day, isOne) => {
    expect(new Today(day).isOneOfEvery(3, 100)).toBe(isOne)
  })

  it('changes on the next of every so many days, and on the day after one', () => {
    const [between, on] = [new Today(101), new Today(100)]
    between.isOneOfEvery(7, -5)
    on.isOneOfEvery(7, 100)
    expect([between.changesOn, on.changesOn]).toEqual([107, 101])
  })

  it('changes on the nearest day that has not come', () => {
    const today = new Today(100)
    expect(today.changesOn).toBe(Infinity)
    for (const limit of [90, 130, 104, 120]) today.hasCome(limit)
    expect(today.changesOn).toBe(104)
  })

  it('changes tomorrow for whoever has asked which day it is', () => {
    const today = new Today(100)
    expect(today.day).toBe(100)
    expect(today.changesOn).toBe(101)
  })

  it('answers alike on every day before it changes, and otherwise on that day', () => {
    fc.assert(
      fc.property(days, fc.array(days, { minLength: 1, maxLength: 6 }), (day, limits) => {
        const today = new Today(day)
        const said = answers(today, limits)
        const until = Math.min(today.changesOn, day + 60)
        for (let later = day + 1; later < until; later += 1) {
          expect(answers(new Today(later), limits)).toEqual(said)
        }
        if (today.changesOn <= day + 60) {
          expect(answers(new Today(today.changesOn), limits)).not.toEqual(said)
        }
      }),
    )
  })
})
