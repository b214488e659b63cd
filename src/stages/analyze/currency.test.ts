import { expect, test } from 'vitest'
import { converted } from './currency.ts'

const conversion = {
  reporting: 'USD',
  rates: new Map([
    ['EUR', 1.1],
    ['JPY', 0.0067],
  ]),
}

test.each([
  ['an amount in the reporting currency stays as it is', 100, 'USD', null, 100],
  ['another currency is converted', 100, 'EUR', null, 110],
  ['and rounded to a hundredth', 12_345, 'JPY', null, 82.71],
  ['an amount without a currency is in the customer’s', 100, null, 'EUR', 110],
  ['or else in the reporting one', 100, null, null, 100],
  ['an amount without a rate is unknown', 100, 'CHF', null, null],
  ['and so is one that is not given', null, 'EUR', null, null],
])('%s', (_name, amount, currency, fallback, expected) => {
  expect(converted(amount, currency, { conversion, fallback })).toBe(expected)
})
