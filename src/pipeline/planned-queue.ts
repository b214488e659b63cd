import type { OpenExecution } from '../spine/open-execution.ts'
import type { QueueEntry } from '../stages/queue/card.ts'
import { cardsOf } from '../stages/queue/card.ts'
import type { Cycle } from './cycle.ts'
import { planPage, remaining, type Decided } from './plan-page.ts'
import { clockOf } from './signals-of.ts'

export type PlannedEntry = QueueEntry & { readonly ownerId: string | null }

/** What is known besides of the customers and executions of a page. */
export type Besides = {
  /** E-mail addresses of the contacts of customers who may share a card. */
  readonly contacts: ReadonlyMap<string, readonly string[]>
  /** Executions of which nothing can be done before a snoozed step returns. */
  readonly waiting: ReadonlySet<string>
}

type About = Pick<PlannedEntry, 'family' | 'ownerId'> & { readonly renewalId: string | null }

/** What would be open for whom if everything that was decided were performed. Nothing is. */
export function plannedEntries(decided: readonly Decided[], cycle: Cycle, besides: Besides): readonly PlannedEntry[] {
  const { openings, assignments, scores } = planPage(decided, cycle)
  const given = new Map(assignments.map((assignment) => [assignment.executionId, assignment.assignedTo]))
  const scored = new Map(scores.map(({ executionId, priority }) => [executionId, priority]))
  const customers = new Map(decided.map((each) => [each.verdict.facts.customerId, each]))
  const opened = openings.flatMap(({ customerId, decision, assignedTo, priority }): PlannedEntry[] => {
    const customer = customers.get(customerId)
    if (!customer) return []
    const { workflowId, family, held, snoozedUntil, dueOn, renewalId } = decision
    return [
      {
        ...matterOf(customer, { family, ownerId: assignedTo, renewalId }, besides),
        executionId: openingId(customerId, decision),
        workflowId,
        score: priority?.value ?? 0,
        factors: priority?.factors ?? [],
        status: snoozedUntil === null ? 'pending' : 'snoozed',
        held,
        foldedUnder: null,
        snoozedUntil,
        nextDueStepAt: null,
        waiting: false,
        dueOn,
      },
    ]
  })
  const goOn = decided.flatMap((customer) =>
    remaining(customer.verdict.open, customer.verdict.determination.decisions).map((run): PlannedEntry => {
      const priority = scored.get(run.id)
      const ownerId = given.has(run.id) ? (given.get(run.id) ?? null) : run.assignedTo
      return {
        ...run,
        ...matterOf(customer, { family: run.family, ownerId, renewalId: run.renewalId }, besides),
        ...becomes(run, customer),
        executionId: run.id,
        waiting: besides.waiting.has(run.id),
        score: priority?.value ?? run.score ?? 0,
        factors: priority?.factors ?? run.factors,
      }
    }),
  )
  return [...opened, ...goOn]
}

type Named = { readonly workflowId: string; readonly renewalId: string | null; readonly eventKey: string | null }

/** The same for the same opening under other settings. */
const openingId = (customerId: string, { workflowId, renewalId, eventKey }: Named): string =>
  [customerId, workflowId, renewalId ?? '', eventKey ?? ''].join(' ')

function matterOf({ verdict: { facts, analysis } }: Decided, about: About, { contacts }: Besides) {
  const clock = clockOf(about, analysis)
  return {
    family: about.family,
    ownerId: about.ownerId,
    renewalDate: clock?.date ?? null,
    daysUntilRenewal: clock ? clock.stageDate - analysis.asOf : null,
    arr: about.family === 'renewal' ? (clock?.arrAtStake ?? facts.arr) : facts.arr,
    customerId: facts.customerId,
    customerExternalId: facts.externalId,
    customerName: facts.name,
    parentId: facts.parentId,
    contacts: contacts.get(facts.customerId) ?? [],
  }
}

/** What of an execution decides who leads the card, after the decisions. */
function becomes(run: OpenExecution, { subject, verdict }: Decided): Pick<PlannedEntry, 'held' | 'foldedUnder'> {
  const { decisions } = verdict.determination
  const under = decisions.find((decision) => decision.kind === 'open' && decision.folds.includes(run.id))
  const turn = decisions.findLast(
    (decision) => (decision.kind === 'hold' || decision.kind === 'release') && decision.executionId === run.id,
  )
  return {
    held: turn ? turn.kind === 'hold' : run.held,
    foldedUnder: under?.kind === 'open' ? openingId(subject.facts.customerId, under) : run.foldedUnder,
  }
}

/** A card in its place among those of one person (null: of nobody). */
export type PlacedCard = { readonly lead: PlannedEntry; readonly place: number }

/** Everybody's cards in their order. */
export function placedCards(
  entries: readonly PlannedEntry[],
  { configuration }: Pick<Cycle, 'configuration'>,
): readonly PlacedCard[] {
  const owners = Map.groupBy(entries, ({ ownerId }) => ownerId)
  return [...owners].flatMap(([ownerId, own]) =>
    cardsOf(own, configuration.prioritize).map(({ lead }, index) => ({ lead: { ...lead, ownerId }, place: index + 1 })),
  )
}

export type CardChanges = {
  readonly added: readonly PlacedCard[]
  readonly gone: readonly PlacedCard[]
  readonly moved: readonly { readonly before: PlacedCard; readonly after: PlacedCard }[]
}

/**
 * What sets two orders apart. A card is one person's with one customer; it moved when it stands otherwise among the cards that are in
 * both, or when another workflow leads it.
 */
export function changesOfCards(before: readonly PlacedCard[], after: readonly PlacedCard[]): CardChanges {
  const [earlier, later] = [byConversation(before), byConversation(after)]
  const inBoth = (cards: readonly PlacedCard[]) =>
    ranks(cards.filter((card) => earlier.has(keyOf(card)) && later.has(keyOf(card))))
  const [rankBefore, rankAfter] = [inBoth(before), inBoth(after)]
  return {
    added: after.filter((card) => !earlier.has(keyOf(card))),
    gone: before.filter((card) => !later.has(keyOf(card))),
    moved: after.flatMap((card) => {
      const key = keyOf(card)
      const was = earlier.get(key)
      if (!was) return []
      const stays = rankBefore.get(key) === rankAfter.get(key) && was.lead.workflowId === card.lead.workflowId
      return stays ? [] : [{ before: was, after: card }]
    }),
  }
}

const keyOf = ({ lead }: PlacedCard): string => `${lead.ownerId ?? ''} ${lead.customerId}`

const byConversation = (cards: readonly PlacedCard[]) => new Map(cards.map((card) => [keyOf(card), card]))

/** Places counted from 1 per person, over these cards alone. */
function ranks(cards: readonly PlacedCard[]): ReadonlyMap<string, number> {
  const next = new Map<string | null, number>()
  return new Map(
    cards.map((card) => {
      const rank = (next.get(card.lead.ownerId) ?? 0) + 1
      next.set(card.lead.ownerId, rank)
      return [keyOf(card), rank]
    }),
  )
}
