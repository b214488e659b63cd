import { z } from 'zod'
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
