// Everything that a reader sees as a number, an amount or a date is written here, in the reader's own locale.

const MS_PER_DAY = 86_400_000
const TRUE_MINUS = '\u2212'

const withTrueMinus = (text: string): string => text.replace(/-(?=[\d.,]|\p{Sc})/gu, TRUE_MINUS)

const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function numbers(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const known = made.get(key)
  if (known instanceof Intl.NumberFormat) return known
  const format = new Intl.NumberFormat(undefined, options)
  made.set(key, format)
  return format
}

function dates(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const known = made.get(key)
  if (known instanceof Intl.DateTimeFormat) return known
  const format = new Intl.DateTimeFormat(undefined, options)
  made.set(key, format)
  return format
}

/** `$185,000`; whole amounts show no cents. */
export function money(amount: number, currency: string): string {
  const digits = Number.isInteger(amount) ? 0 : 2
  const format = numbers(`money ${currency} ${String(digits)}`, {
    style: 'currency',
    currency,
    // Dollars of the United States are plain dollars everywhere; those of other countries keep their country.
    currencyDisplay: currency === 'USD' ? 'narrowSymbol' : 'symbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return withTrueMinus(format.format(amount))
}

/** `+20%`, `−23%`, always whole; nothing that rounds to 0 has a sign. */
export function percentChange(percent: number): string {
  const format = numbers('percent', { style: 'percent', signDisplay: 'exceptZero', maximumFractionDigits: 0 })
  return withTrueMinus(format.format(Math.round(percent) / 100))
}

/** `64%` */
export const percent = (value: number): string =>
  withTrueMinus(numbers('share', { style: 'percent', maximumFractionDigits: 1 }).format(value / 100))

/** A score or a figure: as many decimals as it has, at most two. */
export const figure = (value: number): string =>
  withTrueMinus(numbers('figure', { maximumFractionDigits: 2 }).format(value))

/** One column of points: the same decimals in every row. `signed` rows carry + or a true minus. */
export function points(
  value: number,
  { digits, signed }: { readonly digits: number; readonly signed: boolean },
): string {
  const format = numbers(`points ${String(digits)} ${String(signed)}`, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: signed ? 'exceptZero' : 'auto',
  })
  return withTrueMinus(format.format(value))
}

/** How many decimals a column needs so that none of its values is cut: 0, 1 or 2. */
export function digitsOf(values: readonly number[]): number {
  const hundredths = values.map((value) => Math.round(Math.abs(value) * 100))
  if (hundredths.every((value) => value % 100 === 0)) return 0
  return hundredths.every((value) => value % 10 === 0) ? 1 : 2
}

/** `3 days`, `1 day`. */
export const days = (count: number): string =>
  withTrueMinus(numbers('days', { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(count))

/** `45 min` */
export const minutes = (count: number): string =>
  numbers('minutes', { style: 'unit', unit: 'minute', unitDisplay: 'short' }).format(count)

/** Days that are left or have passed, without their sign. */
export const daysAway = (count: number): string => (count === 0 ? 'Today' : days(Math.abs(count)))

const instantOf = (isoDay: string): Date => new Date(`${isoDay}T00:00:00Z`)

/** `Monday, 27 October` */
export const longDay = (isoDay: string): string =>
  dates('long', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(instantOf(isoDay))

/** `Thu, 30 October`, with the year when it is not the year of `today`. */
export function dayWithDate(isoDay: string, today: string): string {
  const sameYear = isoDay.slice(0, 4) === today.slice(0, 4)
  const format = sameYear
    ? dates('day', { weekday: 'short', day: 'numeric', month: 'long', timeZone: 'UTC' })
    : dates('day year', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  return format.format(instantOf(isoDay))
}

/** `3 October`, with the year when it is not the year of `today`. */
export function plainDay(isoDay: string, today: string): string {
  const sameYear = isoDay.slice(0, 4) === today.slice(0, 4)
  return dates(sameYear ? 'plain' : 'plain year', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(instantOf(isoDay))
}

/** `March 2021` */
export const monthAndYear = (isoDay: string): string =>
  dates('month', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(instantOf(isoDay))

/** Age in words: `today`, `yesterday`, then the date. */
export function ageOf(isoDay: string, today: string): string {
  const age = Math.round((instantOf(today).getTime() - instantOf(isoDay).getTime()) / MS_PER_DAY)
  if (age === 0 || age === 1) return numbersOfDays(-age)
  return plainDay(isoDay, today)
}

function numbersOfDays(offset: number): string {
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(offset, 'day')
}

/** `6:00` in the reader's time. */
export const clockTime = (isoInstant: string): string =>
  dates('time', { hour: 'numeric', minute: '2-digit' }).format(new Date(isoInstant))

/** `today`, `yesterday`, or the date of an instant, by the reader's calendar. */
export function dayOfInstant(isoInstant: string, now: Date): string {
  const midnight = (instant: Date): number => new Date(instant).setHours(0, 0, 0, 0)
  const instant = new Date(isoInstant)
  const age = Math.round((midnight(now) - midnight(instant)) / MS_PER_DAY)
  if (age === 0 || age === 1) return numbersOfDays(-age)
  return dates('instant day', { weekday: 'short', day: 'numeric', month: 'long' }).format(instant)
}

/** `Nora` of `Nora Whitcombe`. */
export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? name

/** `NW` of `Nora Whitcombe`. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return ends
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}

/** When something returns: `today, 10:00`, `Wed 29 Oct, 10:00`, by the reader's calendar. */
export function returnWords(isoInstant: string, now: Date): string {
  const instant = new Date(isoInstant)
  const sameDay = new Date(instant).setHours(0, 0, 0, 0) === new Date(now).setHours(0, 0, 0, 0)
  const day = dates('return day', { weekday: 'short', day: 'numeric', month: 'short' }).format(instant)
  return `${sameDay ? numbersOfDays(0) : day}, ${clockTime(isoInstant)}`
}

/** `Thu 30 Oct` of an instant, by the reader's calendar. */
export const shortDay = (isoInstant: string): string =>
  dates('return day', { weekday: 'short', day: 'numeric', month: 'short' }).format(new Date(isoInstant))

/** When something was done: `9:02` today, else the day. */
export function doneWords(isoInstant: string, now: Date): string {
  const day = dayOfInstant(isoInstant, now)
  return day === numbersOfDays(0) ? clockTime(isoInstant) : day
}

/** `27 October 2026` */
export const longDate = (isoDay: string): string =>
  dates('long date', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(instantOf(isoDay))
