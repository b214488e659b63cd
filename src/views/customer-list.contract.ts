import { z } from 'zod'
import { endpoint, EVERYBODY_SIGNED_IN } from '../platform/http/endpoint.contract.ts'
import { PageQuery, pageOf } from '../platform/http/page.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'
import { ACCOUNT_PLANS, CUSTOMER_STATUSES, STAGES } from '../spine/words.ts'
import { IsoDate } from './card.contract.ts'

export const CUSTOMER_SORTS = ['name', 'renewal', 'arr', 'health', 'risk'] as const

/** `low`: health below 40; `good`: from 70 on; `unknown`: not looked at yet. */
export const HEALTH_BANDS = ['low', 'middle', 'good', 'unknown'] as const

const ListedCustomer = z.object({
  id: z.uuid(),
  name: z.string(),
  status: z.enum(CUSTOMER_STATUSES),
  plan: z.enum(ACCOUNT_PLANS).nullable(),
  stage: z.enum(STAGES).nullable(),
  owner: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  arr: z.number().nullable(),
  currency: z.string(),
  renewalDate: IsoDate.nullable(),
  daysUntilRenewal: z.int().nullable(),
  health: z.number().nullable(),
  risk: z.number().nullable(),
})
export type ListedCustomer = z.output<typeof ListedCustomer>

export const GetCustomerList = endpoint('GET /api/customers/list', {
  summary: 'The customers as a page shows them, searched, filtered and sorted, with where each stands.',
  area: 'records',
  roles: EVERYBODY_SIGNED_IN,
  query: PageQuery.extend({
    q: z
      .string()
      .trim()
      .max(200)
      .optional()
      .describe('A part of the name; case, spaces and punctuation do not matter.'),
    owner: z.union([z.uuid(), z.literal('nobody')]).optional(),
    plan: z.enum(ACCOUNT_PLANS).optional(),
    stage: z.enum(STAGES).optional(),
    health: z.enum(HEALTH_BANDS).optional(),
    status: z
      .enum([...CUSTOMER_STATUSES, 'any'])
      .optional()
      .describe('Left out: active ones and trials.'),
    sort: z.enum(CUSTOMER_SORTS).default('name'),
    order: z.enum(['asc', 'desc']).default('asc').describe('What is not known comes last in either.'),
  }),
  replies: {
    200: pageOf(ListedCustomer).extend({
      total: z.int().nullable().describe('How many fit; counted for the first page.'),
      owners: z.array(z.object({ id: z.uuid(), name: z.string() })).describe('Who has customers, for the first page.'),
      isEmpty: z.boolean().describe('The company has no customer yet.'),
    }),
    422: Problem,
  },
})
