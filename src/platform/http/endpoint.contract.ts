import { z } from 'zod'
import type { Problem } from './problem.contract.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Who may call: everybody, or signed-in people and API keys with one of these roles. */
export type Audience = 'public' | readonly ('csm' | 'manager' | 'admin' | 'viewer')[]

export const EVERYBODY_SIGNED_IN = ['csm', 'manager', 'admin', 'viewer'] as const satisfies Audience
export const WHO_WORKS = ['csm', 'manager', 'admin'] as const satisfies Audience
export const WHO_LEADS = ['manager', 'admin'] as const satisfies Audience
export const ADMINS = ['admin'] as const satisfies Audience

/** The parts of the API as its reference page groups them; a key's scope is `<area>:read` or `<area>:write`. */
export const AREAS = [
  'session',
  'today',
  'queue',
  'team',
  'tasks',
  'executions',
  'records',
  'imports',
  'intelligence',
  'configuration',
  'runs',
  'members',
  'keys',
  'audit',
  'changes',
  'webhooks',
  'operation',
] as const
export type Area = (typeof AREAS)[number]

type SuccessStatus = 200 | 201 | 202
type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503

export type EndpointShape = {
  /** One sentence for the reference page. */
  readonly summary: string
  readonly area: Area
  readonly roles: Audience
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** Bytes; default 1 MiB. */
  readonly bodyLimit?: number
  /** The forms of a file that is the body (`body: FileBody`). It is handed on as a stream, and who reads it keeps to `bodyLimit`. */
  readonly consumes?: readonly string[]
  /** The form of a success that is no JSON, such as `text/csv`; its shape is then a string. */
  readonly produces?: string
  /** Does not count against a caller's requests per minute. */
  readonly unlimited?: true
  /** So many requests a minute from one address on the network, where the usual number would let somebody guess. */
  readonly attemptsPerMinute?: number
  /** One success, and the refusals that are the endpoint's own; what every endpoint may answer is added to the reference page by itself. */
  readonly replies: { readonly [status in SuccessStatus]?: z.ZodType } & {
    readonly [status in ProblemStatus]?: z.ZodType<Problem>
  }
}

/** A file as it comes, a piece at a time. */
export const FileBody = z
  .custom<AsyncIterable<Uint8Array>>(
    (value) => typeof value === 'object' && value !== null && Symbol.asyncIterator in value,
    'received undefined',
  )
  .meta({ type: 'string', format: 'binary' })

/** A text that may be too long to be held at once: it is sent as it is made. */
export const StreamedText = z.custom<AsyncIterable<string>>().meta({ type: 'string' })

/** Server-sent events: an answer that goes on until somebody leaves. */
export const EVENT_STREAM = 'text/event-stream'

/** The shape of an endpoint's success. */
export type SuccessOf<E extends EndpointShape> = Extract<E['replies'][SuccessStatus & keyof E['replies']], z.ZodType>

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

export const changes = ({ method }: Pick<Endpoint, 'method'>): boolean => method !== 'GET'

/** The scope that an API key needs to call this endpoint. */
export const scopeOf = (shape: Pick<Endpoint, 'area' | 'method'>): string =>
  `${shape.area}:${changes(shape) ? 'write' : 'read'}`

/** The status of an endpoint's success. Throws when it declares none. */
export function successOf({ replies }: EndpointShape): SuccessStatus {
  const found = ([200, 201, 202] as const).find((status) => replies[status] !== undefined)
  if (!found) throw new Error('An endpoint declares no success')
  return found
}
