import { z } from 'zod'
import { EVERYBODY_SIGNED_IN, endpoint } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'
import { CalledPerson } from './queue.contract.ts'

/** As many as one reply of the queue holds. */
export const MOST_TRIED = 200

const WEIGHT = /^[a-z-]+:\d(\.\d)?$/

/** `arr:1.5,plan:0`: how much each factor counts, 1 being as it is. */
export const WeightsText = z
  .string()
  .max(200)
  .refine((text) => text === '' || text.split(',').every((part) => WEIGHT.test(part)), 'is written like arr:1.5,plan:0')

export const TriedOrder = z.object({
  /** In the order that the weights give; ranks count from 1. No more than the first 200. */
  cards: z.array(
    z.object({ executionId: z.uuid(), customer: z.string(), score: z.number(), from: z.int(), to: z.int() }),
  ),
  /** How many of all would stand elsewhere. */
  moved: z.int(),
})
export type TriedOrder = z.output<typeof TriedOrder>

export const GetTriedOrder = endpoint('GET /api/workflows/queue/order', {
  area: 'queue',
  summary:
    'The queue as other weights would order it, of one CSM or of everybody by the matter alone. Nothing is saved.',
  roles: EVERYBODY_SIGNED_IN,
  query: z.object({ csm: CalledPerson.optional(), weights: WeightsText }),
  replies: { 200: TriedOrder, 400: Problem, 401: Problem, 404: Problem },
})
