import type { z } from 'zod'
import type { Problem } from './problem.contract.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Who may call: everybody, or signed-in people with one of these roles. */
export type Audience = 'public' | readonly ('csm' | 'manager' | 'admin' | 'viewer')[]

export const EVERYBODY_SIGNED_IN = ['csm', 'manager', 'admin', 'viewer'] as const satisfies Audience

type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429

export type EndpointShape = {
  /** One sentence for the reference page. */
  readonly summary: string
  readonly roles: Audience
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly replies: { readonly 200: z.ZodType } & { readonly [status in ProblemStatus]?: typeof Problem }
}

export type Endpoint = EndpointShape & { readonly method: Method; readonly path: string }

/**
 * One address of the API. The route, the typed client, the OpenAPI document and the tests come from this value.
 * `route` is the method and the path with `:name` for its parameters: `POST /api/workflows/:id/start`.
 */
export function endpoint<const S extends EndpointShape>(
  route: `${Method} /${string}`,
  shape: S,
): S & { readonly method: Method; readonly path: string } {
  const [method, path = ''] = route.split(' ')
  return { ...shape, method: method as Method, path }
}
