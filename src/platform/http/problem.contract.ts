import { z } from 'zod'

/** RFC 9457. `reference` is what a person reads out when asking for help; it stands in the log beside the cause. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  reference: z.string(),
})
export type Problem = z.output<typeof Problem>

/** Expected refusals and their status. One place for all routes. */
export const REFUSAL_STATUS = {
  invalid: 400,
  'not-signed-in': 401,
  forbidden: 403,
  unknown: 404,
  'timed-out': 408,
  conflict: 409,
  'too-large': 413,
  'wrong-media-type': 415,
  unprocessable: 422,
  'too-many': 429,
  broken: 500,
  busy: 503,
  away: 503,
} as const

export type RefusalKind = keyof typeof REFUSAL_STATUS

/**
 * Why a request is not answered as asked. `says` is a sentence for the person who asked; `more` are the problem document's extension
 * fields, which the endpoint declares.
 */
export type Refusal = {
  readonly kind: RefusalKind
  readonly says: string
  readonly more?: Readonly<Record<string, unknown>>
}

/** Another company's id, an unknown id and an unknown address answer with the same words. */
export const UNKNOWN: Refusal = { kind: 'unknown', says: 'There is nothing at this address that you may see.' }
