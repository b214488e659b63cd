import vader from 'vader-sentiment'
import { NEGATIONS } from './leaving.defaults.ts'
import { leavingIn, type Leaving } from './leaving.ts'
import {
  ENGLISH_WORDS,
  NEGATIVE_AT_MOST,
  NEUTRAL_WORDS,
  OTHER_WORDS,
  POSITIVE_AT_LEAST,
  TEXT_CHARACTERS,
  TICKET_PHRASES,
  WHO_LIKES,
  WORD_CHARACTERS,
} from './sentiment.defaults.ts'

export type Sentiment = {
  /** −1 … 1, to a hundredth. */
  readonly score: number
  readonly label: 'negative' | 'neutral' | 'positive'
  /** The words and phrases that made it, the strongest first. */
  readonly words: readonly string[]
  readonly leaving: Leaving
}

const MOST_WORDS = 6
// VADER's own constant: the sum at which a text is about two thirds as strong as can be.
const ALPHA = 15
const NOTHING = 'it'

type Token = {
  /** As written, apart from what was made neutral. */
  readonly text: string
  /** Lower case, without punctuation around it. */
  readonly core: string
  readonly ends: boolean
}

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || code === 39

/** Strips everything but letters and apostrophes from both ends. A loop, because a pattern would try every start of a long run of dots. */
function coreOf(lower: string): string {
  let start = 0
  let end = lower.length
  while (start < end && !isLetter(lower.charCodeAt(start))) start += 1
  while (end > start && !isLetter(lower.charCodeAt(end - 1))) end -= 1
  return lower.slice(start, end)
}

/** What the writer says himself: quoted lines, and the mail that an answer was written above, are somebody else's words. */
function ownWords(text: string): string {
  if (!text.includes('>') && !text.includes('wrote:') && !text.includes('essage')) return text
  const own: string[] = []
  const lines = text.split('\n').map((line) => line.trim())
  for (const [index, line] of lines.entries()) {
    if (line.startsWith('>')) continue
    if (/^-{2,} ?(Original|Forwarded) Message/i.test(line)) break
    if (line.startsWith('On ') && line.endsWith('wrote:')) {
      // Below a line like this the old mail is marked line by line, or it is all the rest.
      if (
        lines
          .slice(index + 1)
          .find((next) => next !== '')
          ?.startsWith('>')
      )
        continue
      break
    }
    own.push(line)
  }
  return own.join('\n')
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let previous = ''
  for (const written of ownWords(text.slice(0, TEXT_CHARACTERS)).replaceAll('’', "'").split(/\s/)) {
    if (written === '') continue
    const last = written.at(-1) ?? ''
    const ends = last === '.' || last === '!' || last === '?'
    const bare = written.length > WORD_CHARACTERS ? '' : coreOf(written.toLowerCase())
    // "No, we will cancel": an answer by itself turns nothing round.
    const answers = bare === 'no' && last === ','
    const core = answers ? NOTHING : bare
    const neutral =
      core === ''
        ? written.length > WORD_CHARACTERS
        : NEUTRAL_WORDS.has(core) && !(core === 'like' && WHO_LIKES.has(previous))
    // "No problem", "no help": VADER takes a bare "no" for a bad word; here it is what turns the next one round.
    // Its ear for what is turned round knows lower case only: "Not happy" would be glad.
    const said = core === 'no' ? 'not' : neutral || answers ? NOTHING : NEGATIONS.has(core) ? core : null
    tokens.push({ text: said === null ? written : said + (ends ? last : ''), core: core || NOTHING, ends })
    previous = core
  }
  return tokens
}

/** Whether a text is written in another language than English, as far as its small words say. */
function isForeign(tokens: readonly Token[]): boolean {
  let [english, other] = [0, 0]
  for (const { core } of tokens) {
    if (ENGLISH_WORDS.has(core) && core !== NOTHING) english += 1
    else if (OTHER_WORDS.has(core)) other += 1
  }
  return other > english
}

function sentencesOf(tokens: readonly Token[]): Token[][] {
  const sentences: Token[][] = []
  let current: Token[] = []
  for (const token of tokens) {
    current.push(token)
    if (!token.ends) continue
    sentences.push(current)
    current = []
  }
  return current.length > 0 ? [...sentences, current] : sentences
}

// What a word says by itself, kept because the same few thousand words come back in every ticket.
const strengths = new Map<string, number>()
const MOST_STRENGTHS = 20_000

function strengthOf(word: string): number {
  const known = strengths.get(word)
  if (known !== undefined) return known
  if (strengths.size >= MOST_STRENGTHS) strengths.clear()
  const strength = vader.SentimentIntensityAnalyzer.polarity_scores(word).compound
  strengths.set(word, strength)
  return strength
}

/** VADER's sum behind its compound figure; most sentences of a ticket hold no word that it knows, and need not be asked about. */
function sumOf(tokens: readonly Token[]): number {
  if (tokens.every(({ text, core }) => text === NOTHING || (strengthOf(core) === 0 && strengthOf(text) === 0))) return 0
  const compound = vader.SentimentIntensityAnalyzer.polarity_scores(tokens.map(({ text }) => text).join(' ')).compound
  const bounded = Math.max(-0.9999, Math.min(0.9999, compound))
  return bounded * Math.sqrt(ALPHA / (1 - bounded * bounded))
}

const compoundOf = (sum: number): number => sum / Math.sqrt(sum * sum + ALPHA)

function phrasesIn(sentence: readonly Token[]): (readonly [string, number])[] {
  const text = ` ${sentence.map(({ core }) => core).join(' ')} `
  return TICKET_PHRASES.filter(([phrase]) => text.includes(` ${phrase} `))
}

function strongest(tokens: readonly Token[], phrases: readonly (readonly [string, number])[]): string[] {
  const found = new Map<string, number>(phrases.map(([phrase, points]) => [phrase, Math.abs(points) / 4]))
  for (const { text, core } of tokens) {
    if (text === NOTHING || core.length < 2 || core === 'no') continue
    const strength = Math.abs(strengthOf(core))
    if (strength >= 0.05) found.set(core, strength)
  }
  return [...found]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_WORDS)
    .map(([word]) => word)
}

function labelOf(score: number): Sentiment['label'] {
  if (score <= NEGATIVE_AT_MOST) return 'negative'
  return score >= POSITIVE_AT_LEAST ? 'positive' : 'neutral'
}

const UNREAD: Sentiment = { score: 0, label: 'neutral', words: [], leaving: { found: false, phrases: [] } }

/**
 * The tone of a ticket or a note, and whether it speaks of leaving. Works on any text (read up to a fixed length), with no network.
 * VADER (Hutto & Gilbert 2014) with software's neutral words taken out and phrases of support added; the mean of the whole text and of its
 * strongest sentence, because one angry sentence in a long report is meant, and the report around it is not.
 * Only English is read, and only what the writer says himself; anything else is neutral.
 */
export function sentimentOf(text: string): Sentiment {
  const tokens = tokensOf(text)
  if (isForeign(tokens)) return UNREAD
  const sentences = sentencesOf(tokens)
  let [sum, peak] = [0, 0]
  const phrases: (readonly [string, number])[] = []
  for (const sentence of sentences) {
    const own = phrasesIn(sentence)
    phrases.push(...own)
    const said = sumOf(sentence) + own.reduce((points, [, value]) => points + value, 0)
    sum += said
    const compound = compoundOf(said)
    if (Math.abs(compound) > Math.abs(peak)) peak = compound
  }
  const score = Math.round(((compoundOf(sum) + peak) / 2) * 100) / 100 || 0
  return {
    score,
    label: labelOf(score),
    words: strongest(tokens, phrases),
    leaving: leavingIn(sentences.map((sentence) => sentence.map(({ core }) => core))),
  }
}

/** What is kept of a ticket's text; a ticket without any text says nothing. Worked out once per ticket, when it comes in. */
export function ticketSignals(text: string): {
  readonly sentiment: number | null
  readonly words: readonly string[]
  readonly leaving: boolean
  readonly leavingWords: readonly string[]
} {
  if (text.trim() === '') return { sentiment: null, words: [], leaving: false, leavingWords: [] }
  const { score, words, leaving } = sentimentOf(text)
  return { sentiment: score, words, leaving: leaving.found, leavingWords: leaving.phrases }
}
