import { describe, expect, it } from 'vitest'
import { Today } from '../../base/today.ts'
import { TODAY } from '../../../test/given-customer.ts'
import { DEFAULT_RULES } from './analyze.defaults.ts'
import type { OverrideFact } from './facts.ts'
import { overrideOn, overrideUntil } from './override.ts'

const override = (known: Partial<OverrideFact> = {}): OverrideFact => ({
  figure: 'risk',
  value: 80,
  reason: 'told so',
  by: 'u1',
  from: TODAY - 10,
  until: TODAY + 10,
  ...known,
})
const valueOn = (asOf: number, ...overrides: OverrideFact[]) =>
  overrideOn(overrides, 'risk', { today: new Today(asOf), atMostDays: 90 })?.value ?? null

describe('an override in force', () => {
  it.each([
    [TODAY - 11, null],
    [TODAY - 10, 80],
    [TODAY + 10, 80],
    [TODAY + 11, null],
  ])('on day %i is %s', (asOf, value) => {
    expect(valueOn(asOf, override())).toBe(value)
  })

  it('is the one begun last, of the figure asked for', () => {
    const newer = override({ value: 20, from: TODAY - 2 })
    expect(valueOn(TODAY, newer, override(), override({ figure: 'health', value: 1, from: TODAY }))).toBe(20)
    expect(valueOn(TODAY - 3, newer, override())).toBe(80)
  })

  it('never holds beyond the longest allowed time, whatever its record says', () => {
    expect(valueOn(TODAY + 80, override({ until: TODAY + 999 }))).toBe(80)
    expect(valueOn(TODAY + 81, override({ until: TODAY + 999 }))).toBeNull()
  })
})

describe('the end of a new override', () => {
  it.each([
    [null, 30],
    [TODAY + 5, 5],
    [TODAY + 400, 90],
    [TODAY - 5, 0],
  ])('asked for %s lies %i days ahead', (asked, days) => {
    expect(overrideUntil(TODAY, asked, DEFAULT_RULES.override)).toBe(TODAY + days)
  })
})
