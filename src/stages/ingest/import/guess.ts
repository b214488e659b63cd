import { type Column, looksLikeDates, readingOf } from './column.ts'
import type { Field, Referred } from './fields/field.ts'
import type { KindSpec } from './fields/spec.ts'
import { headerForm, headerForms, type HeaderForms, headerWords } from './header-form.ts'
import { isNothing, looksLikeEmail, parseBoolean, readValue } from './values/read-value.ts'

/** Which column each field is read from, by names. */
export type Mapping = Readonly<Record<string, string>>

export type Guess = {
  readonly mapping: Mapping
  /** What was decided by little: for people to look at. */
  readonly doubts: readonly Doubt[]
}

export type Doubt = {
  readonly code: 'guess-ambiguous' | 'guess-weak' | 'guess-by-values'
  readonly field: string
  /** The column that is as likely. */
  readonly rival?: string
  /** The same in words. */
  readonly example: string
}

/** The share of a column's sample that is an external id or a name of records already here. */
export type KnownShare = (column: string, referred: Referred) => number

const PLACE = { timeZone: 'UTC', locale: 'en-US' }
const BY_CANONICAL_NAME = 100
const BY_ALIAS = 90
const BY_OWN_NAME = 80
const BY_LOOSE_NAME = 65
const BY_PART = 45
const LATER_ALIAS = 0.2
const EMPTY_COLUMN = 25
const SAME = 3
// An id that some rows are without loses to one that all have.
const GAPS = 15

type Candidate = { readonly field: Field; readonly column: Column; readonly score: number }

/** Guesses which column is which field, by the columns' names and their values. `fixed` is what a person has said and stands. */
export function guessMapping(
  spec: KindSpec,
  columns: readonly Column[],
  { fixed, knownShare }: { readonly fixed: Mapping; readonly knownShare: KnownShare },
): Guess {
  const mapping: Record<string, string> = { ...fixed }
  const doubts: Doubt[] = []
  const taken = new Set(Object.values(fixed))
  const own = new Set(spec.own)
  const rows = columns.reduce((most, { filled }) => Math.max(most, filled), 0)
  const hasOwnId = columns.some(({ name, filled }) => headerForm(name) === 'id' && filled === rows)
  const candidates = columns
    .filter((column) => !taken.has(column.name))
    .flatMap((column) => {
      const forms = headerForms(column.name, own)
      return spec.fields.flatMap((field) =>
        isOurs(field, column) ? [ours(field, column)] : scored(field, column, forms),
      )
    })
    .map((one) => (losesGround(one, { rows, hasOwnId }) ? { ...one, score: one.score - GAPS } : one))
    .filter(({ field, column }) => field.name !== 'externalId' || tellsApart(column, spec, columns))
    .sort((a, b) => b.score - a.score)
  for (const { field, column, score } of candidates) {
    if (field.name in mapping || taken.has(column.name)) continue
    const rival = candidates.find(
      (one) => one.field === field && one.column !== column && !taken.has(one.column.name) && score - one.score < SAME,
    )
    mapping[field.name] = column.name
    taken.add(column.name)
    if (rival)
      doubts.push({
        code: 'guess-ambiguous',
        field: field.name,
        rival: rival.column.name,
        example: `${field.name}: "${column.name}" taken, "${rival.column.name}" as likely`,
      })
    else if (score < BY_OWN_NAME - 20)
      doubts.push({ code: 'guess-weak', field: field.name, example: `${field.name}: "${column.name}"` })
  }
  guessByValues({ spec, columns, mapping, taken, doubts, knownShare })
  return { mapping: Object.fromEntries(Object.entries(mapping).filter(([, column]) => column !== '')), doubts }
}

// "customerExternalId" is ours and nobody else's: whatever its values, it is that field, and what is wrong with them is said row by row.
const isOurs = (field: Field, column: Column): boolean => column.name === field.name && /[A-Z]/.test(field.name)

const ours = (field: Field, column: Column): Candidate => ({ field, column, score: 2 * BY_CANONICAL_NAME })

/** An id with gaps is none, and beside a source's own `id` its `external_id` is that of a third system (Zendesk's is). */
const losesGround = (
  { field, column }: Candidate,
  { rows, hasOwnId }: { readonly rows: number; readonly hasOwnId: boolean },
): boolean => {
  if (field.type !== 'id' || isOurs(field, column)) return false
  return column.filled < rows || (hasOwnId && headerForm(column.name) === 'externalid')
}

// An account number that many differently named records share is not their id: taken for one, all but one of them would be lost.
// What calls itself an id is one; there, a repeated one is a later version of the same record.
function tellsApart(column: Column, spec: KindSpec, columns: readonly Column[]): boolean {
  if (column.filled < 5 || /^(id|uuid|guid)$/.test(headerWords(column.name).at(-1) ?? '')) return true
  const own = new Set(spec.own)
  const names = spec.identity.flatMap((set) => (set.length === 1 ? set : []))
  const named = columns.filter((other) =>
    names.some((name) => {
      const field = spec.fields.find((one) => one.name === name)
      return field !== undefined && other !== column && nameScore(field, other, headerForms(other.name, own)) > BY_PART
    }),
  )
  return named.every((other) => other.filled < column.filled || different(column) >= 0.8 * different(other))
}

const different = ({ samples }: Column): number => new Set(samples).size

function scored(field: Field, column: Column, forms: HeaderForms): Candidate[] {
  const named = nameScore(field, column, forms)
  if (named === 0) return []
  const unproven =
    field.proven !== undefined && [...forms.sure, ...forms.own, ...forms.loose].some((form) => field.proven?.has(form))
  if (unproven && !proves(field, column)) return []
  if (column.filled === 0) return [{ field, column, score: named - EMPTY_COLUMN }]
  const fit = valueFit(field, column)
  // A date is not an amount, whatever its header says; a part of a name needs values without a doubt.
  if (fit < 0.6 || (named <= BY_PART && fit < 0.95)) return []
  return [{ field, column, score: named * (0.8 + 0.2 * fit) }]
}

function nameScore(field: Field, column: Column, { sure, own, loose, units }: HeaderForms): number {
  const canonical = headerForm(field.name)
  const known = (forms: readonly string[], base: number, whole: number): number => {
    if (forms.includes(canonical)) return whole
    const place = field.aliases.findIndex((alias) => forms.includes(alias))
    return place < 0 ? 0 : base - Math.min(place, 40) * LATER_ALIAS
  }
  const unit = field.name.toLowerCase()
  return (
    known(sure, BY_ALIAS, BY_CANONICAL_NAME) ||
    known(own, BY_OWN_NAME, BY_OWN_NAME) ||
    (units.every((one) => unit.endsWith(one)) ? known(loose, BY_LOOSE_NAME, BY_LOOSE_NAME) : 0) ||
    partScore(field, column)
  )
}

const proves = (field: Field, column: Column): boolean => {
  const texts = column.samples.filter((text) => !isNothing(text))
  if (texts.length === 0) return false
  if (field.type !== 'word') return valueFit(field, column) >= 0.6
  return texts.filter((text) => field.words?.has(headerForm(text))).length >= 0.6 * texts.length
}

// "Next contract renewal date (UTC)" holds "renewal date": enough for values that can be told, and for nothing else.
function partScore(field: Field, column: Column): number {
  if (!['day', 'instant', 'amount', 'email'].includes(field.type)) return 0
  if (isLoaders(column)) return 0
  const words = headerWords(column.name)
  const contrary = words.filter((word) => CONTRARY.has(word))
  const spoken = [field.name, ...field.aliases].some(
    // A later change of something else ("notes last updated") must not decide which version of the record is the newer.
    (alias) =>
      alias.length >= 7 &&
      contrary.every((word) => alias.includes(word)) &&
      holdsWords(words, alias, field.name === 'updatedAt' ? 1 : words.length),
  )
  return spoken ? BY_PART : 0
}

// The previous renewal date is another date than the renewal date.
const CONTRARY = new Set(
  'previous,prior,last,old,former,historical,no,not,without,vorherige,vorheriges,letzte,letztes,alte'.split(','),
)

/** What a loader adds to every table (`_fivetran_synced`, `_airbyte_extracted_at`) is about its work, not about the record. */
const isLoaders = (column: Column): boolean => /^_+[a-z]/i.test(column.name)

function holdsWords(words: readonly string[], alias: string, starts: number): boolean {
  for (let from = 0; from < starts; from += 1) {
    let joined = ''
    for (let to = from; to < words.length; to += 1) {
      joined += words[to] ?? ''
      if (joined === headerForm(alias)) return true
      if (joined.length >= alias.length) break
    }
  }
  return false
}

/** The share of a column's values that can be read as the field; text, ids and references take anything. */
function valueFit(field: Field, column: Column): number {
  const texts = column.samples.filter((text) => !isNothing(text))
  if (texts.length === 0) return 1
  switch (field.type) {
    case 'text':
      if (field.name === 'domain') return looksLikeAddresses(texts) ? 1 : 0
      if (texts.every((text) => /^(true|false)$/i.test(text))) return 0
      if (field.name === 'name') return texts.every(looksLikeEmail) ? 0.7 : 1
      return looksLikeDates(column) ? 0.5 : 1
    case 'id':
    case 'reference':
      // A flag is no reference: "customer: yes" says that it is one.
      return texts.every((text) => /^(true|false|yes|no|ja|nein|[01])$/i.test(text)) && column.filled > 2
        ? 0
        : looksLikeDates(column)
          ? 0
          : 1
    case 'word':
      return wordFit(field, texts)
    case 'json':
      return texts.every((text) => text.startsWith('{') || text.startsWith('[')) ? 1 : 0
    case 'email':
      return texts.filter(looksLikeEmail).length / texts.length
    default: {
      const reading = readingOf(column, PLACE)
      return texts.filter((text) => 'value' in readValue(field, text, reading)).length / texts.length
    }
  }
}

// The address of each record at the interface it came from is not its website.
function looksLikeAddresses(texts: readonly string[]): boolean {
  const hosts = texts.map((text) => /^(?:https?:\/\/)?(?:[^/@\s]*@)?([^/:?#\s]+\.[^/:?#\s]+)/i.exec(text.trim())?.[1])
  const sites = hosts.filter(
    (host, place) => host !== undefined && !/\/(api|services\/data)\//i.test(texts[place] ?? ''),
  )
  const oneForAll = texts.length > 2 && new Set(texts).size === texts.length && new Set(hosts).size === 1
  return sites.length >= 0.6 * texts.length && !oneForAll
}

// Words that nobody knows may still be the field's: a source has its own. One that is known makes it sure.
const wordFit = (field: Field, texts: readonly string[]): number => {
  const known = texts.filter((text) => field.words?.has(headerForm(text))).length / texts.length
  if (known > 0) return Math.max(known, 0.8)
  return new Set(texts).size <= 20 &&
    texts.every((text) => text.length < 40) &&
    !texts.every((text) => /^[\d.,]+$/.test(text))
    ? 0.6
    : 0
}

type Progress = {
  readonly spec: KindSpec
  readonly columns: readonly Column[]
  readonly mapping: Record<string, string>
  readonly taken: Set<string>
  readonly doubts: Doubt[]
  readonly knownShare: KnownShare
}

function guessByValues(progress: Progress): void {
  const { spec, columns, taken, mapping } = progress
  const free = () => columns.filter((column) => !taken.has(column.name) && column.filled > 0 && !isLoaders(column))
  for (const field of spec.fields) {
    if (field.name in mapping) continue
    const found = byValues(field, free(), progress)
    if (!found) continue
    mapping[field.name] = found.name
    taken.add(found.name)
    progress.doubts.push({ code: 'guess-by-values', field: field.name, example: `${field.name}: "${found.name}"` })
  }
}

function byValues(
  field: Field,
  free: readonly Column[],
  { knownShare, mapping, columns, spec }: Progress,
): Column | undefined {
  const alone = (fits: (column: Column) => boolean): Column | undefined => {
    const found = free.filter(fits)
    return found.length === 1 ? found[0] : undefined
  }
  if (field.refersTo !== undefined) {
    if (field.name === 'customerName' && 'customerExternalId' in mapping) return undefined
    const { refersTo } = field
    // Once a file is in, its own ids are known ones: the same file must be read in the same way again.
    if (refersTo === spec.kind) return undefined
    const best = free.toSorted((a, b) => knownShare(b.name, refersTo) - knownShare(a.name, refersTo))[0]
    return best && knownShare(best.name, refersTo) >= 0.6 ? best : undefined
  }
  if (field.type === 'email') return alone((column) => valueFit(field, column) >= 0.9)
  if (field.type === 'id') return free.find((column) => looksLikeId(column)) && alone(looksLikeId)
  if (!field.required) return moneyAlone(field, free)
  if (field.type === 'day' || field.type === 'instant') return alone(looksLikeDates) ?? free.find(looksLikeDates)
  if (field.type === 'text') return columns.length === 1 ? free[0] : (free.find(looksLikeName) ?? undefined)
  return alone((column) => field.type === 'number' && valueFit(field, column) >= 0.95)
}

// One column of money and no field of money yet: that is what the file is about.
function moneyAlone(field: Field, free: readonly Column[]): Column | undefined {
  if (field.name !== 'arr' && field.name !== 'amount' && field.name !== 'value') return undefined
  if (field.type !== 'amount') return undefined
  const money = free.filter(
    (column) =>
      column.samples.length > 0 && column.samples.every((text) => /[$€£¥]/.test(text) && valueFit(field, column) === 1),
  )
  return money.length === 1 ? money[0] : undefined
}

const ID_WORDS = new Set(['id', 'ids', 'nr', 'no', 'number', 'key', 'code', 'ref', 'uuid', 'guid', 'nummer', '#'])

function looksLikeId(column: Column): boolean {
  const last = headerWords(column.name).at(-1) ?? ''
  return ID_WORDS.has(last) && column.samples.length > 0 && new Set(column.samples).size === column.samples.length
}

function looksLikeName(column: Column): boolean {
  const texts = column.samples
  return (
    texts.length > 0 &&
    new Set(texts).size >= 0.8 * texts.length &&
    texts.filter((text) => /\p{L}{2}/u.test(text)).length >= 0.8 * texts.length &&
    !texts.some((text) => /^(https?:|[/[{])/.test(text)) &&
    !texts.every((text) => parseBoolean(text) !== undefined) &&
    !looksLikeDates(column) &&
    !texts.every(looksLikeEmail)
  )
}
