import type { z } from 'zod'
import type { Actor } from '../../base/actor.ts'
import type { Result } from '../../base/result.ts'
import type { Endpoint, EndpointShape, SuccessOf } from './endpoint.contract.ts'
import type { Refusal } from './problem.contract.ts'

/** Who is asking, read anew for each request so that a role taken away is gone at once. */
export type Caller = {
  readonly companyId: string
  /** The person; null for a program with an API key. */
  readonly userId: string | null
  /** The API key; null for a person. */
  readonly keyId: string | null
  /** The session that can be ended by itself; null for a key, and for who came by one click. */
  readonly sessionId: string | null
  readonly name: string
  readonly role: 'csm' | 'manager' | 'admin' | 'viewer'
  /** What a key is limited to, `<area>:read` or `<area>:write`; empty: everything that the role may. */
  readonly scopes: readonly string[]
}

/** The caller as the audit trail names it. */
export const actorOf = ({ userId, keyId, name }: Caller): Actor =>
  userId === null ? { kind: 'key', id: keyId, name } : { kind: 'person', id: userId, name }

/** What a session cookie holds; `sessionId` of those who signed in with a password. */
export type SessionClaims = {
  readonly companyId: string
  readonly userId: string
  readonly sessionId?: string | undefined
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

/** A request of a client that says "this is the one I sent before": its key, and what the request was. */
export type Repeatable = { readonly key: string; readonly fingerprint: string }

/** What a handler gets. `caller` is there wherever the endpoint is not public. */
export type RequestOf<E extends EndpointShape> = {
  readonly params: Parsed<E['params']>
  readonly query: Parsed<E['query']>
  readonly body: Parsed<E['body']>
  readonly caller: E['roles'] extends 'public' ? Caller | null : Caller
  /** Signs the browser in or out with the reply to this request. */
  readonly session: { open(claims: SessionClaims): void; close(): void }
  /** The request's Idempotency-Key; null: none was sent. */
  readonly repeatable: Repeatable | null
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** Whether who asked would be let in now, for an answer that takes long. */
  stillAdmitted(): Promise<boolean>
  /** True when a program on this machine asks, itself and not through a proxy. */
  readonly local: boolean
  /** The body's bytes as they came, for signatures; empty where there was none. */
  readonly rawBody: string
}

export type ReplyOf<E extends EndpointShape> = z.input<SuccessOf<E>>

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
