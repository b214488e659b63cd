import { nameKey } from '../../../base/names.ts'
import { copyFields, type Tx } from '../../../platform/postgres.ts'
import type { Kind } from './fields/field.ts'
import { textOf, type Draft, type KindSpec, type Value } from './fields/spec.ts'
import { givenBits, type MergePlan, type Reference } from './merge-sql.ts'
import type { Resolver } from './references.store.ts'
import type { Notes, Tally } from './report.ts'
import { instantOfDay } from './values/zone.ts'

export type DraftRow = { readonly rowNumber: number; readonly externalId: string; readonly draft: Draft }

/**
 * A record as it waits for the rest of its batch: its line of COPY, all but what has to be found first. Two batches of cells and drafts outlived
 * every collection of the young, and moving them took half of Node's time.
 */
export type TakenRow = {
  readonly rowNumber: number
  readonly externalId: string
  readonly told: string
  /** The source says when it changed. */
  readonly dated: boolean
  /** In the order of the plan's links. */
  readonly references: readonly (string | undefined)[]
  /** What else they may be found by; undefined for most. */
  readonly fallbacks: readonly (string | undefined)[] | undefined
  /** Only where more is written of a record than its own row. */
  readonly draft: Draft | undefined
}

/** A row of which is known what it refers to: the rest of its line. */
export type PreparedRow = { readonly taken: TakenRow; readonly found: string }

export type Telling = {
  readonly spec: KindSpec
  readonly plan: MergePlan
  readonly source: string
  /** Where the company's days begin. */
  readonly company: { readonly timeZone: string }
}

/** Takes what a batch needs of a draft. Where only another field says what is referred to, that is what the source wrote of it. */
export function takenRow(telling: Telling, { rowNumber, externalId, draft }: DraftRow): TakenRow {
  const { links } = telling.plan
  const references = new Array<string | undefined>(links.length)
  let fallbacks: (string | undefined)[] | undefined
  for (const [place, { name, fallback }] of links.entries()) {
    const reference = textOf(draft, name)
    const other = fallback === undefined ? undefined : textOf(draft, fallback)
    if (reference === undefined && other !== undefined) draft[name] = other
    else if (other !== undefined) (fallbacks ??= [])[place] = other
    references[place] = reference ?? other
  }
  return {
    rowNumber,
    externalId,
    told: tell(telling, { rowNumber, externalId, draft }),
    dated: typeof draft['updatedAt'] === 'string',
    references,
    fallbacks,
    draft: hasParts(telling.spec.kind, draft) ? draft : undefined,
  }
}

const WITH_PARTS = new Set<Kind>(['users', 'products', 'rates'])

const hasParts = (kind: Kind, draft: Draft): boolean =>
  WITH_PARTS.has(kind) || (kind === 'contracts' && draft['terms'] !== undefined)

type Told = DraftRow & { readonly source?: string; readonly teamId?: string | null }

/** The values that a record tells by itself, in the order of the plan's columns. */
export function tell({ spec, plan, source, company }: Telling, { rowNumber, externalId, draft, ...own }: Told): string {
  const values: Value[] = [
    rowNumber,
    givenBits(plan, draft),
    own.source ?? source,
    externalId,
    draft['updatedAt'] ?? null,
    ownTimeOf(spec, draft, company.timeZone),
  ]
  for (const { field } of plan.slots) values.push(draft[field.name] ?? null)
  if (plan.keyed) {
    const name = textOf(draft, 'name')
    values.push(name === undefined ? null : nameKey(name))
  }
  if (spec.kind === 'users') values.push(own.teamId ?? null)
  return copyFields(values)
}

export type Preparation = {
  readonly plan: MergePlan
  readonly resolver: Resolver
  readonly notes: Notes
  readonly tally: Tally
}

/** Finds what the rows of a batch refer to, and says what was found by less than an id, not at all, or several times. */
export async function prepareRows(
  tx: Tx,
  { plan: { links }, resolver, notes, tally }: Preparation,
  rows: readonly TakenRow[],
): Promise<PreparedRow[]> {
  await learnReferences(tx, { links, resolver }, rows)
  return rows.map((taken): PreparedRow => {
    let found = ''
    let resolvedBy = ''
    for (const [place, link] of links.entries()) {
      const { label } = link
      const reference = taken.references[place]
      const match = matchOf(resolver, link, { reference, other: taken.fallbacks?.[place] })
      if (label === 'customer' && match?.id === undefined) tally.unlinked += 1
      noteMatch(notes, { label, reference }, match)
      found += match?.id === undefined ? '\t\\N' : `\t${match.id}`
      if (match?.id === undefined || match.form === 'id') continue
      resolvedBy += `${resolvedBy === '' ? '' : ','}"${label}":"${match.form}"`
    }
    if (links.length > 0) found += resolvedBy === '' ? '\t\\N' : `\t{${resolvedBy}}`
    return { taken, found }
  })
}

async function learnReferences(
  tx: Tx,
  { links, resolver }: { readonly links: readonly Reference[]; readonly resolver: Resolver },
  rows: readonly TakenRow[],
): Promise<void> {
  for (const [place, { refersTo }] of links.entries()) {
    const given: string[] = []
    const others: string[] = []
    for (const { references, fallbacks } of rows) {
      const reference = references[place]
      const other = fallbacks?.[place]
      if (reference !== undefined) given.push(reference)
      if (other !== undefined) others.push(other)
    }
    if (given.length > 0) await resolver.learn(tx, refersTo, given)
    if (others.length > 0) await resolver.learn(tx, refersTo, others)
  }
}

type Match =
  | { readonly id: string; readonly form: string; readonly name: string }
  | { readonly id: undefined; readonly several: readonly string[] }
  | undefined

/** What a reference means, by itself or by what stands beside it. */
function matchOf(
  resolver: Resolver,
  { refersTo }: Reference,
  { reference, other }: { readonly reference: string | undefined; readonly other: string | undefined },
): Match {
  if (reference === undefined) return undefined
  const first = resolver.find(refersTo, reference)
  if (first?.id !== undefined || other === undefined) return first
  const second = resolver.find(refersTo, other)
  return second?.id === undefined ? (first ?? second) : second
}

function noteMatch(
  notes: Notes,
  { label, reference }: { readonly label: string; readonly reference: string | undefined },
  match: Match,
): void {
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

const ISO_DAY_LENGTH = 10

/** The instant that the record gives itself; a plain day begins at midnight in the company's zone, not at that of the server. */
function ownTimeOf(spec: KindSpec, draft: Draft, timeZone: string): string | null {
  for (const name of spec.ownTime ?? []) {
    const time = textOf(draft, name)
    if (time === undefined) continue
    return time.length === ISO_DAY_LENGTH ? instantOfDay(timeZone, time) : time
  }
  return null
}
