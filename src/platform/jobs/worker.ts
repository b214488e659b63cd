import { EventEmitter } from 'node:events'
import { Logger, run, type WorkerEvents } from 'graphile-worker'
import type { Log } from '../log.ts'
import { startHeartbeat } from './heartbeat.ts'
import { openJobsPool } from './pool.ts'

export type TaskContext = {
  readonly log: Log
  /** 1 for the first try. */
  readonly attempt: number
  /** Aborted when the worker has to stop: save where you are and throw; the job is tried again. */
  readonly signal: AbortSignal
}

/** Does one job. Throwing means: try again later. It may be run again after it was killed anywhere, so its effects are idempotent. */
export type Task = (payload: unknown, context: TaskContext) => Promise<void>

export type WorkerOptions = {
  readonly jobsUrl: string
  readonly tasks: Readonly<Record<string, Task>>
  readonly log: Log
  /** Jobs at a time; default 2. */
  readonly concurrency?: number
}

export type RunningWorker = {
  /** Lets running jobs come to a stop, gives the rest back. */
  stop(): Promise<void>
  /** Ends when the worker ends, whoever asked; rejects when it broke. */
  readonly ended: Promise<void>
}

/** Takes jobs from the queue and does them. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { log } = options
  const pool = openJobsPool(options.jobsUrl, 5, log)
  const events: WorkerEvents = new EventEmitter()
  // The queue locks jobs in the name of the pool, not of the single workers in it.
  const created = new Promise<string>((resolve) =>
    events.once('pool:create', ({ workerPool }) => resolve(workerPool.id)),
  )
  const runner = await run({
    pgPool: pool,
    concurrency: options.concurrency ?? 2,
    noHandleSignals: true,
    pollInterval: 2_000,
    parsedCronItems: [],
    taskList: tasksFor(options),
    logger: new Logger(
      () => (level, message, meta) =>
        log[level === 'warning' ? 'warn' : level === 'info' ? 'debug' : level]({ ...meta }, message),
    ),
    events,
  })
  const heartbeat = startHeartbeat(pool, await created, log)
  let stopped: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    await runner.stop()
    await heartbeat.stop()
    await pool.end()
  }
  return { stop: () => (stopped ??= stop()), ended: runner.promise }
}

const tasksFor = ({ tasks, log }: WorkerOptions) =>
  Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      (
        payload: unknown,
        helpers: {
          readonly job: { readonly id: string; readonly attempts: number }
          readonly abortSignal: AbortSignal
        },
      ) =>
        task(payload, {
          log: log.child({ task: name, job: helpers.job.id }),
          attempt: helpers.job.attempts,
          signal: helpers.abortSignal,
        }),
    ]),
  )
