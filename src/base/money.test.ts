import { expect, test } from 'vitest'
import { money } from './money.ts'

test.each([
  [12_499.6, 'USD', undefined, '$12,500'],
  [12_500, 'EUR', 'de-DE', '12.500\u00a0€'],
  [12_500, 'EUR', 'en-US', '€12,500'],
  [-3, 'USD', 'en-US', '-$3'],
])('%d %s in %s is %s, also the second time', (amount, currency, locale, text) => {
  expect(money(amount, currency, locale)).toBe(text)
  expect(money(amount, currency, locale)).toBe(text)
})

test('what is no currency is refused', () => {
  expect(() => money(1, 'dollars')).toThrow(RangeError)
})
