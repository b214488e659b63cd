import { EventEmitter } from 'node:events'
import { Logger, run, type WorkerEvents } from 'graphile-worker'
import type { Log } from '../log.ts'
import { noTraces, type Traces } from '../traces.ts'
import { startHeartbeat } from './heartbeat.ts'
import { openJobsPool } from './pool.ts'
import { createTotals, type Totals } from './totals.ts'

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
  /** Where the spans of jobs go; default: nowhere. */
  readonly traces?: Traces
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
  const totals = createTotals()
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
    taskList: tasksFor(options, totals),
    logger: queueLog(log),
    events,
  })
  const heartbeat = startHeartbeat(pool, { workerId: await created, totals, log })
  let stopped: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    await runner.stop()
    await heartbeat.stop()
    await pool.end()
  }
  return { stop: () => (stopped ??= stop()), ended: runner.promise }
}

const LEVELS = { error: 'error', warning: 'warn', info: 'debug', debug: 'debug' } as const

/** What the queue says of itself. Of a failed job it would tell the whole row, with what the job is about; the line of the job says it better. */
const queueLog = (log: Log): Logger =>
  new Logger(() => (level, message, meta) => {
    if (meta['job'] === undefined) log[LEVELS[level]]({ ...meta }, message)
  })

type Helpers = {
  readonly job: { readonly id: string; readonly attempts: number; readonly max_attempts: number }
  readonly abortSignal: AbortSignal
}

function tasksFor({ tasks, log: workerLog, traces = noTraces }: WorkerOptions, totals: Totals) {
  const watched = (name: string, task: Task) => async (payload: unknown, helpers: Helpers) => {
    const { id, attempts: attempt, max_attempts: tries } = helpers.job
    const log = workerLog.child({ task: name, job: id, attempt })
    const began = performance.now()
    const over = (done: boolean): number => {
      const ms = performance.now() - began
      totals.count(name, { done, seconds: ms / 1000 })
      const attributes = { 'renubu.task': name, 'renubu.job': id, 'renubu.attempt': attempt }
      traces.note({ name: `job ${name}`, kind: 'consumer', ms, failed: !done, attributes })
      return Math.round(ms)
    }
    try {
      await task(payload, { log, attempt, signal: helpers.abortSignal })
      log.info({ ms: over(true) }, 'job done')
    } catch (error) {
      const last = attempt >= tries
      const words = last ? 'job failed for the last time: renubu jobs --failed' : 'job failed; it will be tried again'
      log[last ? 'error' : 'warn']({ ms: over(false), err: error }, words)
      throw error
    }
  }
  return Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, watched(name, task)]))
}
