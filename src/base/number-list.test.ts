import fc from 'fast-check'
import { expect, it } from 'vitest'
import { numberList } from './number-list.ts'

const written = (numbers: readonly (number | null)[]): string =>
  `{${numbers.map((number) => (number === null ? 'NULL' : Object.is(number, -0) ? '-0' : String(number))).join(',')}}`

it('reads each number of a list as what it is written for, to the last bit', () => {
  const decimal = fc
    .tuple(fc.integer(), fc.integer({ min: 0, max: 12 }))
    .map(([digits, places]) => digits / 10 ** places)
  const number = fc.oneof(fc.integer(), decimal, fc.double({ noDefaultInfinity: true, noNaN: true }))
  fc.assert(
    fc.property(fc.array(fc.option(number)), (numbers) => {
      expect(numberList(written(numbers))).toEqual(numbers)
    }),
    { numRuns: 2000 },
  )
})

it.each([
  ['{}', []],
  ['{NULL}', [null]],
  ['{0,-0,007,1.50,-0.125}', [0, -0, 7, 1.5, -0.125]],
  ['{1e+20,1.5e-07,Infinity,-Infinity,NaN}', [1e20, 1.5e-7, Infinity, -Infinity, NaN]],
  ['{123456789012345678,0.12345678901234567}', [123456789012345680, 0.12345678901234566]],
])('reads %s', (text, numbers) => {
  expect(numberList(text)).toEqual(numbers)
})
