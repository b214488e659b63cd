import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { afterAll } from 'vitest'
import { buildHttp, type HttpDeps } from '../src/api.ts'
import type { Clock } from '../src/base/clock.ts'
import { parseEnvironment } from '../src/platform/environment.ts'
import { silentLog, type Log } from '../src/platform/log.ts'
import type { Database } from '../src/platform/postgres.ts'
import type { RoleUrls } from '../src/platform/roles.ts'
import { noTraces, type Traces } from '../src/platform/traces.ts'
import { sealSession } from '../src/access/session-token.ts'
import { SESSION_COOKIE } from '../src/platform/http/guard.ts'
import type { TestDatabase } from './database.ts'
import { TWO_OF_EACH } from './server-count.ts'

const SECRET = 'a secret of tests, which keeps nothing secret'

type AppOptions = {
  readonly sample?: 'on' | 'off'
  readonly publicUrl?: string
  readonly smtpUrl?: string
  readonly log?: Log
  readonly webRoot?: string
  readonly traces?: Traces
  readonly limits?: HttpDeps['limits']
}

// A machine that runs the whole suite may hold a process for a second; a test that is about pressure says so.
const PATIENT = { eventLoopDelayMs: 0 }

type OneProcess = {
  readonly database: Database
  readonly clock: Clock
  readonly urls: Pick<RoleUrls, 'authUrl'>
}

/**
 * One server's application, which may also listen: for tests of what a process keeps to itself, such as its limits, its figures and its
 * files. Closed after the last test of the file.
 */
export async function oneApp(
  { database, clock, urls }: OneProcess,
  {
    sample = 'on',
    publicUrl = 'http://localhost:3000',
    smtpUrl,
    log = silentLog,
    webRoot = '/nowhere',
    traces = noTraces,
    limits = {},
  }: AppOptions = {},
): Promise<FastifyInstance> {
  const environment = parseEnvironment({
    PUBLIC_URL: publicUrl,
    RENUBU_SAMPLE: sample,
    SMTP_URL: smtpUrl,
    LOG_LEVEL: 'silent',
  })
  const app = await buildHttp({
    environment,
    database,
    authUrl: urls.authUrl,
    clock,
    log,
    limits: { ...PATIENT, ...limits },
    secret: SECRET,
    webRoot,
    traces,
    ready: () => Promise.resolve({ ready: true, says: 'Ready.' }),
  })
  afterAll(() => app.close())
  return app
}

export type TestApp = { readonly inject: (asked: InjectOptions | string) => Promise<LightMyRequestResponse> }

/**
 * The real application, asked without a socket. Where the tests are run before two servers, request by request the one and the other: what
 * one of them keeps to itself is then missed.
 */
export async function testApp(db: TestDatabase, options: AppOptions = {}): Promise<TestApp> {
  const first = await oneApp(db, options)
  if (!TWO_OF_EACH) return first
  const servers = [first, await oneApp({ ...db, database: await db.second() }, options)] as const
  let turn = 0
  return { inject: (asked) => servers[turn++ % 2 === 0 ? 0 : 1].inject(asked) }
}

/** Somebody of a company. */
export type Somebody = { readonly companyId: string; readonly userId: string }

/** A cookie as signing in gives it; `until` in seconds since 1970. */
export const cookieOf = ({ companyId, userId }: Somebody, until = 4_000_000_000, secret = SECRET): string =>
  `${SESSION_COOKIE}=${sealSession({ companyId, userId, until }, secret)}`

/** What somebody reads at an address: the status, and the body as JSON. */
export async function read<T>(app: TestApp, who: Somebody, url: string): Promise<{ status: number; body: T }> {
  const reply = await app.inject({ method: 'GET', url, headers: { cookie: cookieOf(who) } })
  return { status: reply.statusCode, body: reply.json<T>() }
}

type Sent = {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
}

/** What somebody is answered to a change that he asks for. */
export async function ask<T>(
  app: TestApp,
  who: Somebody,
  { method, url, body, headers = {} }: Sent,
): Promise<{ status: number; body: T }> {
  const reply = await app.inject({
    method,
    url,
    headers: { cookie: cookieOf(who), ...headers },
    ...(body ? { payload: body } : {}),
  })
  return { status: reply.statusCode, body: reply.json<T>() }
}
