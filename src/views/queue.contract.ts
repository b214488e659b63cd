import { z } from 'zod'
import { EVERYBODY_SIGNED_IN, endpoint } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'
import { ACCOUNT_PLANS, FAMILIES, OPEN_STATUSES, STAGES } from '../spine/words.ts'
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
  status: z.enum(OPEN_STATUSES),
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

const QueueStats = z.object({
  totalWorkflows: z.int(),
  pending: z.int(),
  inProgress: z.int(),
  snoozed: z.int(),
  escalated: z.int(),
  completedToday: z.int(),
})

const limit = z.coerce.number().int().min(1).max(200).default(100)
/** An id, an e-mail address, a name or a first name. */
export const CalledPerson = z.string().trim().min(1).max(320)
const replies = {
  200: z.object({
    workflows: z.array(QueuedWorkflow),
    stats: QueueStats,
    /** Today by the company's calendar. */
    day: IsoDate,
    isEmpty: z.boolean().describe('The company has no customer yet.'),
  }),
  400: Problem,
  401: Problem,
  404: Problem,
} as const

export const GetQueue = endpoint('GET /api/workflows/queue', {
  summary: 'What is to be done today, in its order: of one CSM, or of everybody by the matter alone.',
  area: 'queue',
  roles: EVERYBODY_SIGNED_IN,
  query: z.object({ csm: CalledPerson.optional(), limit }),
  replies,
})

export const GetQueueOfCsm = endpoint('GET /api/workflows/queue/:csm', {
  summary: 'What one CSM has to do today, in the order of the day.',
  area: 'queue',
  roles: EVERYBODY_SIGNED_IN,
  params: z.object({ csm: CalledPerson }),
  query: z.object({ limit }),
  replies,
})
