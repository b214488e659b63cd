import { z } from 'zod'
import { WHO_WORKS, endpoint } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'
import { FAMILIES } from '../spine/words.ts'

/** A workflow that can be started by hand, and what stands in its way. */
const Startable = z.object({
  id: z.string(),
  title: z.string(),
  family: z.enum(FAMILIES),
  steps: z.int(),
  minutes: z.int(),
  open: z
    .object({ executionId: z.uuid(), title: z.string() })
    .nullable()
    .describe('What is open of this family: to be gone on with instead.'),
})
export type Startable = z.output<typeof Startable>

export const GetStartable = endpoint('GET /api/customers/:id/startable', {
  summary:
    'The published workflows that can be started for a customer by hand, and which of them something open is in the way of.',
  area: 'executions',
  roles: WHO_WORKS,
  params: z.object({ id: z.uuid() }),
  replies: { 200: z.object({ workflows: z.array(Startable) }), 404: Problem },
})
