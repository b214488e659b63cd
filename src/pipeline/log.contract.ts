import { z } from 'zod'
import { WHO_WORKS, endpoint } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'
import { CustomerId } from '../stages/analyze/intelligence.contract.ts'
import { Analyzed } from './customer.contract.ts'

export const LOGGED_KINDS = ['call', 'meeting', 'note'] as const
export const MOODS = ['good', 'mixed', 'bad'] as const

export const LogEngagement = endpoint('POST /api/customers/:id/engagements', {
  summary: 'Logs a call, a meeting or a note, with what was promised. It counts as contact at once.',
  area: 'records',
  roles: WHO_WORKS,
  params: CustomerId,
  body: z.object({
    kind: z.enum(LOGGED_KINDS),
    line: z.string().trim().min(1).max(2_000).describe('What was said or found, in a line.'),
    reached: z.boolean().default(true).describe('False: a call that nobody answered, which is no contact.'),
    at: z.iso.datetime().optional().describe('When it was; left out: now. Within the last 30 days.'),
    mood: z.enum(MOODS).optional(),
    nextStep: z
      .object({ title: z.string().trim().min(1).max(200), dueOn: z.iso.date().optional() })
      .optional()
      .describe('What was promised: a task of whoever logged it, and the customer’s next step.'),
  }),
  replies: {
    201: Analyzed.extend({
      engagement: z.object({ id: z.uuid(), kind: z.enum(LOGGED_KINDS), at: z.iso.datetime() }),
      taskId: z.uuid().nullable(),
    }),
    404: Problem,
  },
})

export const MOST_MINUTES_TO_UNDO = 10

export const TakeBackLogged = endpoint('DELETE /api/customers/:id/engagements/:engagementId', {
  summary: `Takes back what one logged within ${String(MOST_MINUTES_TO_UNDO)} minutes, with what was promised, as if it had not been.`,
  area: 'records',
  roles: WHO_WORKS,
  params: CustomerId.extend({ engagementId: z.uuid() }),
  replies: { 200: Analyzed, 404: Problem, 409: Problem },
})
