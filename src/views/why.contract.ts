import { z } from 'zod'
import { EVERYBODY_SIGNED_IN, endpoint } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'
import { Value } from '../spine/value.contract.ts'
import { IsoDate } from './card.contract.ts'

export const FIGURES = ['health', 'risk', 'opportunity', 'usage', 'arr', 'renewal'] as const
export type Figure = (typeof FIGURES)[number]

/** One row of a figure's ledger. The contributions of all rows add up to the total exactly. */
export const WhyRow = z.object({
  code: z.string(),
  label: z.string(),
  value: Value.nullable(),
  note: z.string(),
  contribution: z.number(),
  /** Where the input came from, in words, and the day of its newest record. */
  source: z.string().nullable(),
  on: IsoDate.nullable(),
  stale: z.boolean(),
  /** A weight that can be tried on the day's cards; null where it makes no difference between them. */
  slider: z.string().nullable(),
})
export type WhyRow = z.output<typeof WhyRow>

/** A fact behind a figure that is not a sum. */
export const WhyFact = z.object({
  label: z.string(),
  value: Value,
  source: z.string().nullable(),
  on: IsoDate.nullable(),
})
export type WhyFact = z.output<typeof WhyFact>

/** Ours beside another card's, row by row; the gaps add up to the difference of the totals. */
export const Comparison = z.object({
  executionId: z.uuid(),
  customer: z.string(),
  total: z.number(),
  rows: z.array(z.object({ label: z.string(), ours: z.number(), theirs: z.number(), gap: z.number() })),
  gap: z.number(),
})
export type Comparison = z.output<typeof Comparison>

export const Why = z.object({
  customer: z.string(),
  figure: z.enum(['score', ...FIGURES]),
  total: z.number(),
  unit: z.enum(['points', 'of-100', 'count', 'money', 'days']),
  /** The total in words where its name alone does not say it. */
  totalLabel: z.string(),
  currency: z.string().nullable(),
  readAt: z.iso.datetime().nullable(),
  configurationVersion: z.int().nullable(),
  rows: z.array(WhyRow),
  facts: z.array(WhyFact),
  /** A sentence under the ledger: uncertain, overridden, net of the book. */
  remark: z.string().nullable(),
  against: Comparison.nullable(),
  /** Of a score: whose queue it stands in; null: nobody’s, or the figure is no score. */
  csm: z.object({ id: z.uuid(), name: z.string() }).nullable(),
})
export type Why = z.output<typeof Why>

const id = z.object({ id: z.uuid() })
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem } as const

export const GetWhyScore = endpoint('GET /api/workflows/:id/why', {
  area: 'queue',
  summary: 'The factors of an execution’s score, and why another one does not stand before it.',
  roles: EVERYBODY_SIGNED_IN,
  params: id,
  query: z.object({
    against: z
      .union([z.uuid(), z.literal('first')])
      .optional()
      .describe('Another execution, or `first`: what stands first in the queue of the same CSM, of another customer.'),
    among: z
      .literal('everybody')
      .optional()
      .describe('As lists over several CSMs count: without what belongs to the person and not to the matter.'),
  }),
  replies: { 200: Why, ...refusals },
})

export const GetWhyFigure = endpoint('GET /api/customers/:id/why/:figure', {
  area: 'queue',
  summary: 'What one of a customer’s figures is made of.',
  roles: EVERYBODY_SIGNED_IN,
  params: id.extend({ figure: z.enum(FIGURES) }),
  replies: { 200: Why, ...refusals },
})
