import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Log } from '../log.ts'
import { noTraces, type Traces } from '../traces.ts'
import { EVENT_STREAM, successOf, type Endpoint } from './endpoint.contract.ts'
import { answerClientError } from './client-errors.ts'
import { compressReplies } from './compression.ts'
import { FILE_TIMEOUT_MS, limitArrival, takingFiles } from './file-bodies.ts'
import { guardOf, SESSION_COOKIE, type Guard } from './guard.ts'
import { attempts, limit, REQUESTS_PER_MINUTE, type RequestsPerMinute } from './limits.ts'
import type { Metrics } from './metrics.ts'
import { observeRequests } from './observe.ts'
import { describe, schemaOf } from './openapi.ts'
import { operationRoutes } from './operation.routes.ts'
import { comesFromOurPages, isLocal } from './origin.ts'
import { shedLoad, type Pressure } from './pressure.ts'
import { answerError, answerUnreadable, refuse } from './problems.ts'
import { keepRawBodies, type RawBodies } from './raw-bodies.ts'
import type { Refusal } from './problem.contract.ts'
import type { Caller, Repeatable, Route, SessionClaims } from './route.ts'
import { serveWebFiles } from './web-files.ts'

export type ServerDeps = {
  /** Where browsers reach the server; decides whether cookies need TLS. */
  readonly publicUrl: string
  readonly log: Log
  readonly routes: readonly Route[]
  /** Absolute path of the built web app. */
  readonly webRoot: string
  readonly access: {
    /** Seals claims into a cookie's value. */
    seal(claims: SessionClaims): string
    readonly lastsSeconds: number
    /** Who a cookie's value stands for; null when it is forged, too old, or the person is gone. */
    callerOfSession(sealed: string): Promise<Caller | null>
    /** Who an API key stands for; null when it is malformed, unknown, expired or revoked. */
    callerOfKey(key: string): Promise<Caller | null>
    /** Notes that somebody asked for what his role or scopes do not allow. */
    noteDenied(caller: Caller, endpoint: Endpoint): Promise<void>
  }
  ready(): Promise<{ readonly ready: boolean; readonly says: string }>
  readonly metrics: Metrics
  /** Where the spans of requests go; default: nowhere. */
  readonly traces?: Traces
  /** How the pool of connections to the database stands. */
  readonly connections: Pressure['connections']
  readonly limits?: Partial<ServerLimits>
}

/** What a server puts up with; a test may be less patient. */
export type ServerLimits = Pick<Pressure, 'eventLoopDelayMs' | 'mostWaiting'> & {
  /** A request has so long to arrive whole. */
  readonly requestTimeoutMs: number
  readonly perMinute: RequestsPerMinute
}

const LIMITS: ServerLimits = {
  requestTimeoutMs: 30_000,
  eventLoopDelayMs: 1_000,
  mostWaiting: 100,
  perMinute: REQUESTS_PER_MINUTE,
}
// Node looks for slow requests every so often: with its own 30 seconds they could stay twice as long.
const LOOK_FOR_SLOW_MS = 1_000
const BODY_LIMIT_BYTES = 1_048_576

/** The HTTP server with its routes, not yet listening. */
export async function buildServer(deps: ServerDeps): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = deps.log
  const limits = { ...LIMITS, ...deps.limits }
  const timeout = limits.requestTimeoutMs
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    // Open streams would keep the process alive for ever.
    forceCloseConnections: true,
    // A file may take longer; every other body is held to the shorter limit by `limitArrival`.
    requestTimeout: FILE_TIMEOUT_MS,
    connectionTimeout: timeout * 2,
    http: { headersTimeout: timeout, connectionsCheckingInterval: Math.min(LOOK_FOR_SLOW_MS, timeout) },
    clientErrorHandler: answerClientError,
    bodyLimit: BODY_LIMIT_BYTES,
    frameworkErrors: answerUnreadable,
    genReqId: () => randomBytes(3).toString('hex').toUpperCase(),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answerError)
  const rawBodies = keepRawBodies(app)
  const guard = guardOf(deps.access)
  const routes = [...deps.routes, ...operationRoutes({ ready: deps.ready, document: () => app.swagger() })]
  const patterns = new Set(routes.map(({ endpoint }) => endpoint.path))
  observeRequests(app, { log: deps.log, metrics: deps.metrics, traces: deps.traces ?? noTraces, guard, patterns })
  await protect(app, deps)
  await compressReplies(app)
  await shedLoad(app, { ...limits, connections: deps.connections })
  await describe(app, deps.publicUrl)
  await limit(app, guard, limits.perMinute)
  for (const each of routes) {
    const add = (scope: FastifyInstance): void => addRoute(scope, each, { deps, guard, rawBodies, timeoutMs: timeout })
    if (each.endpoint.consumes) await takingFiles(app, each.endpoint.consumes, add)
    else add(app)
  }
  await serveWebFiles(app, deps.webRoot)
  return app
}

async function protect(app: FastifyInstance, { publicUrl }: ServerDeps): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // The theme writes its variables into a style element; scripts come from files of ours only.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    hsts: publicUrl.startsWith('https:'),
    referrerPolicy: { policy: 'same-origin' },
  })
  await app.register(cookie)
  app.addHook('onRequest', async (request, reply) => {
    const asked = {
      method: request.method,
      host: request.host,
      origin: request.headers.origin,
      fetchSite: headerOf(request, 'sec-fetch-site'),
    }
    if (request.url.includes('%00')) {
      return refuse(request, reply, { kind: 'invalid', says: 'The address holds the character U+0000.' })
    }
    if (comesFromOurPages(asked, publicUrl)) return undefined
    return refuse(request, reply, { kind: 'forbidden', says: 'This change was asked for by a page of another site.' })
  })
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

type Adding = {
  readonly deps: ServerDeps
  readonly guard: Guard
  readonly rawBodies: RawBodies
  readonly timeoutMs: number
}

function addRoute(
  app: FastifyInstance,
  { endpoint, answer }: Route,
  { deps, guard, rawBodies, timeoutMs }: Adding,
): void {
  const success = successOf(endpoint)
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    schema: schemaOf(endpoint),
    // Asked for its head alone, an answer that goes on would be read here by nobody, and counted for whoever asked.
    exposeHeadRoute: endpoint.produces !== EVENT_STREAM,
    ...(endpoint.bodyLimit === undefined ? {} : { bodyLimit: endpoint.bodyLimit }),
    ...(endpoint.unlimited ? { config: { rateLimit: false } } : {}),
    ...(endpoint.attemptsPerMinute === undefined
      ? {}
      : {
          config: {
            rateLimit: attempts({
              perMinute: endpoint.attemptsPerMinute,
              isPublic: endpoint.roles === 'public',
              guard,
            }),
          },
        }),
    // Before the body is read: who may not ask is not told what is wrong with the question.
    onRequest: async (request, reply) => {
      const refusal = await guard.admit(request, endpoint)
      if (refusal) return refuse(request, reply, refusal)
      limitArrival(request, reply, { endpoint, timeoutMs })
      return undefined
    },
    handler: async (request, reply) => {
      const { params, query, body, headers } = request
      const rawBody = rawBodies.of(request)
      const repeatable = honoursKeys(endpoint) ? repeatableOf(request, rawBody) : null
      if (repeatable && repeatable.key.length > LONGEST_KEY) return refuse(request, reply, KEY_TOO_LONG)
      const result = await answer({
        params,
        query,
        body,
        headers,
        local: isLocal(request, deps.publicUrl),
        rawBody,
        caller: guard.callerOf(request),
        session: sessionOf(reply, deps),
        repeatable,
        stillAdmitted: () => guard.stillAdmits(request, endpoint),
      })
      if (!result.ok) return refuse(request, reply, result.refusal)
      if (endpoint.produces !== undefined) void reply.type(endpoint.produces)
      // A proxy that gathers an answer before it hands it on would keep what is new until it is old.
      if (endpoint.produces === EVENT_STREAM) void reply.header('x-accel-buffering', 'no')
      return reply.status(success).header('cache-control', 'no-store').send(sendable(result.value))
    },
  })
}

/** What is made while it is sent becomes a stream, which no serializer touches. */
const sendable = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value
    ? Readable.from(value as AsyncIterable<string>)
    : value

const LONGEST_KEY = 255
// Done without it, the request would be done again when it is sent again.
const KEY_TOO_LONG: Refusal = {
  kind: 'unprocessable',
  says: `An Idempotency-Key has at most ${String(LONGEST_KEY)} characters. Nothing was done.`,
}

/** An Idempotency-Key belongs to whoever sends it. */
const honoursKeys = ({ method, roles }: Endpoint): boolean => method === 'POST' && roles !== 'public'

function repeatableOf(request: FastifyRequest, rawBody: string): Repeatable | null {
  const key = headerOf(request, 'idempotency-key')
  if (key === undefined || key === '') return null
  const fingerprint = createHash('sha256').update(`${request.method} ${request.url}\n${rawBody}`).digest('base64')
  return { key, fingerprint }
}

function sessionOf(reply: FastifyReply, { publicUrl, access }: ServerDeps) {
  const where = { path: '/', httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:') } as const
  return {
    open: (claims: SessionClaims): void => {
      void reply.setCookie(SESSION_COOKIE, access.seal(claims), { ...where, maxAge: access.lastsSeconds })
    },
    close: (): void => {
      void reply.clearCookie(SESSION_COOKIE, where)
    },
  }
}
