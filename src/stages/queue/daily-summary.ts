import type { Day } from '../../base/day.ts'
import { workflowNamed } from '../../spine/catalogue.ts'
import { reasonWords } from '../determine/because.ts'
import type { Reason } from '../../spine/open-execution.ts'
import type { Card, QueueEntry } from './card.ts'
import { changesSince, partsOf } from './order-of-day.ts'
import type { EarlierCard, Move } from './order-of-day.ts'

/** October 7's counters. */
export type QueueStats = {
  readonly totalWorkflows: number
  readonly pending: number
  readonly inProgress: number
  readonly snoozed: number
  readonly escalated: number
  readonly completedToday: number
}

/** A card as a summary keeps it: ids and numbers; names and sentences are read and rendered when it is opened. */
export type SummaryCard = EarlierCard & {
  readonly workflowId: string
  readonly score: number
  readonly folded: readonly string[]
  readonly isNew: boolean
  readonly moved: Move | null
  readonly late: boolean
}

export type DailySummary = {
  readonly userId: string
  readonly day: Day
  readonly cards: readonly SummaryCard[]
  readonly counts: QueueStats
  /** Snoozed steps that are due again today, the longest waiting first. */
  readonly backToday: readonly { readonly executionId: string; readonly at: string }[]
  /** What was closed, taken back or opened for the person, in words. */
  readonly doneForYou: readonly { readonly customer: string; readonly says: string }[]
  /** Customers with nothing due, and how many each rule opened today. */
  readonly monitored: { readonly customers: number; readonly byRule: Readonly<Record<string, number>> }
}

export type SummaryInput = {
  readonly userId: string
  readonly day: Day
  readonly endOfDay: Date
  readonly cards: readonly Card[]
  readonly entries: readonly QueueEntry[]
  readonly completedToday: number
  readonly yesterday: readonly EarlierCard[]
  readonly doneForYou: DailySummary['doneForYou']
  readonly monitored: DailySummary['monitored']
}

/** A person's day, as it is kept. */
export function dailySummary(input: SummaryInput): DailySummary {
  const changes = changesSince(input.yesterday, input.cards)
  return {
    userId: input.userId,
    day: input.day,
    cards: input.cards.map(({ lead, folded }, index) => ({
      executionId: lead.executionId,
      customerId: lead.customerId,
      workflowId: lead.workflowId,
      score: lead.score,
      parts: partsOf(lead),
      folded: folded.map((entry) => entry.executionId),
      // On the first day of all, everything would be new; and what was begun is back, not new.
      isNew: input.yesterday.length > 0 && changes[index]?.isNew === true && lead.status === 'pending',
      moved: changes[index]?.moved ?? null,
      late: lead.dueOn !== null && lead.dueOn < input.day,
    })),
    counts: statsOf(input.entries, input.completedToday),
    backToday: input.entries
      .flatMap(({ executionId, nextDueStepAt: at }) =>
        at !== null && at <= input.endOfDay ? [{ executionId, at: at.toISOString() }] : [],
      )
      .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    doneForYou: input.doneForYou,
    monitored: input.monitored,
  }
}

/** The counters over everything that is open for a person, folded and held included. */
export function statsOf(entries: readonly Pick<QueueEntry, 'status'>[], completedToday: number): QueueStats {
  const of = (status: QueueEntry['status']): number => entries.filter((entry) => entry.status === status).length
  return {
    totalWorkflows: entries.length,
    pending: of('pending'),
    inProgress: of('in_progress'),
    snoozed: of('snoozed'),
    escalated: of('escalated'),
    completedToday,
  }
}

type Ended = {
  readonly customer: string
  readonly workflowId: string
  readonly kind: 'close' | 'withdraw'
  readonly because: readonly Reason[]
}

/** One line of "done for you". */
export function doneLine({ customer, workflowId, kind, because }: Ended): {
  readonly customer: string
  readonly says: string
} {
  const title = workflowNamed(workflowId)?.title ?? workflowId
  const why = because.map(reasonWords).join(', ')
  const what = kind === 'close' ? 'closed for you' : 'taken back'
  return { customer, says: `${title} ${what}${why === '' ? '' : `: ${why}`}` }
}
