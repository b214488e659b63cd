import { LEAVING_PATTERNS, NEGATIONS, NEGATION_REACH, SOMEBODY_ELSE, SPEAKERS, TECHNICAL } from './leaving.defaults.ts'

/** Whether a text speaks of leaving, in which words. */
export type Leaving = { readonly found: boolean; readonly phrases: readonly string[] }

type Element = {
  readonly words: ReadonlySet<string>
  /** Words that may stand between the one before and this. */
  readonly gap: number
  /** The pattern may also end with the sentence here. */
  readonly orEnd: boolean
}

const MOST_PHRASES = 5

/** `a|b *2 c|.` → a or b, then within two words c, or the end of the sentence. Words without a gap follow within none. */
function parse(pattern: string): Element[] {
  const elements: Element[] = []
  let gap = 0
  for (const part of pattern.split(' ')) {
    if (part.startsWith('*')) {
      gap = Number(part.slice(1))
      continue
    }
    const words = part.split('|')
    elements.push({ words: new Set(words.filter((word) => word !== '.')), gap, orEnd: words.includes('.') })
    gap = 0
  }
  return elements
}

const PATTERNS = LEAVING_PATTERNS.map(parse)

/** Every pattern by its first words: most words of a text begin none. */
const BEGINNINGS = new Map<string, (readonly Element[])[]>()
for (const pattern of PATTERNS) {
  for (const word of pattern[0]?.words ?? []) BEGINNINGS.set(word, [...(BEGINNINGS.get(word) ?? []), pattern])
}

/** Where the pattern that begins at `start` ends (exclusive); null: it does not hold. Takes the nearest word for each element and does not go back, so the work is bounded. */
function endOf(pattern: readonly Element[], words: readonly string[], start: number): number | null {
  let at = start
  for (const { words: wanted, gap, orEnd } of pattern.slice(1)) {
    let next = at + 1
    while (next <= at + 1 + gap && next < words.length && !wanted.has(words[next] ?? '')) next += 1
    const found = next <= at + 1 + gap && next < words.length
    if (!found) return orEnd && at === words.length - 1 ? at + 1 : null
    at = next
  }
  return at + 1
}

function isNegated(words: readonly string[], start: number): boolean {
  if (SPEAKERS.has(words[start] ?? '')) return false
  for (let at = Math.max(0, start - NEGATION_REACH); at < start; at += 1)
    if (NEGATIONS.has(words[at] ?? '')) return true
  return false
}

const REACH_OF_THINGS = 3

/** Whether a phrase speaks of somebody else's contract, or of a thing that nobody signs. */
function isOther(words: readonly string[], start: number, end: number): boolean {
  if (words.slice(start, end + 2).some((word) => SOMEBODY_ELSE.has(word))) return true
  return words.slice(Math.max(0, start - REACH_OF_THINGS), end).some((word) => TECHNICAL.has(word))
}

/** Looks for words of leaving in sentences of lower-case words. */
export function leavingIn(sentences: readonly (readonly string[])[]): Leaving {
  const phrases = new Set<string>()
  for (const words of sentences) {
    for (let start = 0; start < words.length; start += 1) {
      for (const pattern of BEGINNINGS.get(words[start] ?? '') ?? []) {
        const end = endOf(pattern, words, start)
        if (end === null || isNegated(words, start)) continue
        if (isOther(words, start, end)) continue
        phrases.add(words.slice(start, end).join(' '))
      }
    }
  }
  return { found: phrases.size > 0, phrases: [...phrases].slice(0, MOST_PHRASES) }
}
