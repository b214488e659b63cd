import type { Day } from '../../base/day.ts'
import type { UsageTrend } from './analysis.ts'
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

function size(value: number): string {
  const magnitude = Math.abs(value)
  return String(magnitude < 10 ? Math.round(magnitude * 10) / 10 : Math.round(magnitude))
}

/** A percentage without its sign, whole unless it is small. */
export const percent = (value: number): string => `${size(value)}%`

/** Where usage goes, in a clause. Where all customers moved, the difference to them is told: "fell" would be untrue of who only fell behind. */
export function usageClause({ direction, changePercent, netChangePercent }: UsageTrend): string {
  if (netChangePercent === null) {
    return direction === 'flat'
      ? 'usage is steady'
      : `usage ${direction === 'up' ? 'grew' : 'fell'} ${percent(changePercent)}`
  }
  if (direction === 'flat') return 'usage moves as everybody’s does'
  const points = size(netChangePercent)
  return `usage is ${points} ${points === '1' ? 'point' : 'points'} ${direction === 'up' ? 'ahead of' : 'behind'} everybody’s`
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
