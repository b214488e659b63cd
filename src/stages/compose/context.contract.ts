import { z } from 'zod'
import { EVERYBODY_SIGNED_IN, endpoint } from '../../platform/http/endpoint.contract.ts'
import { Problem } from '../../platform/http/problem.contract.ts'
import { CONTACT_ROLES, ENGAGEMENT_KINDS, STAGES } from '../../spine/words.ts'

const text = z.string().nullable()
const amount = z.number().nullable()
const date = z.iso.date().nullable()

const Contact = z.object({
  id: z.uuid(),
  name: text,
  email: text,
  title: text,
  role: z.enum(CONTACT_ROLES).nullable(),
  phone: text,
  optedOut: z.boolean(),
})

const Contract = z.object({
  id: z.uuid(),
  startDate: date,
  endDate: date,
  termMonths: z.int().nullable(),
  value: amount,
  currency: text,
  autoRenew: z.boolean(),
  noticeDays: z.int().nullable(),
  status: text,
  terms: z.array(z.object({ kind: z.string(), text: z.string(), value: amount })),
})

const Renewal = z.object({
  id: z.uuid(),
  date,
  decisionDate: date,
  arrAtStake: amount,
  targetAmount: amount,
  proposedAmount: amount,
  currency: text,
  progress: z.string(),
  nextStep: text,
})

const Said = z.object({ text: z.string() })

/** One reason of a figure in words. The contributions of a figure's reasons add up to it exactly. */
const Reason = z.object({
  code: z.string(),
  label: z.string(),
  note: z.string(),
  contribution: z.number(),
  source: z.string(),
  on: date,
})

/** What templates read, as plain data: an unknown figure is null, and a template shows a dash for it. */
export const ExecutionContext = z.object({
  customer: z.object({
    id: z.uuid(),
    externalId: z.string(),
    name: z.string(),
    domain: text,
    industry: text,
    segment: text,
    tier: text,
    touch: text,
    arr: amount,
    currency: z.string(),
    accountPlan: text,
    renewalDate: date,
    customerSince: date,
    lifecycleStage: text,
    owner: text,
    ownerEmail: text,
    nextStep: text,
    lastTouchAt: z.iso.datetime().nullable(),
    competitors: z.array(z.string()),
    attributes: z.record(z.string(), z.unknown()),
  }),
  intelligence: z.object({
    asOf: date,
    healthScore: amount,
    riskScore: amount,
    opportunityScore: amount,
    coverage: amount,
    uncertain: z.boolean(),
    healthDecline: amount,
    healthFactors: z.array(Reason),
    riskFactors: z.array(Reason),
    history: z.array(z.object({ asOf: z.iso.date(), health: z.number(), risk: z.number() })),
    sentiment: text,
    headline: text,
    aiSummary: text,
    insights: z.array(Said),
    recommendations: z.array(Said.extend({ action: z.string() })),
    talkingPoints: z.array(z.string()),
  }),
  data: z.object({
    salesforce: z.object({
      opportunities: z.array(
        z.object({ id: z.uuid(), name: text, stage: text, amount, currency: text, closeDate: date }),
      ),
      cases: z.array(z.object({ id: z.uuid(), subject: text, priority: z.string(), openedAt: z.iso.datetime() })),
      contacts: z.array(Contact),
    }),
    usage: z.object({
      activeUsers: amount.describe('On the busiest day of the last seven; the last one may be a Sunday.'),
      licensedUsers: amount,
      utilizationRate: amount.describe('Percent of the licensed users.'),
      trend: z.enum(['up', 'down', 'flat']).nullable(),
      changePercent: amount,
      featureAdoption: z.array(z.string()),
      lastDay: date,
      weekly: z.array(amount).describe('A working day in each of the last twelve weeks, the oldest first.'),
    }),
    financials: z.object({
      currentARR: amount,
      currency: z.string(),
      arrHistory: z.array(z.object({ date: z.iso.date(), arr: amount })),
      paymentHistory: z.array(z.object({ date, dueDate: date, amount, currency: text, paidAt: date })),
    }),
    engagement: z.object({
      lastMeeting: date,
      lastQbr: date,
      meetingsIn90Days: z.int(),
      supportTickets: z.int(),
      urgentTickets: z.int(),
      last: z.array(
        z.object({ kind: z.enum(ENGAGEMENT_KINDS), on: z.iso.date(), notes: text, with: z.array(z.string()) }),
      ),
    }),
  }),
  renewal: Renewal.nullable(),
  contacts: z.array(Contact),
  contracts: z.array(Contract),
  workflow: z.object({
    id: z.string(),
    executionId: z.uuid(),
    title: z.string(),
    stage: z.enum(STAGES).nullable(),
    daysUntilRenewal: z.int().nullable(),
    priorityScore: amount,
    priorityFactors: z.array(
      z.object({ factor: z.string(), value: z.union([z.number(), z.string()]).nullable(), contribution: z.number() }),
    ),
  }),
  /** When these figures were read; what was begun keeps the figures of its beginning. */
  takenAt: z.iso.datetime(),
})
export type ExecutionContext = z.output<typeof ExecutionContext>

export const GetExecutionContext = endpoint('GET /api/workflows/:id/context', {
  summary:
    'What an execution’s texts and artifacts read: customer, figures, contacts, contracts, renewal. Of one that was begun, as it was then.',
  area: 'executions',
  roles: EVERYBODY_SIGNED_IN,
  params: z.object({ id: z.uuid() }),
  query: z.object({ now: z.enum(['true', 'false']).default('false').describe('`true`: as it is now.') }),
  replies: { 200: ExecutionContext, 404: Problem },
})
