import type { z } from 'zod'
import { isoDay } from '../base/day.ts'
import { workflowNamed } from '../spine/catalogue.ts'
import { ledgerOf } from '../stages/prioritize/priority-words.ts'
import { byPriority } from '../stages/prioritize/rank.ts'
import { teamScore } from '../stages/prioritize/score.ts'
import type { PrioritySettings } from '../stages/prioritize/settings.ts'
import { cardsOf } from '../stages/queue/card.ts'
import type { Card, QueueEntry } from '../stages/queue/card.ts'
import { statsOf } from '../stages/queue/daily-summary.ts'
import type { QueueStats } from '../stages/queue/daily-summary.ts'
import type { StoredCard } from './daily-order.ts'
import { dayOrder } from './day-order.ts'
import type { QueuedWorkflow } from './queue.contract.ts'
import type { QueueRow } from './queue.store.ts'

type Queued = z.output<typeof QueuedWorkflow>

export type Queue = { readonly workflows: readonly Queued[]; readonly stats: QueueStats }

export type QueueQuestion = {
  readonly rows: readonly QueueRow[]
  readonly contacts: ReadonlyMap<string, readonly string[]>
  readonly completedToday: number
  /** One person's list keeps the order of his morning; null: a list over several people, by scores without what is a person's own. */
  readonly morning: readonly StoredCard[] | null
  readonly settings: PrioritySettings
  readonly locale: string
}

/** Customers whose contacts decide whether they share a card: children and their parents. */
export function familiesIn(rows: readonly QueueRow[]): readonly string[] {
  const parents = new Set(rows.flatMap((row) => (row.parentId === null ? [] : [row.parentId])))
  return [
    ...new Set(rows.filter((row) => row.parentId !== null || parents.has(row.customerId)).map((row) => row.customerId)),
  ]
}

/** The queue: one workflow per customer, that which leads the card, in the order of the day. The counters count all that is open. */
export function queueOf({ rows, completedToday, settings, locale, ...more }: QueueQuestion): Queue {
  const byId = new Map(rows.map((row) => [row.executionId, row]))
  return {
    workflows: leadsOf({ rows, settings, ...more }).flatMap((lead) => {
      const row = byId.get(lead.executionId)
      return row ? [queued(row, lead, { settings, locale })] : []
    }),
    stats: statsOf(rows, completedToday),
  }
}

type Ordering = Pick<QueueQuestion, 'rows' | 'contacts' | 'morning' | 'settings'>

/** What leads each card, in the order of the list, with the score that this order goes by. */
export function leadsOf({ rows, contacts, morning, settings }: Ordering): readonly QueueEntry[] {
  const entries = rows.map((row): QueueEntry & { ownerId: string | null } => {
    const priority =
      morning === null
        ? teamScore({ value: row.score, factors: row.factors })
        : { value: row.score, factors: row.factors }
    return { ...row, score: priority.value, factors: priority.factors, contacts: contacts.get(row.customerId) ?? [] }
  })
  const inOrder = byPriority(settings)
  const ordered: readonly Pick<Card, 'lead'>[] =
    morning === null
      ? [...Map.groupBy(entries, (entry) => entry.ownerId).values()]
          .flatMap((own) => cardsOf(own, settings))
          .sort((a, b) => inOrder(a.lead, b.lead))
      : dayOrder({ entries, morning, isOfToday: true, settings })
  return ordered.map(({ lead }) => lead)
}

function queued(
  row: QueueRow,
  lead: QueueEntry,
  reader: { readonly settings: PrioritySettings; readonly locale: string },
): Queued {
  const priority = { value: lead.score, factors: lead.factors }
  const ledger = ledgerOf(priority, reader.settings, { locale: reader.locale, currency: row.reportingCurrency })
  return {
    id: row.executionId,
    customer: {
      id: row.customerId,
      name: row.customerName,
      arr: row.customerArr,
      currency: row.currency,
      accountPlan: row.accountPlan,
      renewalDate: row.renewalDate === null ? null : isoDay(row.renewalDate),
    },
    workflow: {
      id: row.workflowId,
      title: workflowNamed(row.workflowId)?.title ?? row.workflowId,
      stage: row.stage,
      family: row.family,
    },
    csm: row.ownerId === null ? null : { id: row.ownerId, name: row.ownerName ?? '' },
    status: row.status,
    priorityScore: lead.score,
    priorityFactors: lead.factors.map((factor, index) => ({
      factor: factor.code,
      value: factor.value,
      contribution: factor.contribution,
      sentence: ledger[index]?.sentence ?? '',
    })),
    healthScore: row.healthScore,
    riskScore: row.riskScore,
    daysUntilRenewal: row.daysUntilRenewal,
    dueOn: row.dueOn === null ? null : isoDay(row.dueOn),
    held: row.held,
  }
}
