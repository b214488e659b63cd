import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Log } from '../log.ts'
import type { Totals } from './totals.ts'

const BEAT_MS = 2_000
/** A worker elsewhere that has been silent this long is taken for dead. */
const SILENT_SECONDS = 30
/** One on this host whose process is gone is dead for certain; the seconds spare a namesake on another host. */
const GONE_SECONDS = 5

type HeartbeatDeps = { readonly workerId: string; readonly totals: Totals; readonly log: Log }

export type Heartbeat = { stop(): Promise<void> }

/**
 * Says every two seconds that this worker lives, and takes back the jobs of those that have gone silent: the queue itself would keep
 * a killed worker's jobs locked for four hours. All times are the database's.
 */
export function startHeartbeat(pool: pg.Pool, { workerId, totals, log }: HeartbeatDeps): Heartbeat {
  const stopping = new AbortController()
  const beating = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await beat(pool, workerId)
        await totals.save(pool)
        const taken = await takeBack(pool)
        if (taken.length > 0) log.warn({ workers: taken }, 'workers went silent; their jobs are taken back')
      } catch (error) {
        log.warn({ err: error }, 'the workers’ heartbeat failed; trying again')
      }
      await sleep(BEAT_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await beating
      await totals.save(pool)
      await pool.query('delete from jobs.workers where id = $1', [workerId])
    },
  }
}

async function beat(pool: pg.Pool, workerId: string): Promise<void> {
  await pool.query(
    `insert into jobs.workers (id, host, pid) values ($1, $2, $3) on conflict (id) do update set beat_at = clock_timestamp()`,
    [workerId, hostname(), process.pid],
  )
}

/** Unlocks the jobs of dead workers. Answers their ids. */
export async function takeBack(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string; host: string; pid: number; silent: boolean }>(
    `select id, host, pid, beat_at < clock_timestamp() - make_interval(secs => $2) as silent
       from jobs.workers where beat_at < clock_timestamp() - make_interval(secs => $1)
     union all
     select distinct locked_by, '', 0, true from graphile_worker._private_jobs
      where locked_by is not null and locked_at < clock_timestamp() - make_interval(secs => $2)
        and locked_by not in (select id from jobs.workers)`,
    [GONE_SECONDS, SILENT_SECONDS],
  )
  const dead = rows.filter((worker) => worker.silent || isGone(worker)).map(({ id }) => id)
  if (dead.length === 0) return []
  await pool.query('select graphile_worker.force_unlock_workers($1)', [dead])
  await pool.query('delete from jobs.workers where id = any($1)', [dead])
  return dead
}

function isGone({ host, pid }: { readonly host: string; readonly pid: number }): boolean {
  if (host !== hostname()) return false
  // A predecessor that had this process's own number.
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
