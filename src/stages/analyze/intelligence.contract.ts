import { z } from 'zod'
import { EVERYBODY_SIGNED_IN, endpoint } from '../../platform/http/endpoint.contract.ts'
import { PageQuery, pageOf } from '../../platform/http/page.contract.ts'
import { Problem } from '../../platform/http/problem.contract.ts'
import { CONTRACT_STATUSES, STAGES } from '../../spine/words.ts'
import { INSIGHT_ACTIONS } from './insight.contract.ts'

/** A calendar day as a request names it. */
export const AskedDay = z.iso.date().refine((text) => text >= '1970-01-01' && text <= '2999-12-31', {
  error: 'A day lies between 1970-01-01 and 2999-12-31',
})
const IsoDay = z.iso.date()

export const CustomerId = z.object({ id: z.uuid() })
const CustomerDay = CustomerId.extend({ day: AskedDay })

/** One reason of a figure. The contributions of a figure's factors add up to it exactly. */
const FactorReply = z.object({
  factor: z.string(),
  value: z.union([z.number(), z.string()]).nullable(),
  contribution: z.number(),
  sentence: z.string(),
  source: z.string(),
  on: IsoDay.nullable().describe('The day of the newest record behind the value.'),
  age: z.int().nullable().describe('Days from then to the day that is spoken of.'),
})

const Figure = z.object({
  value: z.number().describe('0–100, as computed.'),
  override: z.number().nullable().describe('What a person has set it to; the score uses this.'),
  factors: z.array(FactorReply),
})

/** A person's value of a figure. */
export const Override = z.object({
  figure: z.enum(['health', 'risk']),
  value: z.number(),
  reason: z.string(),
  note: z.string(),
  by: z.string(),
  from: IsoDay,
  until: IsoDay.describe('The last day on which it holds.'),
})

/** A CSM's own impression. */
export const Pulse = z.object({
  colour: z.enum(['green', 'amber', 'red']),
  line: z.string(),
  by: z.string(),
  day: IsoDay,
})

/** What an analysis says of one customer, with the reasons. */
export const AnalysisReply = z.object({
  customerId: z.uuid(),
  day: IsoDay.describe('The day that is spoken of; days left and ages are counted to it.'),
  asOf: IsoDay.describe('The day that the analysis was made for; it has been confirmed since.'),
  runId: z.uuid(),
  analyzedAt: z.iso.datetime(),
  profile: z.string(),
  configurationVersion: z.int(),
  modelVersion: z.int(),
  health: Figure,
  risk: Figure,
  opportunity: Figure,
  coverage: z.number(),
  uncertain: z.boolean(),
  healthDecline: z.number().nullable(),
  usage: z
    .object({
      metric: z.string(),
      changePercent: z.number(),
      netChangePercent: z.number().nullable(),
      direction: z.enum(['up', 'down', 'flat']),
    })
    .nullable(),
  contractStatus: z.enum(CONTRACT_STATUSES).nullable(),
  renewals: z.array(
    z.object({
      renewalId: z.uuid(),
      date: IsoDay,
      decisionDate: IsoDay.nullable(),
      days: z.int(),
      stage: z.enum(STAGES),
      overdue: z.boolean(),
      arrAtStake: z.number().nullable(),
    }),
  ),
})
export type AnalysisReply = z.output<typeof AnalysisReply>

export const GetInsights = endpoint('GET /api/intelligence/customer/:id/insights', {
  summary: 'What is to be said of a customer now: summary, insights, recommendations, talking points.',
  area: 'intelligence',
  roles: EVERYBODY_SIGNED_IN,
  params: CustomerId,
  replies: {
    200: z.object({
      customerId: z.uuid(),
      day: IsoDay,
      asOf: IsoDay,
      healthScore: z.number(),
      riskScore: z.number(),
      opportunityScore: z.number(),
      summary: z.string(),
      sentiment: z.enum(['negative', 'neutral', 'positive']),
      insights: z.array(
        z.object({
          text: z.string(),
          tone: z.enum(['good', 'bad', 'neutral']),
          factor: z.string(),
          source: z.string(),
          on: IsoDay.nullable(),
        }),
      ),
      recommendations: z.array(
        z.object({
          text: z.string(),
          action: z.enum(INSIGHT_ACTIONS),
          label: z.string(),
          because: z.array(z.string()),
        }),
      ),
      talkingPoints: z.array(z.string()),
      writtenBy: z.string(),
      overrides: z.array(Override).describe('What people have set, while it holds.'),
      pulse: Pulse.nullable(),
      can: z.array(z.string()),
    }),
    404: Problem,
  },
})

export const GetHistory = endpoint('GET /api/intelligence/customer/:id/history', {
  summary: 'Every analysis of a customer that said something new, the newest first.',
  area: 'intelligence',
  roles: EVERYBODY_SIGNED_IN,
  params: CustomerId,
  query: PageQuery.extend({ from: AskedDay.optional(), to: AskedDay.optional() }),
  replies: {
    200: pageOf(
      z.object({
        asOf: IsoDay,
        runId: z.uuid(),
        analyzedAt: z.iso.datetime(),
        healthScore: z.number(),
        riskScore: z.number(),
        opportunityScore: z.number(),
        coverage: z.number(),
        healthDecline: z.number().nullable(),
        profile: z.string(),
        configurationVersion: z.int(),
        modelVersion: z.int(),
      }),
    ),
    404: Problem,
    422: Problem,
  },
})

export const GetAnalysisOn = endpoint('GET /api/intelligence/customer/:id/at/:day', {
  summary: 'The analysis that held on a day, with the reasons of every figure.',
  area: 'intelligence',
  roles: EVERYBODY_SIGNED_IN,
  params: CustomerDay,
  replies: { 200: AnalysisReply, 404: Problem, 422: Problem },
})

const Figures = z.object({
  health: z.number(),
  risk: z.number(),
  opportunity: z.number(),
  coverage: z.number(),
})

export const ReplayAnalysis = endpoint('POST /api/intelligence/customer/:id/at/:day/replay', {
  summary: 'Recomputes the figures of a day from the inputs and the configuration that were kept with them.',
  area: 'intelligence',
  roles: EVERYBODY_SIGNED_IN,
  params: CustomerDay,
  replies: {
    200: z.object({
      customerId: z.uuid(),
      asOf: IsoDay,
      configurationVersion: z.int(),
      modelVersion: z.object({ stored: z.int(), now: z.int() }),
      stored: Figures,
      replayed: Figures,
      same: z.boolean().describe('Figures, and every factor behind them.'),
      remark: z.string().nullable(),
    }),
    404: Problem,
    409: Problem,
    422: Problem,
  },
})

const Change = z.object({
  kind: z.enum(['figure', 'component', 'usage', 'customer', 'contact', 'contract', 'renewal', 'ticket', 'said']),
  sentence: z.string(),
})

export const GetChanges = endpoint('GET /api/intelligence/customer/:id/changes', {
  summary: 'What changed about a customer between the ends of two days, in sentences.',
  area: 'intelligence',
  roles: EVERYBODY_SIGNED_IN,
  params: CustomerId,
  query: z.object({
    from: AskedDay.optional().describe('Default: seven days before `to`.'),
    to: AskedDay.optional().describe('Default: today.'),
  }),
  replies: {
    200: z.object({
      customerId: z.uuid(),
      from: IsoDay,
      to: IsoDay,
      changes: z.array(Change),
      left: z.int().describe('How many more there were than are told.'),
    }),
    404: Problem,
    422: Problem,
  },
})
export type Change = z.output<typeof Change>
