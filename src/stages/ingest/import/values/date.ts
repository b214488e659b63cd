/** The order in which a column writes day and month; `unknown` where nothing in it tells. */
export type DateOrder = 'day-first' | 'month-first' | 'unknown'

export type DateReading = {
  readonly order: DateOrder
  /** The whole column is five-digit numbers of a spreadsheet: days since 1899-12-30. */
  readonly serials?: boolean
}

/** A date as written: its parts, and the moment in it with its distance from UTC in minutes where it says so. */
export type DateParts = {
  readonly iso: string
  readonly time?: { readonly seconds: number; readonly offset: number | undefined }
}

const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?!\d)/
const DAY_NAME_YEAR =
  /^(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]*(?:de\s+)?(\p{L}{3,})\.?,?[\s-]*(?:de\s+)?(\d{4}|\d{2})(?!\d)/u
const NAME_DAY_YEAR = /^(\p{L}{3,})\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?(?:,|\s)[\s-]*(\d{4})(?!\d)/u
const WEEKDAY =
  /^(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)[a-z]*[.,]*\s+(?=[\p{L}\d])/iu
const TIME =
  /^(?:[T\s,]+|\s*(?:at|um)\s+)(\d{1,2})(?::(\d{2}))?(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(am|pm|a\.m\.|p\.m\.|uhr)?\s*(z|utc|gmt|(?:gmt|utc)?[-+]\d{2}:?(?:\d{2})?)?(?:\s*\([^)]*\))?$/i
const EPOCH = /^(\d{10}|\d{13})$/

const MONTHS = new Map(
  (
    'jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec;january,february,march,april,may,june,july,august,september,october,november,december;' +
    'jän,feb,mrz,apr,mai,jun,jul,aug,sep,okt,nov,dez;jänner,feber;jan,feb,mär,apr,mai,jun,jul,aug,sept,okt,nov,dez;januar,februar,märz,april,mai,juni,juli,august,september,oktober,november,dezember;' +
    'janv,févr,mars,avr,mai,juin,juil,août,sept,oct,nov,déc;janvier,février,mars,avril,mai,juin,juillet,août,septembre,octobre,novembre,décembre;' +
    'ene,feb,mar,abr,may,jun,jul,ago,sep,oct,nov,dic;enero,febrero,marzo,abril,mayo,junio,julio,agosto,septiembre,octubre,noviembre,diciembre'
  )
    .split(';')
    .flatMap((row) => row.split(',').map((name, index): [string, number] => [name, index + 1])),
)

const LAST_DAY = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function isCalendarDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > (LAST_DAY[month - 1] ?? 0)) return false
  return month !== 2 || day !== 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0))
}

function calendarDay(year: number, month: number, day: number): string | undefined {
  if (!isCalendarDay(year, month, day)) return undefined
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

const [ZERO, NINE, HYPHEN] = [48, 57, 45]

/** True for four digits, two and two, with hyphens between them: by its characters, because it is asked of every cell that may be a date. */
export function isIsoForm(text: string): boolean {
  if (text.length !== 10) return false
  for (let at = 0; at < 10; at += 1) {
    const code = text.charCodeAt(at)
    if (at === 4 || at === 7 ? code !== HYPHEN : code < ZERO || code > NINE) return false
  }
  return true
}

// Programs that name the zone in brackets write the longest ones. How long a pattern may take is bounded with it.
const LONGEST = 100

/** Reads a date or a moment in any usual order. Undefined: no date, or no day of the calendar. */
export function parseDate(text: string, reading: DateReading): DateParts | undefined {
  if (isIsoForm(text))
    return isCalendarDay(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8)))
      ? { iso: text }
      : undefined
  if (text.length > LONGEST) return undefined
  const body = text.trim().replace(WEEKDAY, '')
  const epoch = EPOCH.exec(body)
  if (epoch) return ofEpoch(body)
  if (reading.serials && /^\d{5}(\.\d+)?$/.test(body)) return ofSerial(Number(body))
  const found = dayIn(body, reading.order)
  if (!found) return undefined
  const rest = body.slice(found.length)
  if (rest.trim() === '') return dayOnly(found.iso)
  const time = TIME.exec(rest)
  return time ? withTime(found.iso, time) : undefined
}

const dayOnly = (iso: string | undefined): DateParts | undefined => (iso === undefined ? undefined : { iso })

function dayIn(body: string, order: DateOrder): { iso: string; length: number } | undefined {
  const match = (pattern: RegExp, read: (parts: RegExpExecArray) => string | undefined) => {
    const parts = pattern.exec(body)
    const iso = parts ? read(parts) : undefined
    return parts && iso !== undefined ? { iso, length: parts[0].length } : undefined
  }
  return (
    match(YEAR_FIRST, (parts) => calendarDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))) ??
    match(YEAR_LAST, (parts) => yearLast(parts, order)) ??
    match(COMPACT, (parts) => calendarDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))) ??
    match(DAY_NAME_YEAR, (parts) => named(parts[3], parts[2], parts[1])) ??
    match(NAME_DAY_YEAR, (parts) => named(parts[3], parts[1], parts[2]))
  )
}

function yearLast(parts: RegExpExecArray, order: DateOrder): string | undefined {
  const [first, second, year] = [Number(parts[1]), Number(parts[3]), fullYear(parts[4] ?? '')]
  // The German and most other dotted dates begin with the day; a column that says otherwise wins.
  const dayFirst = order === 'unknown' ? parts[2] === '.' : order === 'day-first'
  return dayFirst
    ? (calendarDay(year, second, first) ?? calendarDay(year, first, second))
    : (calendarDay(year, first, second) ?? calendarDay(year, second, first))
}

const named = (year = '', month = '', day = ''): string | undefined =>
  calendarDay(fullYear(year), MONTHS.get(month.toLowerCase()) ?? 0, Number(day))

const fullYear = (year: string): number =>
  year.length === 4 ? Number(year) : Number(year) + (Number(year) < 70 ? 2000 : 1900)

function withTime(iso: string, time: RegExpExecArray): DateParts | undefined {
  const [, hours = '0', minutes = '0', seconds = '0', fraction = '', half = '', zone] = time
  let hour = Number(hours)
  if (/^p/i.test(half) && hour < 12) hour += 12
  if (/^a/i.test(half) && hour === 12) hour = 0
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 60) return undefined
  const whole = hour * 3600 + Number(minutes) * 60 + Number(seconds)
  const thousandths = fraction === '' ? 0 : Math.floor(Number(`0.${fraction}`) * 1000 + 1e-6)
  return { iso, time: { seconds: whole + thousandths / 1000, offset: offsetOf(zone) } }
}

function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined
  const parts = /([-+])(\d{2}):?(\d{2})?$/.exec(zone)
  if (!parts) return 0
  return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3] ?? 0))
}

function ofEpoch(body: string): DateParts | undefined {
  const instant = new Date(body.length === 13 ? Number(body) : Number(body) * 1000)
  const iso = instant.toISOString()
  return { iso: iso.slice(0, 10), time: { seconds: (instant.getTime() / 1000) % 86_400, offset: 0 } }
}

function ofSerial(serial: number): DateParts {
  const instant = new Date(Math.round((serial - 25_569) * 86_400) * 1000)
  const iso = instant.toISOString().slice(0, 10)
  const seconds = (instant.getTime() / 1000) % 86_400
  return seconds === 0 ? { iso } : { iso, time: { seconds, offset: undefined } }
}

/** What one cell says of its column's order: day-first when its first number is above 12, month-first when its second is. */
export function dateOrderOf(text: string): DateOrder {
  const parts = YEAR_LAST.exec(text.trim())
  if (!parts) return 'unknown'
  const [first, second] = [Number(parts[1]), Number(parts[3])]
  if (first > 12 && second <= 12) return 'day-first'
  if (second > 12 && first <= 12) return 'month-first'
  return 'unknown'
}

/** True for a date whose order of day and month matters: `03/04/2027`, and not `03.04.2027`, which is read day first everywhere. */
export const needsOrder = (text: string): boolean => {
  const parts = YEAR_LAST.exec(text.trim())
  return parts !== null && parts[2] !== '.' && parts[1] !== parts[3]
}
