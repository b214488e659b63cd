import { z } from 'zod'
import { endpoint } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'

const SamplePerson = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.enum(['csm', 'manager', 'admin', 'viewer']),
  /** What stands on top of the person's day; null: nothing is due. */
  top: z.object({ customer: z.string(), days: z.int().nullable() }).nullable(),
  cards: z.int(),
})

export const SampleCompany = z.object({
  id: z.uuid(),
  name: z.string(),
  customers: z.int(),
  people: z.array(SamplePerson),
})
export type SampleCompany = z.output<typeof SampleCompany>

export const GetSamplePeople = endpoint('GET /api/sample-people', {
  area: 'session',
  summary: 'Whom one may sign in as with one click. Not there when RENUBU_SAMPLE=off.',
  roles: 'public',
  replies: { 200: z.object({ companies: z.array(SampleCompany) }), 404: Problem },
})
