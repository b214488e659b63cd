import type pg from 'pg'

/** A job as the queue holds it, without what it is about. */
export type QueuedJob = {
  readonly id: string
  readonly task: string
  /** `dead`: given up after its tries. */
  readonly state: 'waiting' | 'running' | 'dead'
  readonly tries: number
  readonly mostTries: number
  readonly runAt: Date
  /** What went wrong at the last try. */
  readonly error: string | null
}

const COLUMNS = `id::text, task_identifier as task, attempts as tries, max_attempts as "mostTries", run_at as "runAt", last_error as error,
  case when locked_at is not null then 'running' when attempts >= max_attempts then 'dead' else 'waiting' end as state`

const MOST = 200

/** The queue's jobs, those that are next first; `dead`: only those that were given up. At most 200. */
export async function queuedJobs(jobs: pg.Pool, { dead }: { readonly dead: boolean }): Promise<readonly QueuedJob[]> {
  const { rows } = await jobs.query<QueuedJob>(
    `select * from (select ${COLUMNS}, priority from graphile_worker.jobs) j where not $1 or state = 'dead'
      order by priority, "runAt", id::bigint limit ${String(MOST)}`,
    [dead],
  )
  return rows.map(({ id, task, state, tries, mostTries, runAt, error }) => ({
    id,
    task,
    state,
    tries,
    mostTries,
    runAt,
    error,
  }))
}

/** Gives a job all its tries anew, from now on. False when there is none of this id, or a worker is doing it. */
export async function retryJob(jobs: pg.Pool, id: string): Promise<boolean> {
  const { rowCount } = await jobs.query(
    'select from graphile_worker.reschedule_jobs(array[$1::bigint], run_at => clock_timestamp(), attempts => 0) j where j.locked_at is null',
    [id],
  )
  return rowCount === 1
}
