import { field } from './field.ts'
import type { KindSpec } from './spec.ts'

/** One unit of a currency in the company's reporting currency, from a day on. */
export const rates: KindSpec = {
  kind: 'rates',
  table: 'rates',
  own: ['rate', 'exchange'],
  identity: [['currency', 'day']],
  fields: [
    field('currency', 'currency', 'from, from currency, currency code, base, base currency, iso code, währung', {
      required: true,
    }),
    field('day', 'day', 'date, from date, valid from, effective date, as of, on, datum', { required: true }),
    field('number', 'rate', 'exchange rate, value, fx rate, conversion rate, kurs', {
      required: true,
      least: 0.000_000_01,
      most: 999_999_999,
    }),
  ],
}
