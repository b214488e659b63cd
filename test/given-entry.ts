import type { QueueEntry } from '../src/stages/queue/card.ts'

/** A pending renewal of a customer of its own; tests name what matters. */
export const givenEntry = (known: Partial<QueueEntry> = {}): QueueEntry => ({
  executionId: 'e1',
  score: 100,
  renewalDate: null,
  daysUntilRenewal: 80,
  arr: 50_000,
  customerId: 'c1',
  customerExternalId: known.customerId ?? 'C-1',
  family: 'renewal',
  workflowId: 'negotiation-prep',
  customerName: 'Larkspur',
  parentId: null,
  contacts: [],
  status: 'pending',
  held: false,
  foldedUnder: null,
  snoozedUntil: null,
  nextDueStepAt: null,
  waiting: false,
  dueOn: null,
  factors: [],
  ...known,
})
