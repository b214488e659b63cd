import { z } from 'zod'
import { EVERYBODY_SIGNED_IN, endpoint } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'
import { ACCOUNT_PLANS, FAMILIES, STAGES } from '../spine/words.ts'
import { IsoDate } from './card.contract.ts'

export const QueuedWorkflow = z.object({
  id: z.uuid(),
  customer: z.object({
    id: z.uuid(),
    name: z.string(),
    arr: z.number().nullable(),
    currency: z.string(),
    accountPlan: z.enum(ACCOUNT_PLANS).nullable(),
    renewalDate: IsoDate.nullable(),
  }),
  workflow: z.object({ id: z.string(), title: z.string(), stage: z.enum(STAGES).nullable(), family: z.enum(FAMILIES) }),
  csm: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  status: z.enum(['pending', 'in_progress', 'snoozed', 'escalated']),
  priorityScore: z.number(),
  priorityFactors: z.array(
    z.object({
      factor: z.string(),
      value: z.union([z.number(), z.string()]).nullable(),
      contribution: z.number(),
      sentence: z.string(),
    }),
  ),
  healthScore: z.number().nullable(),
  riskScore: z.number().nullable(),
  daysUntilRenewal: z.int().nullable(),
  dueOn: IsoDate.nullable(),
  held: z.boolean(),
})

export const QueueStats = z.object({
  totalWorkflows: z.int(),
  pending: z.int(),
  inProgress: z.int(),
  snoozed: z.int(),
  escalated: z.int(),
  completedToday: z.int(),
})

export const GetQueue = endpoint('GET /api/workflows/queue', {
  summary: 'Open workflows in the order of the day. `csm` is an id, an e-mail address or a first name.',
  roles: EVERYBODY_SIGNED_IN,
  query: z.object({ csm: z.string().min(1).optional(), limit: z.coerce.number().int().min(1).max(200).default(100) }),
  replies: {
    200: z.object({ workflows: z.array(QueuedWorkflow), stats: QueueStats }),
    400: Problem,
    401: Problem,
    404: Problem,
  },
})
