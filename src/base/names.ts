/**
 * The forms in which two names may agree, finest first; each includes those before it.
 * Names are compared form by form, and only one candidate at the first form that matches counts.
 */
export const NAME_FORMS = ['exact', 'case', 'punctuation', 'legal-suffix', 'spaces'] as const
export type NameForm = (typeof NAME_FORMS)[number]

// As written at the end of a name, after punctuation is gone: "GmbH & Co. KG" is "gmbh co kg", "S.A." is "sa".
const LEGAL_SUFFIXES = new Set(
  (
    'inc incorporated corp corporation co company llc llp lp ltd limited plc pllc pc gmbh ag kg kgaa ug ohg gbr ev eg mbh se ' +
    'sa sas sarl sasu srl spa snc sca scs bv nv vof oy oyj ab as asa aps ivs kft zrt rt sro doo dd ad ooo zao pao ' +
    'pty pte sdn bhd kk gk ltda eireli sl slu sc scrl cvba bvba cv ltee lte pvt private public'
  ).split(' '),
)

const DROPPED = /[.'’‘`´"“”„]/gu
const PUNCTUATION = /[\p{P}\p{S}]+/gu
const WHITE = /[\s\p{Z}]+/gu
// A btree entry holds at most 2,704 bytes; what is longer than this many characters is cut, and finer forms tell it apart.
const KEY_LENGTH = 200

/** A name in one of its forms. Never empty for a name that is not: a form that would leave nothing keeps the form before it. */
export function nameIn(form: NameForm, name: string): string {
  if (form === 'exact') return name
  const folded = orElse(caseless(name), name)
  if (form === 'case') return folded
  const plain = orElse(withoutPunctuation(folded), folded)
  if (form === 'punctuation') return plain
  const bare = withoutLegalSuffix(plain)
  return form === 'legal-suffix' ? bare : orElse(bare.replace(WHITE, ''), bare)
}

/** The coarsest form, kept beside every name in the database, so that candidates of all forms are found by one index. */
export const nameKey = (name: string): string => nameIn('spaces', name).slice(0, KEY_LENGTH)

export type NameMatch<T> =
  { readonly found: T; readonly form: NameForm } | { readonly found: undefined; readonly candidates: readonly T[] }

/**
 * The one candidate that a name means: the first form at which any agrees decides, and only if exactly one does.
 * Otherwise those that agreed at that form, or none.
 */
export function matchName<T extends { readonly name: string }>(name: string, candidates: readonly T[]): NameMatch<T> {
  for (const form of NAME_FORMS) {
    const wanted = nameIn(form, name)
    const agreeing = candidates.filter((candidate) => nameIn(form, candidate.name) === wanted)
    const [first] = agreeing
    if (first && agreeing.length === 1) return { found: first, form }
    if (first) return { found: undefined, candidates: agreeing }
  }
  return { found: undefined, candidates: [] }
}

// Upper case first, so that ß meets SS and final sigma the other one.
const caseless = (name: string): string =>
  name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC').replace(WHITE, ' ').trim()

const withoutPunctuation = (folded: string): string =>
  folded.replace(DROPPED, '').replace(PUNCTUATION, ' ').replace(WHITE, ' ').trim()

function withoutLegalSuffix(plain: string): string {
  const words = plain.split(' ')
  while (words.length > 1 && LEGAL_SUFFIXES.has(words.at(-1) ?? '')) words.pop()
  return words.join(' ')
}

const orElse = (form: string, before: string): string => (form === '' ? before : form)
