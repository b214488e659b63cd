import { startHttp } from './api.ts'
import { systemClock } from './base/clock.ts'
import { askedToStop, supervise } from './platform/child.ts'
import { type ConnectedDatabase, connectDatabase } from './platform/connect.ts'
import type { Environment } from './platform/environment.ts'
import type { Log } from './platform/log.ts'
import { startTraces } from './platform/traces.ts'

// A screen that takes longer has gone wrong; the work of the night runs in the worker, without a limit.
const API_STATEMENT_TIMEOUT_MS = 10_000
// A request asks twice for a connection, for who asks and for what: together under five seconds.
const API_CONNECT_TIMEOUT_MS = 2_400

export type ServeDeps = {
  readonly environment: Environment
  readonly log: Log
  /** Brings the sample portfolio to a first start. Until it is done the API answers, but is not ready. */
  readonly prepare: (connection: ConnectedDatabase, signal: AbortSignal) => Promise<void>
  /** Told once everything is up. */
  readonly onReady: (connection: ConnectedDatabase) => Promise<void>
}

/** Starts the services of the settings and runs until the process is asked to stop. */
export async function serve(deps: ServeDeps): Promise<void> {
  const stopping = new AbortController()
  const stop = askedToStop()
  void stop.then(() => stopping.abort())
  try {
    await serveUntil(stop, stopping.signal, deps)
  } catch (error) {
    // What was cut short because somebody asked for it is no failure.
    if (!stopping.signal.aborted) throw error
  }
}

async function serveUntil(stop: Promise<string>, signal: AbortSignal, deps: ServeDeps): Promise<void> {
  const { environment, log } = deps
  const connection = await connectDatabase(environment, {
    applicationName: 'renubu api',
    statementTimeout: API_STATEMENT_TIMEOUT_MS,
    connectTimeout: API_CONNECT_TIMEOUT_MS,
    onWaiting: (message) => log.warn(message),
    signal,
  })
  // Closed in the reverse order of their start, whatever happens in between.
  await using open = new AsyncDisposableStack()
  open.defer(() => connection.close())
  const progress = { prepared: false }
  if (environment.services.includes('api')) {
    const traces = startTraces({ ...environment.traces, service: 'renubu api', log })
    open.defer(() => traces.close())
    const http = await startHttp({
      environment,
      database: connection.database,
      authUrl: connection.urls.authUrl,
      clock: systemClock,
      log,
      traces,
      secret: connection.secret,
      ready: () => readiness(connection, progress),
    })
    open.defer(() => http.close())
  }
  await deps.prepare(connection, signal)
  if (signal.aborted) return
  progress.prepared = true
  if (environment.services.includes('worker')) {
    // After the preparation, so that the schedule finds the sample's first day done.
    const worker = supervise(['worker'], log)
    open.defer(() => worker.stop())
  }
  await deps.onReady(connection)
  log.info({ reason: await stop }, 'stopping')
}

async function readiness({ database }: ConnectedDatabase, progress: { readonly prepared: boolean }) {
  if (!progress.prepared) return { ready: false, says: 'The sample portfolio is being loaded.' }
  await database.platform((tx) => tx.run('select 1'))
  return { ready: true, says: 'Ready.' }
}
