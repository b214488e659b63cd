import { randomBytes } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Log } from '../log.ts'
import type { Endpoint } from './endpoint.contract.ts'
import { comesFromOurPages } from './origin.ts'
import { answerError, refuse } from './problems.ts'
import type { Caller, Route, SessionClaims } from './route.ts'
import { serveWebFiles } from './web-files.ts'

export const SESSION_COOKIE = 'renubu_session'

export type ServerDeps = {
  /** Where browsers reach the server; decides whether cookies need TLS. */
  readonly publicUrl: string
  readonly log: Log
  readonly routes: readonly Route[]
  /** Absolute path of the built web app. */
  readonly webRoot: string
  readonly sessions: {
    /** Seals claims into a cookie's value. */
    seal(claims: SessionClaims): string
    /** Who a cookie's value stands for; null when it is forged, too old, or the person is gone. */
    callerOf(sealed: string): Promise<Caller | null>
    readonly lastsSeconds: number
  }
  ready(): Promise<{ readonly ready: boolean; readonly says: string }>
}

const REQUEST_TIMEOUT_MS = 30_000
const BODY_LIMIT_BYTES = 1_048_576
const REQUESTS_PER_MINUTE = 600

/** The HTTP server with its routes, not yet listening. */
export async function buildServer(deps: ServerDeps): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = deps.log
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    // Open streams would keep the process alive for ever.
    forceCloseConnections: true,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: REQUEST_TIMEOUT_MS * 2,
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: () => randomBytes(3).toString('hex').toUpperCase(),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answerError)
  await protect(app, deps)
  app.get('/healthz', { config: { rateLimit: false } }, () => ({ status: 'alive' }))
  app.get('/readyz', { config: { rateLimit: false } }, async (_request, reply) => {
    const { ready, says } = await deps.ready().catch(() => ({ ready: false, says: 'The database does not answer.' }))
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', says })
  })
  for (const each of deps.routes) addRoute(app, each, deps)
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
  await app.register(rateLimit, {
    max: REQUESTS_PER_MINUTE,
    timeWindow: '1 minute',
    errorResponseBuilder: (_request, { after }) => ({
      statusCode: 429,
      message: `Too many requests. Try again in ${after}.`,
    }),
  })
  app.addHook('onRequest', async (request, reply) => {
    const asked = {
      method: request.method,
      host: request.host,
      origin: request.headers.origin,
      fetchSite: headerOf(request, 'sec-fetch-site'),
    }
    if (comesFromOurPages(asked, publicUrl)) return
    return refuse(request, reply, { kind: 'forbidden', says: 'This change was asked for by a page of another site.' })
  })
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

function addRoute(app: FastifyInstance, { endpoint, answer }: Route, deps: ServerDeps): void {
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    schema: schemaOf(endpoint),
    handler: async (request, reply) => {
      const sealed = request.cookies[SESSION_COOKIE]
      const caller = sealed === undefined ? null : await deps.sessions.callerOf(sealed)
      if (endpoint.roles !== 'public') {
        if (!caller) return refuse(request, reply, { kind: 'not-signed-in', says: 'Sign in, then try again.' })
        if (!endpoint.roles.includes(caller.role)) {
          return refuse(request, reply, { kind: 'forbidden', says: `This is for ${endpoint.roles.join(', ')} only.` })
        }
      }
      const { params, query, body } = request
      const result = await answer({ params, query, body, caller, session: sessionOf(reply, deps) })
      if (!result.ok) return refuse(request, reply, result.refusal)
      return reply.header('cache-control', 'no-store').send(result.value)
    },
  })
}

function schemaOf(endpoint: Endpoint): Record<string, unknown> {
  return {
    ...(endpoint.params ? { params: endpoint.params } : {}),
    ...(endpoint.query ? { querystring: endpoint.query } : {}),
    ...(endpoint.body ? { body: endpoint.body } : {}),
    response: { 200: endpoint.replies[200] },
  }
}

function sessionOf(reply: FastifyReply, { publicUrl, sessions }: ServerDeps) {
  const where = { path: '/', httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:') } as const
  return {
    open: (claims: SessionClaims): void => {
      void reply.setCookie(SESSION_COOKIE, sessions.seal(claims), { ...where, maxAge: sessions.lastsSeconds })
    },
    close: (): void => {
      void reply.clearCookie(SESSION_COOKIE, where)
    },
  }
}
