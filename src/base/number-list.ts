const COMMA = 44
const MINUS = 45
const POINT = 46
const ZERO = 48
const NINE = 57

/** Powers of ten that a float holds exactly; a whole number below 2^53 divided by one of them is the float nearest to the decimal. */
const POWERS = Array.from({ length: 16 }, (_, power) => 10 ** power)
// Fifteen digits are below 2^53 whatever they are.
const MOST_CHARACTERS = 15

/**
 * The numbers of a list as PostgreSQL writes it (`{1,-2.5,NULL}`), each exactly what `Number` reads. Digit by digit, without a text made for
 * each of them: 84 days of usage for each of a hundred thousand customers took a tenth of all of Node's time.
 */
export function numberList(text: string): (number | null)[] {
  const numbers: (number | null)[] = []
  const end = text.length - 1
  for (let from = 1; from < end;) {
    let [digits, decimals, isPlain] = [0, -1, true]
    const negative = text.charCodeAt(from) === MINUS
    let at = negative ? from + 1 : from
    for (; at < end; at += 1) {
      const code = text.charCodeAt(at)
      if (code === COMMA) break
      if (code >= ZERO && code <= NINE) {
        digits = digits * 10 + (code - ZERO)
        if (decimals >= 0) decimals += 1
      } else if (code === POINT) decimals = 0
      else isPlain = false
    }
    if (isPlain && at - from <= MOST_CHARACTERS) {
      const value = decimals > 0 ? digits / (POWERS[decimals] ?? 1) : digits
      numbers.push(negative ? -value : value)
    } else numbers.push(numberOrNull(text.slice(from, at)))
    from = at + 1
  }
  return numbers
}

const numberOrNull = (word: string): number | null => (word === 'NULL' ? null : Number(word))
