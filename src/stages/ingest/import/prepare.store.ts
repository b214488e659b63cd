import { nameKey } from '../../../base/names.ts'
import type { Tx } from '../../../platform/postgres.ts'
import type { Referred } from './fields/field.ts'
import { textOf, type Draft, type KindSpec } from './fields/spec.ts'
import type { PreparedRow } from './merge-sql.ts'
import { linkOf } from './references.ts'
import type { Resolver } from './references.store.ts'
import type { Notes, Tally } from './report.ts'
import { instantOfWall } from './values/zone.ts'

export type DraftRow = { readonly rowNumber: number; readonly externalId: string; readonly draft: Draft }

export type Preparation = {
  readonly spec: KindSpec
  readonly source: string
  /** Where the company's days begin. */
  readonly company: { readonly timeZone: string }
  readonly resolver: Resolver
  readonly notes: Notes
  readonly tally: Tally
}

/** Finds what the drafts of a batch refer to, and says what was found by less than an id, not at all, or several times. */
export async function prepareRows(
  tx: Tx,
  { spec, source, company, resolver, notes, tally }: Preparation,
  drafts: readonly DraftRow[],
): Promise<PreparedRow[]> {
  await learnReferences(tx, { spec, resolver }, drafts)
  const links = spec.fields.flatMap((field) => {
    const link = linkOf(field)
    return link === undefined || field.refersTo === undefined ? [] : [{ field, link, refersTo: field.refersTo }]
  })
  const keyed = spec.kind === 'customers' || spec.kind === 'users' || spec.kind === 'products'
  const forms = new Map<string, string>()
  return drafts.map(({ rowNumber, externalId, draft }): PreparedRow => {
    const found: Record<string, string | undefined> = {}
    let resolvedBy = ''
    for (const { field, link, refersTo } of links) {
      const match = followReference(draft, field.name, { resolver, refersTo })
      if (link.label === 'customer' && match?.id === undefined) tally.unlinked += 1
      noteMatch(notes, { label: link.label, draft, name: field.name }, match)
      if (match?.id === undefined) continue
      found[link.label] = match.id
      if (match.form !== 'id') resolvedBy += `${resolvedBy === '' ? '' : ','}"${link.label}":"${match.form}"`
    }
    const known = resolvedBy === '' ? null : (forms.get(resolvedBy) ?? `{${resolvedBy}}`)
    if (known !== null) forms.set(resolvedBy, known)
    const name = keyed ? textOf(draft, 'name') : undefined
    return {
      rowNumber,
      source,
      externalId,
      draft,
      knownAt: ownTimeOf(spec, draft, company.timeZone),
      links: found,
      resolvedBy: known,
      nameKey: name === undefined ? null : nameKey(name),
      teamId: null,
    }
  })
}

/** Which other fields a reference may be found by, in this order. */
const FALLBACKS: Readonly<Record<string, string>> = { customerExternalId: 'customerName' }

export async function learnReferences(
  tx: Tx,
  { spec, resolver }: { spec: KindSpec; resolver: Resolver },
  drafts: readonly { readonly draft: Draft }[],
): Promise<void> {
  for (const field of spec.fields) {
    if (field.refersTo === undefined) continue
    const references = new Set<string>()
    for (const { draft } of drafts) {
      const reference = textOf(draft, field.name)
      if (reference !== undefined) references.add(reference)
    }
    if (references.size > 0) await resolver.learn(tx, field.refersTo, references)
  }
}

type Match =
  | { readonly id: string; readonly form: string; readonly name: string }
  | { readonly id: undefined; readonly several: readonly string[] }
  | undefined

/** What a reference of a draft means; the reference that is stored is the one that the source gave first. */
export function followReference(
  draft: Draft,
  name: string,
  { resolver, refersTo }: { resolver: Resolver; refersTo: Referred },
): Match {
  const fallback = FALLBACKS[name]
  const reference = textOf(draft, name)
  const other = fallback === undefined ? undefined : textOf(draft, fallback)
  const first = reference === undefined ? undefined : resolver.find(refersTo, reference)
  if (reference === undefined && other !== undefined) draft[name] = other
  if (first?.id !== undefined || other === undefined) return first
  const second = resolver.find(refersTo, other)
  return second?.id === undefined ? (first ?? second) : second
}

function noteMatch(
  notes: Notes,
  { label, draft, name }: { label: string; draft: Draft; name: string },
  match: Match,
): void {
  const reference = textOf(draft, name)
  if (reference === undefined) {
    if (label === 'customer') notes.note('no-customer')
  } else if (match?.id === undefined) {
    const several = match?.several ?? []
    if (several.length > 0) notes.note(`ambiguous-${label}`, `${reference} → ${several.slice(0, 3).join(', ')}`)
    // Parents and leads may come later in the same file; what is still missing then is said at the end.
    else if (label !== 'parent' && label !== 'lead') notes.note(`unknown-${label}`, reference)
  } else if (match.form !== 'id' && match.form !== 'email' && match.form !== 'exact') {
    notes.note(`found-by-${match.form}`, `${reference} → ${match.name}`)
  }
}

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/

/** The instant that the record gives itself; a plain day begins at midnight in the company's zone, not at that of the server. */
function ownTimeOf(spec: KindSpec, draft: Draft, timeZone: string): string | null {
  for (const name of spec.ownTime ?? []) {
    const time = textOf(draft, name)
    if (time === undefined) continue
    return ISO_DAY.test(time) ? new Date(instantOfWall(timeZone, Date.parse(time))).toISOString() : time
  }
  return null
}
