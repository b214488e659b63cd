/** How a column writes its decimals; `unknown` where nothing in it tells. */
export type DecimalMark = '.' | ',' | 'unknown'

const SIGNS = /[\s\u00a0\u2007\u202f'’_$€£¥₹₽₩₺₪฿₫₴¢%]/gu
// "US$ 5", "CHF 5", "5 kr"; only beside digits, so that other words stay what they are.
const CODE =
  /^(?:[A-Z]{1,3}\$|[$£¥₹][A-Z]{2}|[A-Z]{3}|kr\.?|zł|Fr\.?|Kč|Rs\.?)\s*(?=[-+(\d.,])|(?<=[\d)])\s*(?:[A-Z]{1,3}\$|[$£¥₹][A-Z]{2}|[A-Z]{3}|kr\.?|zł|Kč|Fr\.?)$/u
const SCALES: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, mn: 1e6, mio: 1e6, b: 1e9, bn: 1e9 }
const PLAIN = /^-?\d+(\.\d+)?$/
// More than anybody writes. How long a pattern may take is bounded with it.
const LONGEST = 100
const BODY = /^([-+]?)(\d*)((?:[.,]\d+)*)([.,]?)(?:e([-+]?\d{1,3}))?$/i

/**
 * Reads a number as people and programs write it: `$1,234.50`, `1.234,50`, `1 234,50 €`, `(12.50)`, `12.50-`, `45 %`, `3.00E+07`, `185K`.
 * `mark` decides `1.234` and `1,234`; unknown takes the point for decimals and the comma for thousands. Undefined: no number.
 */
export function parseNumber(text: string, mark: DecimalMark = 'unknown'): number | undefined {
  if (text.length > LONGEST) return undefined
  if (PLAIN.test(text) && (mark !== ',' || !THOUSANDS.test(text))) return finite(Number(text))
  let body = text.trim().replace(/[\u2212\u2013]/gu, '-')
  let sign = 1
  const bracketed = /^\((.*)\)$/.exec(body.replace(/^([^\d(]*)\((.*)\)([^\d)]*)$/, '($1$2$3)'))
  if (bracketed) {
    sign = -1
    body = bracketed[1] ?? ''
  }
  body = body
    .replace(/^-\s*(?=[^\d-])/, () => ((sign *= -1), ''))
    .replace(CODE, '')
    .replace(SIGNS, '')
  if (/\d-$/.test(body)) {
    sign *= -1
    body = body.slice(0, -1)
  }
  const scaled = /^(.*\d)(k|mn|mio\.?|m|bn|b)$/i.exec(body)
  const scale = scaled ? (SCALES[(scaled[2] ?? '').toLowerCase().replace('.', '')] ?? 1) : 1
  const value = plainNumber(scaled ? (scaled[1] ?? '') : body, mark)
  return value === undefined ? undefined : finite(sign * value * scale)
}

const THOUSANDS = /^-?[1-9]\d{0,2}\.\d{3}$/

function plainNumber(body: string, mark: DecimalMark): number | undefined {
  const parts = BODY.exec(body)
  if (!parts) return undefined
  const [, sign = '', whole = '', groups = '', trailing = '', exponent] = parts
  if (whole === '' && groups === '') return undefined
  const digits = withPoint(whole, groups, trailing, mark)
  if (digits === undefined) return undefined
  return Number(`${sign}${digits}${exponent === undefined ? '' : `e${exponent}`}`)
}

function withPoint(whole: string, groups: string, trailing: string, mark: DecimalMark): string | undefined {
  if (groups === '') return whole
  if (trailing !== '') return undefined
  const marks = [...groups].filter((character) => character === '.' || character === ',')
  const last = marks.at(-1)
  const tail = groups.slice(groups.lastIndexOf(last ?? '') + 1)
  const head = groups.slice(0, groups.length - tail.length - 1)
  if (last === undefined) return undefined
  if (marks.length > 1 && marks.every((one) => one === last))
    return wellGrouped(whole, groups) ? whole + groups.replace(/[.,]/g, '') : undefined
  if (marks.length > 1) {
    const thousands = marks.slice(0, -1)
    if (thousands.includes(last) || !wellGrouped(whole, head)) return undefined
    return `${whole}${head.replace(/[.,]/g, '')}.${tail}`
  }
  const couldGroup = tail.length === 3 && /^[1-9]\d{0,2}$/.test(whole)
  const decimal = couldGroup ? (mark === 'unknown' ? last === '.' : mark === last) : true
  return decimal ? `${whole === '' ? '0' : whole}.${tail}` : whole + tail
}

// Lakhs group by two, so groups of two and three are both fine; the last one has three digits.
const wellGrouped = (whole: string, groups: string): boolean =>
  /^\d{1,3}$/.test(whole) &&
  groups
    .split(/[.,]/)
    .slice(1)
    .every((group) => group.length === 3 || group.length === 2)

const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined)

/** What one cell says of its column's decimal mark. */
export function decimalMarkOf(text: string): DecimalMark {
  const body = text.replace(/[^\d.,]/g, '')
  const point = body.lastIndexOf('.')
  const comma = body.lastIndexOf(',')
  if (point >= 0 && comma >= 0) return point > comma ? '.' : ','
  const at = Math.max(point, comma)
  if (at < 0) return 'unknown'
  const here: DecimalMark = point >= 0 ? '.' : ','
  const other: DecimalMark = point >= 0 ? ',' : '.'
  if (body.indexOf(here) !== at) return other
  const [before, after] = [body.slice(0, at), body.slice(at + 1)]
  return after.length === 3 && /^[1-9]\d{0,2}$/.test(before) ? 'unknown' : here
}

const SYMBOLS: readonly (readonly [RegExp, string])[] = [
  [/€|\bEUR\b/, 'EUR'],
  [/£|\bGBP\b/, 'GBP'],
  [/\bUSD\b|US\$/, 'USD'],
  [/\bCHF\b/, 'CHF'],
  [/₹|\bINR\b/, 'INR'],
  [/\bJPY\b/, 'JPY'],
  [/\bCAD\b|C\$/, 'CAD'],
  [/\bAUD\b|A\$/, 'AUD'],
]

/** The currency that an amount names by itself; `$` and `¥` alone name none, several countries use them. */
export const currencyIn = (text: string): string | undefined => SYMBOLS.find(([sign]) => sign.test(text))?.[1]
