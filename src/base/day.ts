/** A calendar day as a whole number: days since 1970-01-01. Arithmetic is plain; ISO strings (YYYY-MM-DD) exist only at the edges. */
export type Day = number

const MS_PER_DAY = 86_400_000
const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/

/** Parses `YYYY-MM-DD`; undefined when it is no calendar day (2027-02-29, 2027-13-01, text). */
export function parseDay(iso: string): Day | undefined {
  const parts = ISO_DAY.exec(iso)
  if (!parts) return undefined
  const milliseconds = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]))
  const day = Math.floor(milliseconds / MS_PER_DAY)
  return isoDay(day) === iso ? day : undefined
}

/** Parses `YYYY-MM-DD` that is known to be right (configuration, tests, our own output). Throws otherwise. */
export function day(iso: string): Day {
  const parsed = parseDay(iso)
  if (parsed === undefined) throw new Error(`"${iso}" is not a calendar day; write it as YYYY-MM-DD`)
  return parsed
}

// A book of a million customers names the same thousand days over and over.
const written = new Map<Day, string>()
const MOST_REMEMBERED = 10_000

/** The day as `YYYY-MM-DD`. */
export function isoDay(value: Day): string {
  const known = written.get(value)
  if (known !== undefined) return known
  const iso = new Date(value * MS_PER_DAY).toISOString().slice(0, 10)
  if (written.size === MOST_REMEMBERED) written.clear()
  written.set(value, iso)
  return iso
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  formatters.set(timeZone, made)
  return made
}

/** The calendar day that an instant falls on in an IANA time zone. Throws RangeError for an unknown zone. */
export function dayIn(timeZone: string, instant: Date): Day {
  return day(formatterOf(timeZone).format(instant))
}

/** Whole calendar days from one day to another; negative when `to` lies before `from`. */
export const daysBetween = (from: Day, to: Day): number => to - from

/** Monday 1 … Sunday 7. Day 0, 1970-01-01, was a Thursday. */
export const weekdayOf = (value: Day): number => ((((value + 3) % 7) + 7) % 7) + 1

export type WorkingDays = readonly number[]

export const MONDAY_TO_FRIDAY: WorkingDays = [1, 2, 3, 4, 5]

// Whoever works on no day of the week would be looked for for ever.
const worksAtAll = (working: WorkingDays): boolean => [1, 2, 3, 4, 5, 6, 7].some((weekday) => working.includes(weekday))

/** The working day that lies `count` working days after `start` (count 0: the first working day on or after it). */
export function addWorkingDays(start: Day, count: number, working: WorkingDays = MONDAY_TO_FRIDAY): Day {
  if (!worksAtAll(working)) return start + count
  let current = start
  while (!working.includes(weekdayOf(current))) current += 1
  for (let left = count; left > 0; left -= 1) {
    current += 1
    while (!working.includes(weekdayOf(current))) current += 1
  }
  return current
}

/** The last working day on or before a day. */
export function lastWorkingDayUntil(value: Day, working: WorkingDays = MONDAY_TO_FRIDAY): Day {
  if (!worksAtAll(working)) return value
  let current = value
  while (!working.includes(weekdayOf(current))) current -= 1
  return current
}
