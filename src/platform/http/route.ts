import type { z } from 'zod'
import type { Result } from '../../base/result.ts'
import type { Endpoint, EndpointShape } from './endpoint.contract.ts'
import type { Refusal } from './problem.contract.ts'

/** Who is asking, read anew for each request so that a role taken away is gone at once. */
export type Caller = {
  readonly companyId: string
  readonly userId: string
  readonly name: string
  readonly role: 'csm' | 'manager' | 'admin' | 'viewer'
}

/** What a session cookie holds. */
export type SessionClaims = { readonly companyId: string; readonly userId: string }

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

/** What a handler gets. `caller` is there wherever the endpoint is not public. */
export type RequestOf<E extends EndpointShape> = {
  readonly params: Parsed<E['params']>
  readonly query: Parsed<E['query']>
  readonly body: Parsed<E['body']>
  readonly caller: E['roles'] extends 'public' ? Caller | null : Caller
  /** Signs the browser in or out with the reply to this request. */
  readonly session: { open(claims: SessionClaims): void; close(): void }
}

export type ReplyOf<E extends EndpointShape> = z.input<E['replies'][200]>

export type Route = {
  readonly endpoint: Endpoint
  answer(request: unknown): Promise<Result<unknown, Refusal>>
}

/** Joins an endpoint with what answers it: parse and authorize are done, present is left to the reply's schema. */
export function route<E extends Endpoint>(
  endpoint: E,
  answer: (request: RequestOf<E>) => Promise<Result<ReplyOf<E>, Refusal>>,
): Route {
  // The server builds the request from the same endpoint, which is what makes its type true.
  return { endpoint, answer: (request) => answer(request as RequestOf<E>) }
}
