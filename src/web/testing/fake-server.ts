import { z } from 'zod'
import { successOf, type Endpoint, type SuccessOf } from '../../platform/http/endpoint.contract.ts'
import { Problem } from '../../platform/http/problem.contract.ts'
import { filled, type Partly } from './filled.ts'

/** What the page sent to an address. */
export type Asked = {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
  readonly key: string | null
}

type Reply<E extends Endpoint> = Partly<z.input<SuccessOf<E>>>
type Answer = (asked: Asked) => Promise<Response>
type Known = { readonly endpoint: Endpoint; readonly answer: Answer }

export type FakeServer = ReturnType<typeof fakeServer>

/**
 * A server for tests of pages, made from contracts: what the page sends is read by the endpoint's shapes, and what it answers is of the
 * reply's. An address that nobody spoke of, and a request or a reply that the contract would not take, are faults, which fail the test.
 */
export function fakeServer() {
  const known: Known[] = []
  const heard: { readonly endpoint: Endpoint; readonly asked: Asked }[] = []
  const faults: string[] = []
  const knows = (endpoint: Endpoint, answer: Answer): void => void known.unshift({ endpoint, answer })

  return {
    /** Answers with what is said, or made from what was asked, and the least of everything else. */
    answers: <E extends Endpoint>(endpoint: E, reply: Reply<E> | ((asked: Asked) => Reply<E>)): void =>
      knows(endpoint, (asked) => {
        const said = typeof reply === 'function' ? (reply as (asked: Asked) => Reply<E>)(asked) : reply
        return Promise.resolve(Response.json(filled(bodyOf(endpoint), said), { status: successOf(endpoint) }))
      }),
    /** Answers only when it is let go, such as after a later question: hands back what lets it go. */
    isSlow: <E extends Endpoint>(endpoint: E, reply: Reply<E>): (() => void) => {
      const { promise, resolve } = Promise.withResolvers<null>()
      knows(endpoint, async () => {
        await promise
        return Response.json(filled(bodyOf(endpoint), reply), { status: successOf(endpoint) })
      })
      return () => resolve(null)
    },
    /** Refuses with a problem; `more` are the fields that the endpoint's own problem has. */
    refuses: (endpoint: Endpoint, status: number, detail: string, more: object = {}): void =>
      knows(endpoint, () => {
        const shape = endpoint.replies[status as keyof typeof endpoint.replies] ?? Problem
        const problem = filled(shape, {
          status,
          detail,
          title: 'Refused',
          type: 'about:blank',
          reference: 'T1',
          ...more,
        })
        return Promise.resolve(Response.json(problem, { status }))
      }),
    /** The line is down. */
    isDown: (endpoint: Endpoint): void => knows(endpoint, () => Promise.reject(new TypeError('Failed to fetch'))),
    /** Never answers. */
    isSilent: (endpoint: Endpoint): void => knows(endpoint, () => new Promise(() => undefined)),
    /** What was asked of an endpoint, in its order. */
    asked: (endpoint: Endpoint): readonly Asked[] =>
      heard.filter((each) => each.endpoint === endpoint).map(({ asked }) => asked),
    /** What should not have been asked or answered. */
    faults: (): readonly string[] => faults,
    /** Takes the place of the browser's own. */
    fetch: async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
      const url = new URL(input instanceof Request ? input.url : String(input), 'http://localhost')
      const method = init.method ?? 'GET'
      const found = known.find(({ endpoint }) => endpoint.method === method && paramsIn(endpoint, url) !== null)
      if (!found) {
        faults.push(`Nobody said what ${method} ${url.pathname} answers`)
        return new Response(null, { status: 500 })
      }
      const asked = read(found.endpoint, url, init)
      faults.push(...misread(found.endpoint, asked))
      heard.push({ endpoint: found.endpoint, asked })
      return found.answer(asked).catch((error: unknown) => {
        if (!(error instanceof TypeError)) faults.push(String(error))
        throw error
      })
    },
  }
}

/** What an endpoint answers where it does what it was asked. */
const bodyOf = (endpoint: Endpoint): z.ZodType => endpoint.replies[successOf(endpoint)] ?? z.unknown()

function paramsIn({ path }: Endpoint, url: URL): Readonly<Record<string, string>> | null {
  const parts = path.split('/')
  const given = url.pathname.split('/')
  if (parts.length !== given.length) return null
  const params: Record<string, string> = {}
  for (const [index, part] of parts.entries()) {
    const text = decodeURIComponent(given[index] ?? '')
    if (part.startsWith(':')) params[part.slice(1)] = text
    else if (part !== text) return null
  }
  return params
}

function read(endpoint: Endpoint, url: URL, { body, headers }: RequestInit): Asked {
  return {
    params: paramsIn(endpoint, url) ?? {},
    query: Object.fromEntries(url.searchParams),
    body: typeof body === 'string' ? (JSON.parse(body) as unknown) : (body ?? undefined),
    key: new Headers(headers).get('idempotency-key'),
  }
}

/** Where a request is not what the contract takes. */
const misread = (endpoint: Endpoint, asked: Asked): readonly string[] =>
  (['params', 'query', 'body'] as const).flatMap((part) => {
    const told = endpoint[part]?.safeParse(asked[part])
    return told?.success === false ? [`${endpoint.method} ${endpoint.path}: ${part}: ${told.error.message}`] : []
  })
