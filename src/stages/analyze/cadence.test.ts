import { describe, expect, it } from 'vitest'
import { Today } from '../../base/today.ts'
import { DEFAULT_RULES } from './analyze.defaults.ts'
import { cadenceOf, cadenceScore } from './cadence.ts'

describe('the cadence of contact', () => {
  it.each([
    ['high', 30, 90],
    ['mid', 60, 180],
    ['low', 120, null],
    ['digital', 180, null],
    [null, 60, 180],
  ] as const)('with touch %s is %i days, reviews %s', (touch, contactDays, qbrDays) => {
    expect(cadenceOf(touch, DEFAULT_RULES.cadence)).toEqual({ contactDays, qbrDays })
  })

  it.each([
    [0, 100],
    [30, 100],
    [31, 87.5],
    [37, 87.5],
    [38, 75],
    [58, 50],
    [79, 12.5],
    [80, 0],
    [900, 0],
  ])('%i days of 30 score %f, in whole weeks', (days, score) => {
    expect(cadenceScore(1000 - days, { today: new Today(1000), everyDays: 30, pointsPerWeek: 12.5 })).toBe(score)
  })

  it.each([
    ['within it, until it is over', 10, 12.5, 1021],
    ['beyond it, for the rest of the week', 31, 12.5, 1007],
    ['once it is 0, for good', 80, 12.5, Infinity],
    ['where it counts for nothing, for good', 31, 0, Infinity],
  ])('holds %s', (_, days, pointsPerWeek, until) => {
    const today = new Today(1000)
    cadenceScore(1000 - days, { today, everyDays: 30, pointsPerWeek })
    expect(today.changesOn).toBe(until)
  })
})
