import type { Day } from '../../base/day.ts'
import { civilOf } from './calendar-months.ts'

const SMALL = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** Small whole numbers as words, others as figures. */
export const spoken = (value: number): string => SMALL[value] ?? String(value)

/** "one ticket", "five tickets", "23 tickets". */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${spoken(value)} ${value === 1 ? one : many}`

/** "3 days", "1 day": time is always a figure, so that it can be compared at a glance. */
export const inDays = (days: number): string => `${String(days)} ${days === 1 ? 'day' : 'days'}`

/** A percentage without its sign, whole unless it is small. */
export function percent(value: number): string {
  const size = Math.abs(value)
  return `${String(size < 10 ? Math.round(size * 10) / 10 : Math.round(size))}%`
}

/** A figure of 0–100 as it is shown. */
export const figure = (value: number): string => String(Math.round(value))

/** "3 October"; with the year where it is not the reader's. */
export function onDay(day: Day, today: Day): string {
  const { year, month, date } = civilOf(day)
  const words = `${String(date)} ${MONTHS[month - 1] ?? ''}`
  return year === civilOf(today).year ? words : `${words} ${String(year)}`
}

/** "a", "a and b", "a, b and c". */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts[0] ?? ''
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A clause as a sentence. */
export const asSentence = (clause: string): string => (clause === '' ? '' : `${capital(clause)}.`)

export function money(amount: number, currency: string, locale = 'en-US'): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 }).format(amount)
}
