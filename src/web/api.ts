import type { z } from 'zod'
import type { Endpoint, EndpointShape, SuccessOf } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'

type Given<S, K extends string> = S extends z.ZodType ? { readonly [key in K]: z.input<S> } : unknown
/** What an endpoint wants: its params, query and body, where it has them. */
export type InputOf<E extends EndpointShape> = Given<E['params'], 'params'> &
  Given<E['query'], 'query'> &
  Given<E['body'], 'body'>
export type OutputOf<E extends EndpointShape> = z.output<SuccessOf<E>>

/** A problem with the fields that its endpoint adds to it, such as the newer state of what was changed meanwhile. */
type Refused = Problem & Readonly<Record<string, unknown>>

/** An answer that is a problem, or no answer at all (`problem` is null: the line is down). */
export class CallFailed extends Error {
  readonly problem: Refused | null
  constructor(problem: Refused | null) {
    super(problem?.detail ?? 'The server cannot be reached.')
    this.problem = problem
  }
}

/** A key of this click, so that a repeated sending is done once. */
export const keyOfClick = (): string => crypto.randomUUID()

type Parts = {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly body?: unknown
  /** Sent again with the same key, a request is done once. */
  readonly key?: string
  /** What is sent outlives the page that sends it. */
  readonly keepalive?: boolean
}

/** The one client: every call is made from its endpoint's contract, and the answer has the contract's type. */
export async function call<E extends Endpoint>(
  endpoint: E,
  input: InputOf<E> & Parts,
  signal?: AbortSignal,
): Promise<OutputOf<E>> {
  const response = await reach(addressOf(endpoint.path, input), {
    method: endpoint.method,
    signal: signal ?? null,
    keepalive: input.keepalive ?? false,
    headers: {
      ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(input.key === undefined ? {} : { 'idempotency-key': input.key }),
    },
    body: input.body === undefined ? null : JSON.stringify(input.body),
  })
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return answer as OutputOf<E>
  throw failureOf(endpoint, response.status, answer)
}

/** What a refusal of an endpoint says; one of a form that it does not declare counts as none. */
export function failureOf(endpoint: Endpoint, status: number, answer: unknown): CallFailed {
  const declared = endpoint.replies[status as keyof typeof endpoint.replies] ?? Problem
  const problem = declared.safeParse(answer)
  return new CallFailed(problem.success ? (problem.data as Refused) : null)
}

async function reach(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, request)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new CallFailed(null)
  }
}

/** The address of a path with its parameters and query filled in. */
export function addressOf(path: string, { params = {}, query = {} }: Parts): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return given.length === 0 ? filled : `${filled}?${new URLSearchParams(given).toString()}`
}
