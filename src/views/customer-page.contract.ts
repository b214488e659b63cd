import { z } from 'zod'
import { EVERYBODY_SIGNED_IN, endpoint } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'
import { ACCOUNT_PLANS, STAGES } from '../spine/words.ts'
import { Override, Pulse } from '../stages/analyze/intelligence.contract.ts'
import { Card, IsoDate } from './card.contract.ts'
import { SourceAge } from './today.contract.ts'
import { WhyRow } from './why.contract.ts'

const Money = z.object({ amount: z.number().nullable(), currency: z.string() })

/** A figure of 0–100 with the rows that add up to what the rules say, and what a person has set instead. */
const Ledger = z.object({
  value: z.number(),
  override: z.number().nullable(),
  rows: z.array(WhyRow),
  remark: z.string().nullable(),
})
export type Ledger = z.output<typeof Ledger>

const Person = z.object({
  id: z.uuid(),
  name: z.string(),
  title: z.string().nullable(),
  role: z.enum(['champion', 'economic-buyer', 'exec-sponsor', 'primary', 'user', 'detractor']).nullable(),
  active: z.boolean(),
  leftOn: IsoDate.nullable(),
})
export type Person = z.output<typeof Person>

const Contract = z.object({
  id: z.uuid(),
  start: IsoDate.nullable(),
  end: IsoDate.nullable(),
  value: Money,
  autoRenew: z.boolean(),
  noticeDays: z.int().nullable(),
  noticeGivenOn: IsoDate.nullable(),
  /** The customer's next renewal is about it. */
  next: z.boolean(),
})
export type Contract = z.output<typeof Contract>

export const MOMENT_KINDS = ['ticket', 'talk', 'mail', 'note', 'left', 'event', 'workflow'] as const

/** Something that happened, in a sentence and what else is known of it. */
const Moment = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  kind: z.enum(MOMENT_KINDS),
  says: z.string(),
  more: z.string(),
})
export type Moment = z.output<typeof Moment>

const Week = z.object({ from: IsoDate, mean: z.number().nullable() })

/** Everything that a customer's page needs, in one reply. */
export const CustomerPage = z.object({
  /** Today by the company's calendar. */
  day: IsoDate,
  readAt: z.iso.datetime().nullable(),
  customer: z.object({
    id: z.uuid(),
    name: z.string(),
    status: z.enum(['active', 'trial', 'churned', 'test', 'internal']),
    segment: z.string().nullable(),
    industry: z.string().nullable(),
    plan: z.enum(ACCOUNT_PLANS).nullable(),
    since: IsoDate.nullable(),
    owner: z.string().nullable(),
    parent: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    seats: z.int().nullable(),
  }),
  stage: z.enum(STAGES).nullable(),
  arr: Money,
  /** `kind` says which date the days count to. Null: no date known. */
  renewal: Card.shape.renewal,
  /** Percent, last 28 days against the 28 before; null: unknown. */
  usageChange: z.number().nullable(),
  /** Points of health against the analysis at least 28 days ago; null: no comparison yet. */
  healthChange: z.number().nullable(),
  health: Ledger.nullable(),
  risk: Ledger.nullable(),
  uncertain: z.boolean(),
  /** What is to be said in short, each finding with the record behind it; null: not analyzed yet. */
  inShort: z
    .object({
      summary: z.string(),
      findings: z.array(
        z.object({
          text: z.string(),
          tone: z.enum(['good', 'bad', 'neutral']),
          source: z.string(),
          on: IsoDate.nullable(),
        }),
      ),
      talkingPoints: z.array(z.string()),
      writtenBy: z.string(),
    })
    .nullable(),
  /** Of the last twelve weeks, the oldest first; an analysis that only confirmed has no point of its own. */
  history: z.array(z.object({ on: IsoDate, health: z.number(), risk: z.number() })),
  /** The metric that the change is about, or else the busiest, week by week, the oldest first. */
  usage: z.object({ metric: z.string(), weeks: z.array(Week) }).nullable(),
  /** Open workflows, the one that leads the customer's card first. */
  open: z.array(Card),
  people: z.array(Person),
  contracts: z.array(Contract),
  /** The newest first. */
  timeline: z.array(Moment),
  sources: z.array(SourceAge),
  /** What people have set in place of a computed figure, where it holds today. */
  overrides: z.array(Override),
  /** The last impression that somebody wrote down. */
  pulse: Pulse.nullable(),
  can: z.array(z.string()),
})
export type CustomerPage = z.output<typeof CustomerPage>

export const GetCustomerPage = endpoint('GET /api/customers/:id/page', {
  area: 'records',
  summary:
    'A customer at a glance: what is to be said, the figures with their reasons, open workflows, people, contracts, what happened.',
  roles: EVERYBODY_SIGNED_IN,
  params: z.object({ id: z.uuid() }),
  replies: { 200: CustomerPage, 404: Problem },
})
