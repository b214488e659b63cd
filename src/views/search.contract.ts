import { z } from 'zod'
import { EVERYBODY_SIGNED_IN, endpoint } from '../platform/http/endpoint.contract.ts'
import { STAGES } from '../spine/words.ts'

/** A customer as it is found: enough to tell it from others of a like name. */
const FoundCustomer = z.object({
  id: z.uuid(),
  name: z.string(),
  owner: z.string().nullable(),
  stage: z.enum(STAGES).nullable(),
  arr: z.object({ amount: z.number().nullable(), currency: z.string() }),
  can: z.array(z.string()),
})
export type FoundCustomer = z.output<typeof FoundCustomer>

export const MOST_FOUND = 8

export const Search = endpoint('GET /api/search', {
  summary: `The ${String(MOST_FOUND)} customers whose names fit the words best: what begins with them, then a word that does, then what holds them.`,
  area: 'records',
  roles: EVERYBODY_SIGNED_IN,
  query: z.object({ q: z.string().trim().min(1).max(100) }),
  replies: { 200: z.object({ customers: z.array(FoundCustomer) }) },
})
