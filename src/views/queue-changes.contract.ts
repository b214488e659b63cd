import { z } from 'zod'
import { EVERYBODY_SIGNED_IN, endpoint } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'
import { IsoDate } from './card.contract.ts'

const AskedDay = z.iso.date().refine((text) => text >= '1970-01-01' && text <= '2999-12-31', {
  error: 'A day lies between 1970-01-01 and 2999-12-31',
})

const Card = z.object({
  executionId: z.uuid(),
  customer: z.object({ id: z.uuid(), name: z.string() }),
  workflow: z.object({ id: z.string(), title: z.string() }),
  /** Places in the order of the day, from 1; null where it was not. */
  from: z.int().nullable(),
  to: z.int().nullable(),
  why: z.string(),
})
export type ChangedCard = z.output<typeof Card>

export const QueueChange = z.object({
  csm: z.object({ id: z.uuid(), name: z.string() }),
  /** The days whose orders are compared: the last ones up to those asked for; null: there was none. */
  from: IsoDate.nullable(),
  to: IsoDate.nullable(),
  came: z.array(Card),
  gone: z.array(Card),
  moved: z.array(Card),
})
export type QueueChange = z.output<typeof QueueChange>

export const GetQueueChanges = endpoint('GET /api/workflows/queue/changes', {
  summary: 'What changed in the queue between two days: cards that came, went and moved, and why.',
  area: 'queue',
  roles: EVERYBODY_SIGNED_IN,
  query: z.object({
    from: AskedDay.optional().describe('Default: the day before `to`.'),
    to: AskedDay.optional().describe('Default: today.'),
    csm: z.string().trim().min(1).max(320).optional().describe('An id, an e-mail address, a name or a first name.'),
  }),
  replies: { 200: z.object({ queues: z.array(QueueChange) }), 404: Problem, 422: Problem },
})
