import { headerForm } from '../header-form.ts'

/** What can be imported and exported. */
export const KINDS = [
  'customers',
  'contacts',
  'contracts',
  'renewals',
  'opportunities',
  'usage',
  'tickets',
  'engagements',
  'events',
  'products',
  'users',
  'invoices',
  'surveys',
  'rates',
] as const
export type Kind = (typeof KINDS)[number]

export type FieldType =
  | 'id'
  | 'text'
  | 'email'
  | 'amount'
  | 'number'
  | 'integer'
  | 'boolean'
  | 'day'
  | 'instant'
  | 'word'
  | 'list'
  | 'numbers'
  | 'json'
  | 'currency'
  | 'reference'

/** Records that others refer to by external id or name. */
export type Referred = 'customers' | 'users' | 'products' | 'contracts' | 'contacts'

export type Field = {
  /** The canonical name: in JSON, as a CSV header, in `--map`. */
  readonly name: string
  readonly type: FieldType
  /** Where it is stored; without one it is folded into others by the kind's `finish`, or is a reference. */
  readonly column?: string
  readonly required?: true
  /** Other names it goes by, in their normal form, the likeliest first. */
  readonly aliases: readonly string[]
  /** Those of the other names that mean something else elsewhere ("state" is California): only where the values are the field's own. */
  readonly proven?: ReadonlySet<string>
  /** Closed words: every known spelling, in normal form, with what it means here. */
  readonly words?: ReadonlyMap<string, string>
  /** What an unknown word means; without one it is left out and kept among the attributes. */
  readonly otherwise?: string
  readonly refersTo?: Referred
  /** Not below this. */
  readonly least?: number
  /** Not above this; of a text or an id, not more characters: an index holds some of them whole. */
  readonly most?: number
  /** Where a source gives a list, its first item; else all of them are kept. */
  readonly first?: true
  /** Given by sources but never written by an export: what it says is in other fields. */
  readonly inputOnly?: true
}

type Extra = Partial<Pick<Field, 'required' | 'otherwise' | 'least' | 'most' | 'first' | 'inputOnly'>> & {
  /** The database column, when it is not the name in snake case; null: none. */
  readonly column?: string | null
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const spellings = (aliases: string): string[] =>
  aliases
    .split(',')
    .map((alias) => headerForm(alias))
    .filter((alias) => alias !== '')

/** A field with its other names, separated by commas; one with a question mark counts only where the column's values prove it. */
export function field(type: FieldType, name: string, aliases = '', extra: Extra = {}): Field {
  const { column, ...rest } = extra
  const stored = column === undefined ? snake(name) : column
  const proven = new Set(aliases.split(',').flatMap((alias) => (alias.trim().endsWith('?') ? [headerForm(alias)] : [])))
  return {
    name,
    type,
    aliases: spellings(aliases),
    ...(proven.size === 0 ? {} : { proven }),
    ...(stored === null ? {} : { column: stored }),
    ...rest,
  }
}

/** A field of closed words; `words` gives for each the spellings that mean it: `{ won: 'closed won, gewonnen' }`. */
export function wordField(
  name: string,
  words: Readonly<Record<string, string>>,
  { aliases = '', ...extra }: Extra & { readonly aliases?: string } = {},
): Field {
  const known = new Map<string, string>()
  for (const [word, others] of Object.entries(words)) {
    for (const spelling of [headerForm(word), ...spellings(others)]) known.set(spelling, word)
  }
  return { ...field('word', name, aliases, extra), words: known }
}

/** A reference to another record; what the source wrote is kept beside it. */
export function referenceField(refersTo: Referred, name: string, aliases: string, extra: Extra = {}): Field {
  return { ...field('reference', name, aliases, { column: null, ...extra }), refersTo }
}

/** A pseudo-field: read from the source, folded into others, never stored or exported by itself. */
export function hint(type: FieldType, name: string, aliases: string): Field {
  return field(type, name, aliases, { column: null, inputOnly: true })
}
