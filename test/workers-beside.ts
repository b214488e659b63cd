import { afterAll, beforeAll } from 'vitest'
import type { Database } from '../src/platform/postgres.ts'
import { startWorker, type RunningWorker } from '../src/platform/jobs/worker.ts'
import { silentLog } from '../src/platform/log.ts'
import type { MailDeps } from '../src/platform/mail.job.ts'
import { tasksOf } from '../src/tasks.ts'
import type { TestDatabase } from './database.ts'
import { TWO_OF_EACH } from './server-count.ts'

type Sending = Pick<MailDeps, 'mailer' | 'secret'>

/**
 * Jobs are done as soon as they are there, with the tests' clock: by one worker, or by two that share the queue. Call it at the top of a
 * file or of a `describe`; they are there from its first test to its last.
 */
export function workersBeside(db: TestDatabase, mail?: Sending): void {
  let workers: readonly RunningWorker[] = []
  beforeAll(async () => {
    workers = await Promise.all(
      (await databasesOf(db)).map((database) =>
        startWorker({
          jobsUrl: db.urls.jobsUrl,
          tasks: tasksOf({ database, clock: db.clock, log: silentLog, ...(mail ? { mail } : {}) }),
          log: silentLog,
        }),
      ),
    )
  })
  afterAll(() => Promise.all(workers.map((worker) => worker.stop())))
}

type Job = { readonly id: string; readonly task: string; readonly payload: unknown }

const TAKE = `
  with taken as (
    update graphile_worker._private_jobs set locked_at = now(), locked_by = 'a test'
     where id = (select id from graphile_worker._private_jobs where locked_at is null order by id limit 1 for update skip locked)
    returning id, task_id, payload)
  select taken.id, t.identifier as task, taken.payload from taken join graphile_worker._private_tasks t on t.id = taken.task_id`

/**
 * Does every job that waits, whenever it is due, until there is none: one after the other in the order in which they came, or two at a time.
 * Throws what a job threw, which is left in the queue.
 */
export async function workOff(db: TestDatabase): Promise<void> {
  const context = { log: silentLog, attempt: 1, signal: new AbortController().signal }
  const work = async (database: Database): Promise<void> => {
    const tasks = tasksOf({ database, clock: db.clock, log: silentLog })
    for (;;) {
      const [job] = (await db.owner.query<Job>(TAKE)).rows
      if (!job) return
      try {
        await tasks[job.task]?.(job.payload, context)
      } catch (error) {
        await db.owner.query(
          'update graphile_worker._private_jobs set locked_at = null, locked_by = null where id = $1',
          [job.id],
        )
        throw error
      }
      await db.owner.query('delete from graphile_worker._private_jobs where id = $1', [job.id])
    }
  }
  const ends = await Promise.allSettled((await databasesOf(db)).map(work))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

const databasesOf = async (db: TestDatabase): Promise<readonly Database[]> =>
  TWO_OF_EACH ? [db.database, await db.second()] : [db.database]
