import type { Moment } from './customer-page.contract.ts'

/** Something that happened as the records have it. What `title`, `detail` and `state` hold depends on the kind. */
export type HappenedRow = {
  readonly id: string
  readonly at: Date
  readonly kind: 'ticket' | 'meeting' | 'qbr' | 'call' | 'email' | 'note' | 'left' | 'event' | 'workflow'
  readonly title: string | null
  readonly detail: string | null
  readonly state: string | null
  readonly minutes: number | null
}

/** A moment in words: what it was in a few, then what else is known of it. */
export function momentOf(row: HappenedRow): Moment {
  const { kind, says, more } = told(row)
  return { id: `${row.kind} ${row.id}`, at: row.at.toISOString(), kind, says, more: more.filter(Boolean).join(', ') }
}

type Told = Pick<Moment, 'kind' | 'says'> & { readonly more: readonly (string | null | undefined)[] }

function told(row: HappenedRow): Told {
  const { title, detail, state } = row
  switch (row.kind) {
    case 'ticket':
      return {
        kind: 'ticket',
        says: title ?? 'A ticket without a subject',
        more: [
          detail === 'normal' ? 'Ticket' : capital(`${String(detail)} ticket`),
          state === 'open' && 'still open',
        ].map((word) => word || null),
      }
    case 'meeting':
    case 'qbr':
    case 'call':
      return { kind: 'talk', says: withWhom(TALKS[row.kind], detail), more: [lasted(row.minutes), title] }
    case 'email':
      return {
        kind: 'mail',
        says: withWhom(state === 'inbound' ? 'Mail from' : 'Mail to', detail, 'Mail'),
        more: [title],
      }
    case 'note':
      return { kind: 'note', says: 'Note', more: [title] }
    case 'left':
      return { kind: 'left', says: `${title ?? 'Somebody'} left`, more: [detail ?? (state && PARTS[state])] }
    case 'event':
      return { kind: 'event', says: capital(spaced(title ?? 'event')), more: [detail] }
    case 'workflow':
      return { kind: 'workflow', says: title ?? 'A workflow', more: [capital(spaced(detail ?? state ?? 'closed'))] }
  }
}

const TALKS = { meeting: 'Meeting with', qbr: 'Business review with', call: 'Call with' } as const
const PARTS: Readonly<Record<string, string>> = {
  champion: 'champion',
  'economic-buyer': 'economic buyer',
  'exec-sponsor': 'executive sponsor',
  primary: 'first contact',
  user: 'user',
  detractor: 'detractor',
}

const withWhom = (what: string, whom: string | null, alone = what.replace(/ with$/, '')): string =>
  whom ? `${what} ${whom}` : alone

const lasted = (minutes: number | null): string | null => (minutes ? `${String(minutes)} min` : null)
const spaced = (word: string): string => word.replaceAll(/[-_]+/g, ' ')
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
