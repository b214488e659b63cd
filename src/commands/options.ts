import { InvalidArgumentError } from 'commander'

/** Parses an option that takes one of a few words. */
export const oneOf =
  <const Word extends string>(words: readonly Word[]) =>
  (text: string): Word => {
    const found = words.find((word) => word === text)
    if (found === undefined) throw new InvalidArgumentError(`It is one of ${words.join(', ')}.`)
    return found
  }

/** Parses an option that names a time zone. */
export function timeZone(text: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return text
  } catch {
    throw new InvalidArgumentError('It is no time zone; write it like Europe/Berlin or America/New_York.')
  }
}

/** Parses an option that is a count. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It is a whole number.')
  return Number(text)
}

/** Parses an option that is a number, with a point for decimals. */
export function decimal(text: string): number {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('It is a number, like 1.1.')
  return Number(text)
}
