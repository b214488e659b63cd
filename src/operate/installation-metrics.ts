import { setTimeout as sleep } from 'node:timers/promises'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { Database } from '../platform/postgres.ts'
import { installationState, type CycleState, type InstallationState, type TaskState } from './installation.store.ts'

// Prometheus gives up after ten seconds, and has to be told that the database does not answer.
const DATABASE_ANSWERS_WITHIN_MS = 2_000

type Figures<State> = Readonly<Record<string, readonly [help: string, of: (state: State) => number | null]>>

const TASK_FIGURES: Figures<TaskState> = {
  renubu_jobs_waiting: ['Jobs to be done, now or later.', ({ waiting }) => waiting],
  renubu_jobs_running: ['Jobs that a worker is doing.', ({ running }) => running],
  renubu_jobs_dead: ['Jobs given up after their tries: renubu jobs --failed.', ({ dead }) => dead],
  renubu_jobs_oldest_waiting_seconds: [
    'How long the oldest job that is due has waited.',
    ({ oldestSeconds }) => oldestSeconds ?? 0,
  ],
  renubu_jobs_done_total: ['Jobs done by all workers.', ({ done }) => done],
  renubu_jobs_failed_tries_total: ['Tries of jobs that failed, in all workers.', ({ failedTries }) => failedTries],
  renubu_job_seconds_total: ['Time spent on jobs by all workers.', ({ seconds }) => seconds],
}

const CYCLE_FIGURES: Figures<CycleState> = {
  renubu_companies: ['Companies of this installation.', ({ companies }) => companies],
  renubu_cycle_companies_never_run: ['Companies whose daily cycle was never finished.', ({ neverRun }) => neverRun],
  renubu_cycle_companies_late: ['Companies whose last cycle was finished over 36 hours ago.', ({ late }) => late],
  renubu_cycle_companies_running: ['Companies whose daily cycle is under way.', ({ running }) => running],
  renubu_cycle_oldest_age_seconds: [
    'Since the company that waits longest had its last cycle finished.',
    ({ oldestSeconds }) => oldestSeconds,
  ],
  renubu_cycle_last_duration_seconds: [
    'How long the cycle took that was finished last.',
    ({ lastSeconds }) => lastSeconds,
  ],
  renubu_cycle_last_customers: ['Customers of the cycle that was finished last.', ({ lastCustomers }) => lastCustomers],
}

/**
 * Adds what the whole installation counts to a process's metrics: the pool, whether the database answers, the queue and the daily cycle.
 * Answers how to read them anew, which has to come before each scrape: they are in the database, so every API process tells the same and
 * a worker needs no port. No label is anybody's text.
 */
export function countInstallation(registry: Registry, database: Database): () => Promise<void> {
  const pool = new Gauge({
    name: 'renubu_database_connections',
    help: 'This process’s connections to the database: open, idle, and requests that wait for one.',
    labelNames: ['state'],
    registers: [registry],
  })
  const up = new Gauge({
    name: 'renubu_database_up',
    help: '1 when the database answers within two seconds; else the figures that come from it are left out.',
    registers: [registry],
  })
  const byTask = metersOf(TASK_FIGURES, registry, ['task'])
  const ofCycle = metersOf(CYCLE_FIGURES, registry, [])
  return async () => {
    const { size, idle, waiting } = database.connections()
    pool.set({ state: 'open' }, size)
    pool.set({ state: 'idle' }, idle)
    pool.set({ state: 'waiting' }, waiting)
    const state = await answered(database)
    up.set(state ? 1 : 0)
    for (const meter of byTask) meter.tell((state?.tasks ?? []).map((task) => [{ task: task.task }, meter.of(task)]))
    for (const meter of ofCycle) meter.tell(state?.cycle ? [[{}, meter.of(state.cycle)]] : [])
  }
}

type Told = readonly (readonly [labels: Readonly<Record<string, string>>, value: number | null])[]

function metersOf<State>(figures: Figures<State>, registry: Registry, labelNames: string[]) {
  return Object.entries(figures).map(([name, [help, of]]) => {
    // A counter of the database is told as it stands there.
    const meter = new (name.endsWith('_total') ? Counter : Gauge)({ name, help, labelNames, registers: [registry] })
    const tell = (values: Told): void => {
      // Reset, a meter without labels would tell zero, which is not "unknown".
      if (labelNames.length === 0) meter.remove()
      else meter.reset()
      for (const [labels, value] of values) if (value !== null) meter.inc(labels, value)
    }
    return { of, tell }
  })
}

async function answered(database: Database): Promise<InstallationState | undefined> {
  const answer = installationState(database).catch(() => undefined)
  return Promise.race([answer, sleep(DATABASE_ANSWERS_WITHIN_MS, undefined, { ref: false })])
}
