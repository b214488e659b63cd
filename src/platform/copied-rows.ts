import { instant } from './postgres-types.ts'

const TAB = 9
const NEWLINE = 10
const COMMA = 44
const MINUS = 45
const POINT = 46
const ZERO = 48
const NINE = 57
const N = 78
const BACKSLASH = 92
const CLOSING_BRACE = 125

/** Powers of ten that a float holds exactly; a whole number below 2^53 divided by one of them is the float nearest to the decimal. */
const POWERS = Array.from({ length: 16 }, (_, power) => 10 ** power)
// Fifteen digits are below 2^53 whatever they are.
const MOST_CHARACTERS = 15

/**
 * Rows in COPY's text format, read from the first to the last, each field in its turn and as what it is. Nothing is made of a row before
 * its turn comes: rows that wait as objects are moved through the heap again and again, and making them takes `pg` six times as long.
 */
export class CopiedRows {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  /**
   * Goes to the row that begins with `key`, and behind that field; false: there is none (any more). Rows stand in the order of their first
   * fields, and keys have to be asked for in the same order: what lies before is passed over.
   */
  comesTo(key: string): boolean {
    const text = this.#text
    if (this.#at > 0 && text.charCodeAt(this.#at - 1) !== NEWLINE) throw new Error('A row was not read to its end')
    while (this.#at < text.length) {
      if (text.startsWith(key, this.#at)) {
        this.#at += key.length + 1
        return true
      }
      if (text.slice(this.#at, this.#at + key.length) > key) return false
      this.#at = text.indexOf('\n', this.#at) + 1
    }
    return false
  }

  isAtEnd(): boolean {
    return this.#at >= this.#text.length
  }

  textOrNull(): string | null {
    const text = this.#text
    const from = this.#at
    let at = from
    let escaped = false
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (code === TAB || code === NEWLINE) break
      if (code === BACKSLASH) escaped = true
    }
    this.#at = at + 1
    if (!escaped) return text.slice(from, at)
    return this.#isNull(from, at) ? null : unescaped(text.slice(from, at))
  }

  text(): string {
    return known(this.textOrNull())
  }

  /** A word of a list that the table's own check keeps. */
  wordOrNull<Word extends string>(): Word | null {
    return this.textOrNull() as Word | null
  }

  word<Word extends string>(): Word {
    return this.text() as Word
  }

  /** The last field of a row, however long it is: its end is looked for instead of being walked to. */
  lastText(): string {
    const from = this.#at
    const at = this.#text.indexOf('\n', from)
    this.#at = at + 1
    const field = this.#text.slice(from, at)
    return field.includes('\\') ? unescaped(field) : field
  }

  flag(): boolean {
    const is = this.#text.startsWith('t', this.#at)
    this.#at += 2
    return is
  }

  /** A number, exactly what `Number` reads. Digit by digit, without a text made for each of them. */
  numberOrNull(): number | null {
    const from = this.#at
    const value = this.#plainNumber(NEWLINE)
    if (value !== undefined) return value
    const field = this.#text.slice(from, this.#at - 1)
    return field === '\\N' ? null : Number(field)
  }

  number(): number {
    return known(this.numberOrNull())
  }

  instantOrNull(): Date | null {
    const field = this.textOrNull()
    return field === null ? null : instant(field)
  }

  /** A list of numbers, `{1,-2.5,NULL}`. */
  numbers(): (number | null)[] {
    const numbers: (number | null)[] = []
    this.#at += 1
    if (this.#text.charCodeAt(this.#at) === CLOSING_BRACE) this.#at += 1
    else {
      do {
        const from = this.#at
        const value = this.#plainNumber(CLOSING_BRACE)
        numbers.push(value === undefined ? numberFrom(this.#text.slice(from, this.#at - 1)) : value)
      } while (this.#text.charCodeAt(this.#at - 1) === COMMA)
    }
    this.#at += 1
    return numbers
  }

  /** A list of ids, `{…,…}`, none of which is ever put in quotes. */
  ids(): string[] {
    const list = this.text()
    return list === '{}' ? [] : list.slice(1, -1).split(',')
  }

  /** Reads on to a comma, a tab or `end`, and past it; undefined: what stands there is not digits alone. */
  #plainNumber(end: number): number | undefined {
    const text = this.#text
    const from = this.#at
    const negative = text.charCodeAt(from) === MINUS
    let at = negative ? from + 1 : from
    let digits = 0
    let decimals = -1
    let isPlain = true
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (code >= ZERO && code <= NINE) {
        digits = digits * 10 + (code - ZERO)
        if (decimals >= 0) decimals += 1
      } else if (code === POINT) decimals = 0
      else if (code === COMMA || code === TAB || code === end) break
      else isPlain = false
    }
    this.#at = at + 1
    if (!isPlain || at - from > MOST_CHARACTERS) return undefined
    const value = decimals > 0 ? digits / (POWERS[decimals] ?? 1) : digits
    return negative ? -value : value
  }

  #isNull(from: number, to: number): boolean {
    return to - from === 2 && this.#text.charCodeAt(from + 1) === N
  }
}

const numberFrom = (word: string): number | null => (word === 'NULL' ? null : Number(word))

function known<T>(value: T | null): T {
  if (value === null) throw new Error('A field is NULL that never is')
  return value
}

const ESCAPED = /\\(.)/g
const CHARACTERS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

const unescaped = (field: string): string =>
  field.replace(ESCAPED, (_, character: string) => CHARACTERS[character] ?? character)

/**
 * What was read of many, one after the other: keys have to be asked for in the order of the rows. `About`: what has to be known besides to
 * make a value of a row.
 */
export type InOrder<Value, About = void> = (key: string, about: About) => Value

/**
 * The rows of each key; the first column is the key. `valueOf` reads the other columns of a row, all of them, whether it makes a value of them
 * or leaves the row out (undefined).
 */
export const manyOf =
  <Value, About = void>(
    rows: CopiedRows,
    valueOf: (row: CopiedRows, about: About, key: string) => Value | undefined,
  ): InOrder<Value[], About> =>
  (key, about) => {
    const values: Value[] = []
    while (rows.comesTo(key)) {
      const value = valueOf(rows, about, key)
      if (value !== undefined) values.push(value)
    }
    return values
  }

/** The same where a key has at most one row. */
export const oneOf =
  <Value, About = void>(
    rows: CopiedRows,
    valueOf: (row: CopiedRows, about: About) => Value,
  ): InOrder<Value | null, About> =>
  (key, about) =>
    rows.comesTo(key) ? valueOf(rows, about) : null
