import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { silentLog } from '../log.ts'
import type { RoleUrls } from '../roles.ts'
import { openJobsPool } from './pool.ts'

/** Raised by hand whenever the SQL below or the queue's own version changes. */
export const JOBS_VERSION = 'graphile-worker 0.18.0, renubu 3'
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
create table if not exists jobs.totals (
  task text primary key,
  done bigint not null default 0,
  failed_tries bigint not null default 0,
  seconds double precision not null default 0
);
create or replace function app.job_state() returns table (
  task text, waiting bigint, running bigint, dead bigint, oldest_seconds double precision, done bigint, failed_tries bigint, seconds double precision
)
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$
    with queued as (
      select j.task_identifier as task,
             count(*) filter (where j.locked_at is null and j.attempts < j.max_attempts) as waiting,
             count(*) filter (where j.locked_at is not null) as running,
             count(*) filter (where j.locked_at is null and j.attempts >= j.max_attempts) as dead,
             extract(epoch from clock_timestamp() - min(j.run_at) filter (
               where j.locked_at is null and j.attempts < j.max_attempts and j.run_at <= clock_timestamp()))::float8 as oldest_seconds
        from graphile_worker.jobs j group by 1)
    select coalesce(q.task, t.task), coalesce(q.waiting, 0), coalesce(q.running, 0), coalesce(q.dead, 0), q.oldest_seconds,
           coalesce(t.done, 0), coalesce(t.failed_tries, 0), coalesce(t.seconds, 0)
      from queued q full join jobs.totals t on t.task = q.task $$;
revoke all on function app.job_state from public;
grant execute on function app.job_state to renubu_app;
drop function if exists app.enqueue(text, json, text, timestamptz, integer);
create or replace function app.enqueue(
  task text, payload json, key text default null, run_at timestamptz default null, max_attempts integer default null, once boolean default false
) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ select from graphile_worker.add_job(task, payload, run_at => run_at, max_attempts => coalesce(max_attempts, 5), job_key => key,
                                              job_key_mode => case when once then 'unsafe_dedupe' else 'replace' end) $$;
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
