import type { Day } from '../../base/day.ts'
import type { OpenExecution } from '../../spine/open-execution.ts'
import { byPriority } from '../prioritize/rank.ts'
import type { Ranked } from '../prioritize/rank.ts'
import type { PrioritySettings } from '../prioritize/settings.ts'
import type { Factor } from '../../spine/factor.ts'

/** An open execution as the queue of one person sees it. */
export type QueueEntry = Ranked & {
  readonly customerName: string
  readonly parentId: string | null
  /** What tells people from each other (e-mail addresses), for customers of one parent. */
  readonly contacts: readonly string[]
  readonly status: OpenExecution['status']
  readonly held: boolean
  readonly foldedUnder: string | null
  readonly snoozedUntil: Date | null
  readonly nextDueStepAt: Date | null
  /** Begun, and nothing of it can be done before a snoozed step returns on a later day. */
  readonly waiting: boolean
  readonly dueOn: Day | null
  readonly factors: readonly Factor[]
}

/** One conversation: the execution that leads, and what folds under it. */
export type Card = { readonly lead: QueueEntry; readonly folded: readonly QueueEntry[] }

type Order = Pick<PrioritySettings, 'families' | 'renewalLeadsDays'>

/**
 * One card per customer, and per parent where its children share a contact, in the order of the day. All entries are one person's.
 * What is held, snoozed, escalated, waiting for a snoozed step or folded under a newer one leads no card; with nothing else open
 * there is none.
 */
export function cardsOf(entries: readonly QueueEntry[], order: Order): readonly Card[] {
  const compare = byPriority(order)
  const open = new Set(entries.map((entry) => entry.executionId))
  const conversation = conversationsOf(entries)
  const groups = Map.groupBy(entries, (entry) => conversation.get(entry.customerId) ?? entry.customerId)
  const cards: Card[] = []
  for (const group of groups.values()) {
    const lead = leadOf(
      group.filter((entry) => mayLead(entry, open)),
      order,
    )
    if (lead) cards.push({ lead, folded: group.filter((entry) => entry !== lead).sort(compare) })
  }
  return cards.sort((a, b) => compare(a.lead, b.lead))
}

const mayLead = (entry: QueueEntry, open: ReadonlySet<string>): boolean =>
  !entry.held &&
  !entry.waiting &&
  (entry.status === 'pending' || entry.status === 'in_progress') &&
  (entry.foldedUnder === null || !open.has(entry.foldedUnder))

/** A renewal that is near leads its customer, whatever the scores; else the highest does. */
function leadOf(candidates: readonly QueueEntry[], order: Order): QueueEntry | undefined {
  const near = candidates.filter(
    (entry) =>
      entry.family === 'renewal' && entry.daysUntilRenewal !== null && entry.daysUntilRenewal <= order.renewalLeadsDays,
  )
  const compare = byPriority(order)
  return (near.length > 0 ? near : candidates).reduce<QueueEntry | undefined>(
    (best, entry) => (best === undefined || compare(entry, best) < 0 ? entry : best),
    undefined,
  )
}

/** Customer ids to the id that stands for their conversation: their own, or that of the first of a parent's children who share a contact. */
function conversationsOf(entries: readonly QueueEntry[]): ReadonlyMap<string, string> {
  const parents = new Set(entries.flatMap((entry) => (entry.parentId === null ? [] : [entry.parentId])))
  const standsFor = new Map<string, string>()
  const find = (id: string): string => {
    const next = standsFor.get(id)
    return next === undefined || next === id ? id : find(next)
  }
  const byContact = new Map<string, string>()
  for (const entry of entries) {
    const root = entry.parentId ?? (parents.has(entry.customerId) ? entry.customerId : null)
    if (root === null) continue
    for (const contact of entry.contacts) {
      const key = `${root} ${contact}`
      const other = byContact.get(key)
      if (other === undefined) byContact.set(key, entry.customerId)
      else join(standsFor, find(other), find(entry.customerId))
    }
  }
  return new Map(entries.map((entry) => [entry.customerId, find(entry.customerId)]))
}

function join(standsFor: Map<string, string>, a: string, b: string): void {
  if (a !== b) standsFor.set(a < b ? b : a, a < b ? a : b)
}
