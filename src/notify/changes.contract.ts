import { z } from 'zod'
import { EVENT_STREAM, EVERYBODY_SIGNED_IN, StreamedText, endpoint } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'

/** Something of the company was written. Ids alone: what it is now is read as everything is, by whoever may. */
export const Change = z.object({
  id: z.uuid().describe('The row of the audit trail that tells of it.'),
  object: z.string().describe('What was changed: execution, step, customer, task, run, …'),
  objectId: z.uuid().nullable().describe('Which one; null: several, or the whole.').default(null),
  customerId: z.uuid().nullable().describe('Whose it is, where it is one customer’s.').default(null),
  ownerId: z.uuid().nullable().describe('Who has it, where it is one person’s.').default(null),
})
export type Change = z.output<typeof Change>

export const GetChanges = endpoint('GET /api/changes', {
  summary:
    'Tells of every change of the company while it stays open, as server-sent events: `ready` once, `change` with ids, ' +
    '`resync` where something may have been missed and what is shown is to be read anew.',
  area: 'changes',
  roles: EVERYBODY_SIGNED_IN,
  produces: EVENT_STREAM,
  replies: { 200: StreamedText, 429: Problem },
})
