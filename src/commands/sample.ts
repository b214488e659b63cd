import { listCompanies } from '../access/companies.store.ts'
import { systemClock } from '../base/clock.ts'
import { connectDatabase } from '../platform/connect.ts'
import type { Environment } from '../platform/environment.ts'
import type { Log } from '../platform/log.ts'
import type { Database } from '../platform/postgres.ts'
import { loadSample } from '../../sample/load.ts'
import { showProgress } from './progress.ts'

/**
 * Loads the sample portfolio into an empty installation, and goes on where an earlier start was interrupted.
 * Does nothing where somebody has companies of their own and no sample. Uses a connection without the API's limits.
 */
export async function prepareSample(environment: Environment, database: Database, log: Log): Promise<void> {
  const companies = await database.platform(listCompanies)
  if (companies.length > 0 && !companies.some(({ sample }) => sample)) return
  const connection = await connectDatabase(environment, { applicationName: 'renubu sample' })
  const progress = showProgress()
  try {
    await loadSample({
      database: connection.database,
      clock: systemClock,
      log,
      onProgress: (state) => progress.show(state),
    })
  } finally {
    progress.end()
    await connection.close()
  }
}
