import { z } from 'zod'
import { WHO_WORKS, endpoint } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'
import { AnalysisReply, CustomerId, Override, Pulse } from '../stages/analyze/intelligence.contract.ts'

const Run = z.object({
  id: z.uuid(),
  workflow: z.object({ id: z.string(), title: z.string() }),
  status: z.string(),
  because: z.string().describe('Why it was opened, or how it ended.'),
  assignedTo: z.string().nullable(),
})

/** A customer analyzed anew, and what became due or was settled by it. */
export const Analyzed = z.object({
  analysis: AnalysisReply,
  isNew: z.boolean().describe('False: the analysis that stood was confirmed.'),
  opened: z.array(Run),
  closed: z.array(Run),
  can: z.array(z.string()),
})

const FIGURE = z.enum(['health', 'risk'])
const COLOUR = z.enum(['green', 'amber', 'red'])

export const AnalyzeCustomer = endpoint('POST /api/intelligence/customer/:id/analyze', {
  summary: 'Analyzes one customer now, as the daily run does: figures, what is due, who has it, its score.',
  area: 'intelligence',
  roles: WHO_WORKS,
  params: CustomerId,
  replies: { 200: Analyzed, 404: Problem },
})

export const MOST_OVERRIDE_DAYS = 90

export const SetOverride = endpoint('POST /api/intelligence/customer/:id/override', {
  summary: 'Sets health or risk by hand until it expires; the computed figure stays visible beside it.',
  area: 'intelligence',
  roles: WHO_WORKS,
  params: CustomerId,
  body: z.object({
    figure: FIGURE,
    value: z.number().min(0).max(100),
    reason: z.string().trim().min(1).max(200),
    note: z.string().trim().max(4000).default(''),
    days: z.int().min(1).max(MOST_OVERRIDE_DAYS).default(30),
  }),
  replies: {
    201: Analyzed.extend({
      override: Override.extend({ id: z.uuid() }),
    }),
    404: Problem,
  },
})

export const EndOverride = endpoint('DELETE /api/intelligence/customer/:id/override/:figure', {
  summary: 'Takes an override back; the score uses the computed figure again.',
  area: 'intelligence',
  roles: WHO_WORKS,
  params: CustomerId.extend({ figure: FIGURE }),
  replies: { 200: Analyzed, 404: Problem },
})

export const NotePulse = endpoint('POST /api/intelligence/customer/:id/pulse', {
  summary: 'Writes down an impression of a customer; it weighs nothing until the configuration gives it a weight.',
  area: 'intelligence',
  roles: WHO_WORKS,
  params: CustomerId,
  body: z.object({ colour: COLOUR, line: z.string().trim().max(500).default('') }),
  replies: {
    201: Analyzed.extend({
      pulse: Pulse.extend({ id: z.uuid() }),
    }),
    404: Problem,
  },
})
