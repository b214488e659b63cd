import pg from 'pg'
import type { Log } from '../log.ts'

/** The queue's pool, with plain parsers: the queue reads its own rows as `pg` gives them. */
export function openJobsPool(jobsUrl: string, max: number, log: Log): pg.Pool {
  const pool = new pg.Pool({ connectionString: jobsUrl, max, application_name: 'renubu jobs' })
  const lost = (error: Error): void =>
    log.debug({ err: error }, 'a connection of the job queue was lost; another takes its place')
  pool.on('error', lost)
  pool.on('connect', (client) => client.on('error', lost))
  return pool
}
