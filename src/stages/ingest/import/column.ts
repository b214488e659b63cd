import { type DateOrder, dateOrderOf, isIsoForm, needsOrder, parseDate } from './values/date.ts'
import { decimalMarkOf, type DecimalMark } from './values/number.ts'
import { isNothing, type ColumnReading } from './values/read-value.ts'

/** What has been seen of one column: some of its values for guessing, and over all rows what tells date orders and decimal marks apart. */
export type Column = {
  readonly name: string
  /** The first values that are not blank, as text. */
  readonly samples: string[]
  filled: number
  dayFirst: number
  monthFirst: number
  /** Dates whose order of day and month would matter. */
  orderNeeded: number
  points: number
  commas: number
  serials: number
}

const SAMPLES = 300

export const newColumn = (name: string): Column => ({
  name,
  samples: [],
  filled: 0,
  dayFirst: 0,
  monthFirst: 0,
  orderNeeded: 0,
  points: 0,
  commas: 0,
  serials: 0,
})

/** Takes one cell into account. */
export function observe(column: Column, cell: unknown): void {
  const text = cellText(cell)
  if (text === undefined) return
  column.filled += 1
  if (column.samples.length < SAMPLES) column.samples.push(text)
  // A day in ISO form says nothing of how others are written, nor do a few digits.
  if (isFewDigits(text) || text.length > 40 || isIsoForm(text) || isNothing(text)) return
  observeDate(column, text)
  const mark = decimalMarkOf(text)
  if (mark === '.') column.points += 1
  else if (mark === ',') column.commas += 1
  if (/^\d{5}(\.\d+)?$/.test(text) && Number(text) > 20_000 && Number(text) < 73_051) column.serials += 1
}

/** True for fewer digits than a date's serial number has, and nothing else: most of what is counted. */
function isFewDigits(text: string): boolean {
  if (text.length > 4) return false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code < ZERO || code > NINE) return false
  }
  return true
}

const [ZERO, NINE] = [48, 57]

function observeDate(column: Column, text: string): void {
  const order: DateOrder = dateOrderOf(text)
  if (order === 'day-first') column.dayFirst += 1
  else if (order === 'month-first') column.monthFirst += 1
  if (needsOrder(text)) column.orderNeeded += 1
}

/** A cell as text; undefined for one that holds nothing. Lists and objects as JSON. */
export function cellText(cell: unknown): string | undefined {
  if (cell === null || cell === undefined || cell === '') return undefined
  if (typeof cell === 'string') return cell
  return JSON.stringify(cell)
}

/** What a person says of how a column is written; it stands against everything that the column tells. */
export type GivenReading = {
  readonly order?: Exclude<DateOrder, 'unknown'>
  readonly mark?: Exclude<DecimalMark, 'unknown'>
}

/** By the column's name. */
export type Readings = Readonly<Record<string, GivenReading>>

const MONTH_FIRST_COUNTRIES = new Set(['US', 'PH', 'FM', 'MH', 'PW'])
const COMMA_LANGUAGES = new Set('de,fr,es,it,pt,nl,pl,cs,da,sv,nb,no,fi,ru,tr,ro,hu,el,sk,sl,hr,bg,uk,id,vi'.split(','))

/** How the cells of a column are to be read; where the column does not tell, as the company's country writes. */
export function readingOf(
  column: Column | undefined,
  place: { readonly timeZone: string; readonly locale: string },
): ColumnReading {
  const [language = 'en', country = language === 'en' ? 'US' : ''] = place.locale.split('-')
  const byCountry: DateOrder = MONTH_FIRST_COUNTRIES.has(country.toUpperCase()) ? 'month-first' : 'day-first'
  if (!column) return { order: byCountry, mark: 'unknown', timeZone: place.timeZone }
  const order = majority<DateOrder>(column.dayFirst, column.monthFirst, ['day-first', 'month-first', 'unknown'])
  const mark = majority<DecimalMark>(column.points, column.commas, ['.', ',', 'unknown'])
  return {
    order: order === 'unknown' && column.orderNeeded > 0 ? byCountry : order,
    mark: mark === 'unknown' && COMMA_LANGUAGES.has(language.toLowerCase()) ? localMark(column) : mark,
    serials: column.filled > 0 && column.serials === column.filled,
    timeZone: place.timeZone,
  }
}

// "1.234" in a German company is a thousand and more; "1.5" would have said that the point is the decimal mark.
const localMark = (column: Column): DecimalMark =>
  column.samples.some((text) => /^\d{1,3}([.,]\d{3})+$/.test(text.trim())) ? ',' : 'unknown'

const majority = <T>(first: number, second: number, [one, other, neither]: readonly [T, T, T]): T =>
  first === second ? neither : first > second ? one : other

/** What a person should know before trusting how a column's dates are read. */
export function dateDoubt(column: Column): 'date-order-unclear' | 'date-orders-mixed' | undefined {
  if (column.dayFirst > 0 && column.monthFirst > 0) return 'date-orders-mixed'
  return column.orderNeeded > 0 && column.dayFirst === 0 && column.monthFirst === 0 ? 'date-order-unclear' : undefined
}

/** True where "1,234" could be a thousand and more or a little over one, and no other value of the column tells. */
export const numberDoubt = ({ points, commas, samples }: Column): boolean =>
  points === 0 && commas === 0 && samples.some((text) => /^[^\d]*[1-9]\d{0,2}[.,]\d{3}[^\d.,]*$/.test(text.trim()))

/** True when nearly all samples are dates by themselves. */
export const looksLikeDates = (column: Column): boolean => {
  const texts = column.samples.filter((text) => !isNothing(text))
  if (texts.length === 0) return false
  const dates = texts.filter((text) => /[-/.:\p{L}]/u.test(text) && parseDate(text, { order: 'unknown' }) !== undefined)
  return dates.length >= 0.9 * texts.length
}
