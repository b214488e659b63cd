import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reconcileHundredths, roundHundredth, toHundredths } from './round.ts'

describe('rounding to a hundredth', () => {
  test.each([
    [1.005, 1.01],
    [1.015, 1.02],
    [2.675, 2.68],
    [-1.005, -1.01],
    [0.004999, 0],
    [87.5, 87.5],
    [287.00000000000006, 287],
    [1e-9, 0],
    [-0.001, 0],
    [123456789.125, 123456789.13],
    [1.5e-7, 0],
  ])('%d becomes %d, half away from zero on the decimal value', (value, expected) => {
    expect(roundHundredth(value)).toBe(expected)
  })

  test('never gives a negative zero', () => {
    expect(Object.is(roundHundredth(-0.001), 0)).toBe(true)
  })

  test.each([NaN, Infinity, -Infinity])('refuses %d', (value) => {
    expect(() => toHundredths(value)).toThrow('Cannot round')
  })

  test('is the same number from both sides of zero', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        (value) => toHundredths(-value) === (-toHundredths(value) || 0),
      ),
    )
  })
})

describe('contributions', () => {
  const parts = fc.array(fc.double({ min: -500, max: 500, noNaN: true }), { minLength: 1, maxLength: 12 })

  test('add up to the rounded total exactly, in whole hundredths', () => {
    fc.assert(
      fc.property(parts, (exact) => {
        const total = exact.reduce((sum, part) => sum + part, 0)
        const sum = reconcileHundredths(exact, total).reduce((whole, part) => whole + toHundredths(part), 0)
        return sum === toHundredths(total)
      }),
    )
  })

  test('stay within one hundredth of what they are', () => {
    fc.assert(
      fc.property(parts, (exact) => {
        const total = exact.reduce((sum, part) => sum + part, 0)
        return reconcileHundredths(exact, total).every((part, index) => Math.abs(part - (exact[index] ?? 0)) <= 0.0151)
      }),
    )
  })

  test('give the difference to the row that rounding hurt most', () => {
    expect(reconcileHundredths([33.333, 33.333, 33.334], 100)).toEqual([33.33, 33.33, 33.34])
    expect(reconcileHundredths([0.004, 0.004, 0.004], 0.012)).toEqual([0.01, 0, 0])
  })

  test('without rows there is nothing to reconcile', () => {
    expect(reconcileHundredths([], 0)).toEqual([])
  })
})
