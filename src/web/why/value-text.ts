import type { Value } from '../../spine/value.contract.ts'
import { dayWithDate, days, figure, money, percent } from '../format.ts'

/** A value as it is read; `day` is today by the company's calendar. */
export function valueText(value: Value, day: string): string {
  switch (value.kind) {
    case 'date':
      return dayWithDate(value.date, day)
    case 'days':
      return days(value.days)
    case 'money':
      return money(value.amount, value.currency)
    case 'percent':
      return percent(value.percent)
    case 'number':
      return figure(value.number)
    case 'words':
      return value.words
  }
}
