import { withValues, type Tx } from '../../../platform/postgres.ts'
import { findOwnIds, giveFound, openReferences, type Reference } from './links-sql.ts'
import type { MergePlan } from './merge-sql.ts'
import type { Resolver } from './references.store.ts'
import type { Notes, Tally } from './report.ts'

export type Finding = {
  readonly plan: MergePlan
  readonly source: string
  readonly resolver: Resolver
  readonly notes: Notes
  readonly tally: Tally
}

/** A reference that is no id of its source, with how many rows of the batch have it. */
type Open = {
  readonly place: number
  readonly ref: string | null
  readonly beside: string | null
  readonly count: number
}

/** Looks for what the rows of `incoming` refer to by the ids of their own source: that the server does alone. */
export async function lookUpIds(tx: Tx, { plan: { links }, source }: Pick<Finding, 'plan' | 'source'>): Promise<void> {
  if (links.length > 0) await tx.run(withValues(findOwnIds(links), [source]))
}

export type FoundLinks = {
  /** Counts and notes what was found by less than an id, not at all, or several times: once the rows are in. */
  readonly say: () => void
  /** Whatever is referred to is here. */
  readonly isAll: boolean
}

/**
 * Finds what the rows refer to by less than an id of their source, each reference once. `before`: that is before the batch has its turn; then, where
 * something is not here, nothing is found yet and all of it is looked for again.
 */
export async function findLinks(
  tx: Tx,
  finding: Finding,
  { before }: { readonly before: boolean },
): Promise<FoundLinks> {
  const { plan, resolver, notes, tally } = finding
  const { links } = plan
  if (links.length === 0) return { say: () => undefined, isAll: true }
  const open = await tx.rows<Open>(openReferences(links))
  for (const [place, link] of links.entries()) {
    const own = open.filter((each) => each.place === place && each.ref !== null)
    if (own.length > 0) await learnOpen(tx, { link, resolver }, own)
  }
  const found = open.flatMap((each): readonly Found[] => {
    const { place, ref, beside } = each
    const link = links[place]
    return link ? [{ ...each, link, match: ref === null ? undefined : matchOf(resolver, link, { ref, beside }) }] : []
  })
  const isAll = found.every(({ ref, match }) => ref === null || match?.id !== undefined)
  if (isAll || !before) for (const link of links) await giveOpen(tx, link, found)
  return {
    isAll,
    say: () => {
      for (const { link, ref, count, match } of found) {
        if (link.label === 'customer' && match?.id === undefined) tally.unlinked += count
        noteMatch(notes, { label: link.label, ref, count }, match)
      }
    },
  }
}

type Found = Open & { readonly link: Reference; readonly match: Match }

async function learnOpen(
  tx: Tx,
  { link, resolver }: { readonly link: Reference; readonly resolver: Resolver },
  open: readonly Open[],
): Promise<void> {
  const others = open.flatMap(({ beside }) => beside ?? [])
  await resolver.learn(
    tx,
    link.refersTo,
    open.flatMap(({ ref }) => ref ?? []),
  )
  if (others.length > 0) await resolver.learn(tx, link.refersTo, others)
}

async function giveOpen(tx: Tx, link: Reference, found: readonly Found[]): Promise<void> {
  const own = found.flatMap((each) =>
    each.link === link && each.match?.id !== undefined
      ? [{ ref: each.ref, beside: each.beside, id: each.match.id, mark: markOf(link, each.match.form) }]
      : [],
  )
  if (own.length === 0) return
  await tx.run(giveFound(link), [
    own.map(({ ref }) => ref),
    own.map(({ beside }) => beside),
    own.map(({ id }) => id),
    own.map(({ mark }) => mark),
  ])
}

const markOf = ({ label }: Reference, form: string): string | null =>
  form === 'id' ? null : JSON.stringify({ [label]: form })

type Match =
  | { readonly id: string; readonly form: string; readonly name: string }
  | { readonly id: undefined; readonly several: readonly string[] }
  | undefined

/** What a reference means, by itself or by what stands beside it. */
function matchOf(
  resolver: Resolver,
  { refersTo }: Reference,
  { ref, beside }: { readonly ref: string; readonly beside: string | null },
): Match {
  const first = resolver.find(refersTo, ref)
  if (first?.id !== undefined || beside === null) return first
  const second = resolver.find(refersTo, beside)
  return second?.id === undefined ? (first ?? second) : second
}

type Named = { readonly label: string; readonly ref: string | null; readonly count: number }

function noteMatch(notes: Notes, { label, ref, count }: Named, match: Match): void {
  if (ref === null) notes.note(`no-${label}`, undefined, count)
  else if (match?.id === undefined) {
    const several = match?.several ?? []
    if (several.length > 0) notes.note(`ambiguous-${label}`, `${ref} → ${several.slice(0, 3).join(', ')}`, count)
    // Parents and leads may come later in the same file; what is still missing then is said at the end.
    else if (label !== 'parent' && label !== 'lead') notes.note(`unknown-${label}`, ref, count)
  } else if (match.form !== 'id' && match.form !== 'email' && match.form !== 'exact') {
    notes.note(`found-by-${match.form}`, `${ref} → ${match.name}`, count)
  }
}
