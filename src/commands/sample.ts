import { listCompanies } from '../access/companies.store.ts'
import { systemClock } from '../base/clock.ts'
import { connectDatabase } from '../platform/connect.ts'
import type { Environment } from '../platform/environment.ts'
import type { Log } from '../platform/log.ts'
import type { Database } from '../platform/postgres.ts'
import { loadSample } from '../../sample/load.ts'
import { showProgress } from './progress.ts'

const SAMPLE_LOCK = 7_325_004

export type SampleDeps = {
  readonly environment: Environment
  readonly database: Database
  readonly log: Log
  /** Cuts the loading short; the next start goes on. */
  readonly signal: AbortSignal
}

/**
 * Loads the sample portfolio into an empty installation, and goes on where an earlier start was interrupted.
 * Does nothing where somebody has companies of their own and no sample. Uses a connection without the API's limits.
 */
export async function prepareSample({ environment, database, log, signal }: SampleDeps): Promise<void> {
  const companies = await database.platform(listCompanies)
  if (companies.length > 0 && !companies.some(({ sample }) => sample)) return
  const connection = await connectDatabase(environment, { applicationName: 'renubu sample', signal })
  const progress = showProgress()
  const cut = (): void => connection.database.abort()
  signal.addEventListener('abort', cut)
  try {
    signal.throwIfAborted()
    await connection.database.platform(async (tx) => {
      // Several processes may start on an empty database: one loads, the others wait and find it done.
      await tx.run('select pg_advisory_xact_lock($1)', [SAMPLE_LOCK])
      await loadSample({
        database: connection.database,
        clock: systemClock,
        log,
        onProgress: (state) => progress.show(state),
      })
    })
  } finally {
    signal.removeEventListener('abort', cut)
    progress.end()
    await connection.close()
  }
}
