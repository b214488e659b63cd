import { createHash } from 'node:crypto'
import swagger from '@fastify/swagger'
import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { AREAS, changes, scopeOf, successOf, type Endpoint } from './endpoint.contract.ts'
import { withExample } from './example.ts'
import { Problem } from './problem.contract.ts'

const SUMMARIES: Readonly<Record<number, string>> = {
  200: 'Done.',
  201: 'Created.',
  202: 'Accepted; the answer names what to watch.',
  400: 'The request cannot be read; the detail says what to mend.',
  401: 'Nobody is signed in, or the key is not valid (any more).',
  403: 'The role or the scopes do not allow it.',
  404: 'There is nothing at this address that the caller may see.',
  408: 'The request took too long to arrive.',
  409: 'It cannot be done in this state; nothing was changed.',
  413: 'The body is too large.',
  415: 'The body is of a form that is not read.',
  422: 'It cannot be done as asked; nothing was changed.',
  429: 'Too many requests; `retry-after` says when to go on.',
  503: 'The server or its database is away for a moment; try again.',
}

/** Every status that an endpoint may answer with: its own, and those that come with what it takes. */
export function repliesOf(endpoint: Endpoint): ReadonlyMap<number, z.ZodType> {
  const own = Object.entries(endpoint.replies).map(([status, shape]) => [Number(status), shape] as const)
  const takes = endpoint.params ?? endpoint.query ?? endpoint.body
  const common = [
    ...(takes ? [400] : []),
    ...(endpoint.roles === 'public' ? [] : [401]),
    ...(endpoint.roles === 'public' && !changes(endpoint) ? [] : [403]),
    ...(endpoint.body ? [408, 413, 415] : []),
    ...(endpoint.method === 'POST' && endpoint.roles !== 'public' ? [422] : []),
    ...(endpoint.unlimited ? [] : [429]),
    503,
  ]
  return new Map<number, z.ZodType>([...common.map((status) => [status, Problem] as const), ...own])
}

/** The endpoint as the router validates it and the reference page shows it. */
export function schemaOf(endpoint: Endpoint): Record<string, unknown> {
  const success = successOf(endpoint)
  const response = Object.fromEntries(
    [...repliesOf(endpoint)].map(([status, schema]) => [
      status,
      {
        description: SUMMARIES[status] ?? '',
        content: {
          [status === success ? (endpoint.produces ?? 'application/json') : 'application/problem+json']: { schema },
        },
      },
    ]),
  )
  return {
    summary: endpoint.summary,
    tags: [endpoint.area],
    operationId: operationIdOf(endpoint),
    ...(endpoint.params ? { params: endpoint.params } : {}),
    ...(endpoint.query ? { querystring: endpoint.query } : {}),
    ...(endpoint.body ? { body: endpoint.consumes ? endpoint.body : withExample(endpoint.body) } : {}),
    ...(endpoint.consumes ? { consumes: endpoint.consumes } : {}),
    response,
    security: endpoint.roles === 'public' ? [] : [{ apiKey: [] }, { session: [] }],
    ...(endpoint.roles === 'public' ? {} : { 'x-roles': endpoint.roles, 'x-scope': scopeOf(endpoint) }),
  }
}

/** `GET /api/workflows/:id/why` is `getWorkflowsByIdWhy`. */
function operationIdOf({ method, path }: Endpoint): string {
  const words = path
    .replace(/^\/api\//, '')
    .split(/[/.-]/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith(':') ? `By${capital(part.slice(1))}` : capital(part)))
  return `${method.toLowerCase()}${words.join('')}`
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

const ABOUT = `The queue of a customer-success team: records in, health, risk and what is due out.

Programs send an API key (\`Authorization: Bearer rnb_…\`), browsers have a session. A POST may carry an \`Idempotency-Key\`: the same request
again is answered without being done again. Lists answer a \`nextCursor\`; send it as \`cursor\` for the next page. Whatever cannot be done is
answered with a problem document (RFC 9457) whose \`detail\` says what to do.`

/** The OpenAPI document at /api/openapi.json and its reference page at /api/docs. Register it before the routes. */
export async function describe(app: FastifyInstance, publicUrl: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Renubu',
        version: '1',
        description: ABOUT,
        license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
      },
      servers: [{ url: publicUrl }],
      tags: AREAS.map((name) => ({ name })),
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of the company.' },
          session: { type: 'apiKey', in: 'cookie', name: 'renubu_session' },
        },
      },
    },
    transform: jsonSchemaTransform,
  })
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload === 'string' && /^\/api\/docs\/?(\?|$)/.test(request.url)) {
      void reply.header('content-security-policy', policyFor(payload))
    }
    return payload
  })
  await app.register(scalar, {
    routePrefix: '/api/docs',
    configuration: { url: '/api/openapi.json', withDefaultFonts: false, telemetry: false, hideClientButton: true },
  })
}

/** The page starts its reader by a script of its own; only exactly that one may run. */
function policyFor(page: string): string {
  const scripts = [...page.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  )
  return [
    "default-src 'self'",
    `script-src 'self' ${scripts.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
