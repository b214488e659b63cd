import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Log } from '../log.ts'
import type { Traces } from '../traces.ts'
import type { Guard } from './guard.ts'
import type { Metrics } from './metrics.ts'

export type Watched = {
  readonly log: Log
  readonly metrics: Metrics
  readonly traces: Traces
  readonly guard: Guard
  /** The patterns of the API's own addresses. */
  readonly patterns: ReadonlySet<string>
}

/** Asked every few seconds by programs that watch; files come in dozens with each page. */
const QUIET = new Set(['/healthz', '/readyz', '/metrics', 'web'])

/**
 * One line and one observation per request. Neither holds an address as it was sent, a query's value or a body: all of them may be a
 * customer's text. `reference` is what the problem document names as well.
 */
export function observeRequests(app: FastifyInstance, { log, metrics, traces, guard, patterns }: Watched): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = routeOf(request, patterns)
    const { method } = request
    const status = reply.statusCode
    metrics.answered({ method, route, status }, reply.elapsedTime / 1000)
    const { traceparent } = request.headers
    traces.note({
      name: `${method} ${route}`,
      kind: 'server',
      ms: reply.elapsedTime,
      failed: status >= 500,
      attributes: {
        'http.request.method': method,
        'http.route': route,
        'http.response.status_code': status,
        'renubu.reference': request.id,
      },
      traceparent: typeof traceparent === 'string' ? traceparent : undefined,
    })
    const caller = guard.callerOf(request)
    const line = {
      reference: request.id,
      method,
      route,
      status,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      ...(caller ? { company: caller.companyId, caller: caller.userId === null ? 'key' : 'person' } : {}),
    }
    log[levelOf(status, route)](line, 'request')
  })
}

function routeOf({ routeOptions: { url }, is404 }: FastifyRequest, patterns: ReadonlySet<string>): string {
  if (url !== undefined && patterns.has(url)) return url
  if (url?.startsWith('/api/docs')) return '/api/docs'
  return is404 ? 'none' : 'web'
}

/** A surprise is an error; what will pass, or what somebody overdoes, is a warning. */
export function levelOf(status: number, route: string): 'error' | 'warn' | 'info' | 'debug' {
  if (status >= 500 && status !== 503) return 'error'
  // Not ready is an answer to who asks whether it is.
  if (QUIET.has(route)) return 'debug'
  if (status === 503 || status === 429 || status === 408) return 'warn'
  return 'info'
}
