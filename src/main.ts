import { startHttp } from './api.ts'
import { systemClock } from './base/clock.ts'
import { askedToStop, supervise } from './platform/child.ts'
import { type ConnectedDatabase, connectDatabase } from './platform/connect.ts'
import type { Environment } from './platform/environment.ts'
import type { Log } from './platform/log.ts'

// A screen that takes longer has gone wrong; the work of the night runs in the worker, without a limit.
const API_STATEMENT_TIMEOUT_MS = 10_000

export type ServeDeps = {
  readonly environment: Environment
  readonly log: Log
  /** Told once everything is up. */
  readonly onReady: (connection: ConnectedDatabase) => Promise<void>
  /** Brings the sample portfolio to a first start: loads it and runs its cycle. Until it is done the API answers, but is not ready. */
  readonly prepare: (connection: ConnectedDatabase) => Promise<void>
}

/** Starts the services of the settings and runs until the process is asked to stop. */
export async function serve({ environment, log, onReady, prepare }: ServeDeps): Promise<void> {
  const stop = askedToStop()
  const connection = await connectDatabase(environment, {
    applicationName: 'renubu api',
    statementTimeout: API_STATEMENT_TIMEOUT_MS,
    onWaiting: (message) => log.warn(message),
  })
  try {
    const progress = { prepared: false }
    const api = environment.services.includes('api')
      ? await startApi(connection, { environment, log, progress })
      : undefined
    try {
      await Promise.race([prepare(connection), stop])
      progress.prepared = true
      // After the preparation, so that the schedule finds the sample's first day done.
      const worker = environment.services.includes('worker') ? supervise(['worker'], log) : undefined
      try {
        await onReady(connection)
        log.info({ reason: await stop }, 'stopping')
      } finally {
        await worker?.stop()
      }
    } finally {
      await api?.close()
    }
  } finally {
    await connection.close()
  }
}

type ApiDeps = {
  readonly environment: Environment
  readonly log: Log
  readonly progress: { readonly prepared: boolean }
}

function startApi(connection: ConnectedDatabase, { environment, log, progress }: ApiDeps) {
  const { database, secret } = connection
  return startHttp({
    environment,
    database,
    clock: systemClock,
    log,
    secret,
    ready: async () => {
      if (!progress.prepared) return { ready: false, says: 'The sample portfolio is being loaded.' }
      await database.platform((tx) => tx.run('select 1'))
      return { ready: true, says: 'Ready.' }
    },
  })
}
