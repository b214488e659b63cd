import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { silentLog } from '../log.ts'
import type { RoleUrls } from '../roles.ts'
import { openJobsPool } from './pool.ts'

/** Raised by hand whenever the SQL below or the queue's own version changes. */
export const JOBS_VERSION = 'graphile-worker 0.18.0, renubu 1'
const LOCK = 7_325_003

// The queue's own tables have row-level security without a policy, so only their owner can use them. The application enqueues in its own
// transaction through one function that runs as that owner.
const FUNCTIONS = `
create schema if not exists jobs;
create table if not exists jobs.workers (
  id text primary key,
  host text not null,
  pid integer not null,
  beat_at timestamptz not null default clock_timestamp()
);
create or replace function app.enqueue(
  task text, payload json, key text default null, run_at timestamptz default null, max_attempts integer default null
) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ select from graphile_worker.add_job(task, payload, run_at => run_at, max_attempts => coalesce(max_attempts, 5), job_key => key) $$;
revoke all on function app.enqueue from public;
grant execute on function app.enqueue to renubu_app;
comment on function app.enqueue is '${JOBS_VERSION}';
`

/** Makes the job queue's schema and the door to it, unless they are there in this version. */
export async function prepareJobs(urls: RoleUrls): Promise<void> {
  const owner = new pg.Client({ connectionString: urls.ownerUrl, application_name: 'renubu jobs schema' })
  owner.on('error', () => undefined)
  await owner.connect()
  try {
    if (await isPrepared(owner)) return
    await owner.query('select pg_advisory_lock($1)', [LOCK])
    if (await isPrepared(owner)) return
    await owner.query('grant usage, create on schema app to renubu_jobs')
    await makeAsJobs(urls.jobsUrl)
    await owner.query('revoke create on schema app from renubu_jobs')
  } finally {
    await owner.end()
  }
}

async function isPrepared(owner: pg.Client): Promise<boolean> {
  const { rows } = await owner.query<{ prepared: boolean }>(
    `select exists (select from pg_proc where proname = 'enqueue' and pronamespace = to_regnamespace('app') and obj_description(oid, 'pg_proc') = $1) as prepared`,
    [JOBS_VERSION],
  )
  return rows[0]?.prepared === true
}

async function makeAsJobs(jobsUrl: string): Promise<void> {
  const pool = openJobsPool(jobsUrl, 2, silentLog)
  try {
    await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) })
    await pool.query(`begin; ${FUNCTIONS} commit`)
  } finally {
    await pool.end()
  }
}
