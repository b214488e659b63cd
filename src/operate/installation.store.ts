import type { Database, Tx } from '../platform/postgres.ts'

/** The queue's state for one task, over all companies. */
export type TaskState = {
  readonly task: string
  /** To be done now or later. */
  readonly waiting: number
  readonly running: number
  /** Given up after their tries; `renubu jobs --failed` names them. */
  readonly dead: number
  /** Since when the oldest that is due waits; null: none is. */
  readonly oldestSeconds: number | null
  /** Since the database was made. */
  readonly done: number
  readonly failedTries: number
  readonly seconds: number
}

/** The daily cycle over all companies. */
export type CycleState = {
  readonly companies: number
  readonly neverRun: number
  /** Their last run was finished longer ago than a day and a half. */
  readonly late: number
  readonly running: number
  /** Since the company that waits longest had its last run finished. */
  readonly oldestSeconds: number | null
  /** Of the run that was finished last. */
  readonly lastSeconds: number | null
  readonly lastCustomers: number | null
}

/** What the queue holds and has done, by task: counts, and nothing of what the jobs are about. */
export const taskStates = (tx: Tx): Promise<TaskState[]> =>
  tx.rows(
    `select task, waiting, running, dead, oldest_seconds as "oldestSeconds", done, failed_tries as "failedTries", seconds
       from app.job_state() order by task`,
  )

export const cycleState = (tx: Tx): Promise<CycleState | undefined> =>
  tx.row(
    `select count(*) as companies, count(*) filter (where age is null) as "neverRun", count(*) filter (where age > 36 * 3600) as late,
            count(*) filter (where running) as running, max(age) as "oldestSeconds",
            (array_agg(seconds order by age))[1] as "lastSeconds", (array_agg(customers order by age))[1] as "lastCustomers"
       from app.cycle_ends()`,
  )

export type InstallationState = { readonly tasks: readonly TaskState[]; readonly cycle: CycleState | undefined }

export const installationState = (database: Database): Promise<InstallationState> =>
  database.platform(async (tx) => ({ tasks: await taskStates(tx), cycle: await cycleState(tx) }))
