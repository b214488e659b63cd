import { dayOfInstant, instantOfWall } from '../../../../base/zone.ts'
import { wordForm } from '../header-form.ts'
import type { Field } from '../fields/field.ts'
import type { Value } from '../fields/spec.ts'
import { parseDate, type DateReading } from './date.ts'
import { currencyIn, type DecimalMark, parseNumber } from './number.ts'

/** What is known of a column as a whole when one of its cells is read. */
export type ColumnReading = DateReading & { readonly mark: DecimalMark; readonly timeZone: string }

export type Reading = { readonly value: Value } | { readonly reason: string } | { readonly unknownWord: string }

// How sources write "nothing" where something else than text is expected.
const NOTHING = new Set([
  '',
  '-',
  '--',
  '—',
  'n/a',
  'na',
  '#n/a',
  'null',
  'none',
  'nil',
  'nan',
  'undefined',
  'unknown',
  '(null)',
  '\\n',
  '(blank)',
  '?',
  'tbd',
  'k.a.',
  'keine',
  '#value!',
  '#ref!',
])

export const isNothing = (text: string): boolean =>
  text.length < 10 && !beginsWithDigit(text) && NOTHING.has(text.trim().toLowerCase())

// No word for nothing does, and most cells that are asked do.
function beginsWithDigit(text: string): boolean {
  const code = text.charCodeAt(0)
  return code >= 48 && code <= 57
}

const YES = new Set('true,t,yes,y,1,ja,j,oui,si,sí,wahr,on,x,checked,✓,1.0,active,aktiv,enabled'.split(','))
const NO = new Set('false,f,no,n,0,nein,non,falsch,off,unchecked,✗,0.0,inactive,inaktiv,disabled'.split(','))

export function parseBoolean(text: string): boolean | undefined {
  const word = text.trim().toLowerCase()
  if (YES.has(word)) return true
  return NO.has(word) ? false : undefined
}

/** An e-mail address as the web knows it: one @, something on both sides, no white space. Strict checking is the mail server's. */
export const looksLikeEmail = (text: string): boolean =>
  text.length < 321 && /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/.test(text.trim())

// numeric(18, 2) holds sixteen digits before the point.
const LARGEST = 1e15
// A btree entry is limited to 2,704 bytes; four bytes a character leave room for the source's name.
const LONGEST_ID = 600

/** Characters, of which some take two places in a text. */
export const isLonger = (text: string, most: number): boolean => text.length > most && Array.from(text).length > most

const withinLimit = (text: string, most: number): Reading =>
  isLonger(text, most) ? { reason: `Too long: at most ${String(most)} characters fit here` } : { value: text }

/** Reads one cell as its field's type. Text is kept as it is, to the byte; everything else may have blanks around it. */
export function readValue(field: Field, cell: unknown, column: ColumnReading): Reading {
  if (cell === null || cell === undefined) return { value: null }
  if (typeof cell === 'object') return readObject(field, cell, column)
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell)
  if (text === '') return { value: null }
  const broken = unstorable(text)
  if (broken !== undefined) return { reason: broken }
  switch (field.type) {
    case 'text':
      return withinLimit(text, field.most ?? Infinity)
    case 'id':
    case 'reference':
      return text.trim() === '' ? { value: null } : withinLimit(text, field.most ?? LONGEST_ID)
    case 'word':
      return readWord(field, text)
    default:
      return isNothing(text) ? { value: null } : readTyped(field, text, column)
  }
}

/** Why PostgreSQL cannot store a text as it is; undefined when it can. */
export function unstorable(text: string): string | undefined {
  if (text.includes('\0')) return 'The text contains the character NUL (U+0000), which cannot be stored'
  return text.isWellFormed() ? undefined : 'The text is not valid Unicode: half of a surrogate pair is missing'
}

function readTyped(field: Field, text: string, column: ColumnReading): Reading {
  switch (field.type) {
    case 'email':
      return looksLikeEmail(text) ? { value: text.trim() } : { unknownWord: text }
    case 'boolean': {
      const value = parseBoolean(text)
      return value === undefined ? { reason: `"${brief(text)}" is neither yes nor no` } : { value }
    }
    case 'amount':
    case 'number':
    case 'integer':
      return readNumber(field, text, column)
    case 'day':
    case 'instant':
      return readDate(field, text, column)
    case 'currency': {
      const code = currencyIn(text) ?? text.trim().toUpperCase()
      return /^[A-Z]{3}$/.test(code)
        ? { value: code }
        : { reason: `"${brief(text)}" is not a currency code such as USD` }
    }
    case 'list':
      return readItems(listItems(text))
    case 'numbers':
      return {
        value: `{${text
          .split(/[\s,;|[\]]+/)
          .filter((item) => item !== '')
          .join(',')}}`,
      }
    default:
      return readJson(text)
  }
}

function readWord(field: Field, text: string): Reading {
  const form = wordForm(text)
  const word = field.words?.get(form)
  if (word !== undefined) return { value: word }
  return isNothing(text) || form === '' ? { value: null } : { unknownWord: text }
}

function readNumber(field: Field, text: string, column: ColumnReading): Reading {
  const value = parseNumber(text, column.mark)
  if (value === undefined) return { reason: `"${brief(text)}" is not a number` }
  if (field.type === 'integer' && !Number.isInteger(value)) return { reason: `"${brief(text)}" is not a whole number` }
  if (field.type === 'amount' && Math.abs(value) >= LARGEST)
    return { reason: `"${brief(text)}" is larger than can be stored` }
  if (field.least !== undefined && value < field.least) return { reason: `${brief(text)} is below ${field.least}` }
  if (field.most !== undefined && value > field.most) return { reason: `${brief(text)} is above ${field.most}` }
  return { value }
}

function readDate(field: Field, text: string, column: ColumnReading): Reading {
  const parts = parseDate(text, column)
  if (!parts) return { reason: `"${brief(text)}" is not a date` }
  if (parts.time === undefined) {
    if (field.type === 'day') return { value: parts.iso }
    return { value: new Date(instantOfWall(column.timeZone, Date.parse(parts.iso))).toISOString() }
  }
  const wall = Date.parse(parts.iso) + Math.round(parts.time.seconds * 1000)
  const { offset } = parts.time
  // A day written with midnight is that day, in whichever zone it is read.
  if (field.type === 'day' && (offset === undefined || parts.time.seconds === 0)) return { value: parts.iso }
  const instant = offset === undefined ? instantOfWall(column.timeZone, wall) : wall - offset * 60_000
  return { value: field.type === 'day' ? dayOfInstant(column.timeZone, instant) : new Date(instant).toISOString() }
}

function readJson(text: string): Reading {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? readJsonValue(value) : { value: JSON.stringify({ value }) }
  } catch {
    return { value: JSON.stringify({ text }) }
  }
}

const MANY = new Set<Field['type']>(['reference', 'email'])

function readItems(cell: readonly unknown[]): Reading {
  const items = cell.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))
  const broken = items.map(unstorable).find((reason) => reason !== undefined)
  return broken === undefined ? { value: arrayLiteral(items) } : { reason: broken }
}

function readObject(field: Field, cell: object, column: ColumnReading): Reading {
  if (cell instanceof Date)
    return Number.isNaN(cell.getTime()) ? { reason: 'The date is invalid' } : readDateObject(field, cell)
  if (field.type === 'json') return readJsonValue(cell)
  if (Array.isArray(cell)) {
    if (field.type === 'list') return readItems(cell)
    if (field.type === 'numbers') return { value: `{${cell.join(',')}}` }
    // A source that allows several gives a list also of one; the first is what it puts first.
    const [first, ...more] = cell as readonly unknown[]
    if (first === undefined) return { value: null }
    if (cell.every((item) => typeof item !== 'object')) {
      if (more.length === 0 || MANY.has(field.type) || field.first === true) return readValue(field, first, column)
      if (field.type === 'text') return readValue(field, cell.join(', '), column)
    }
  }
  return { reason: 'A list or an object stands where one value is expected' }
}

function readJsonValue(value: object): Reading {
  const text = JSON.stringify(value)
  return text.includes('\\u0000') ? { reason: unstorable('\0') ?? '' } : { value: text }
}

const readDateObject = (field: Field, cell: Date): Reading => ({
  value: field.type === 'day' ? cell.toISOString().slice(0, 10) : cell.toISOString(),
})

/** A list as PostgreSQL writes an array of text. */
export const arrayLiteral = (items: readonly string[]): string =>
  `{${items.map((item) => `"${item.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`

// A list in one cell: JSON, or items between semicolons, bars or else commas.
function listItems(text: string): readonly unknown[] {
  if (text.startsWith('[')) {
    try {
      const items: unknown = JSON.parse(text)
      if (Array.isArray(items)) return items
    } catch {
      // Not JSON after all: a text that begins with a bracket.
    }
  }
  const parts = /[;|]/.test(text) ? text.split(/[;|]/) : text.split(',')
  return parts.map((item) => item.trim()).filter((item) => item !== '')
}

const brief = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text)

/** The currency that an amount's own text names: `1 234,50 €`. */
export const currencyOf = (text: string): string | undefined => (/[€£₹$A-Z]/.test(text) ? currencyIn(text) : undefined)
