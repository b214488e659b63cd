import type pg from 'pg'

export type Totals = {
  /** One try of a job is over. */
  count(task: string, how: { readonly done: boolean; readonly seconds: number }): void
  /** Adds to the database what was counted since; what cannot be written is kept for the next time. */
  save(pool: pg.Pool): Promise<void>
}

type Sum = { done: number; failedTries: number; seconds: number }

/** Counts what a worker did. Saved with its heartbeat, so that a short job costs no row of its own; a killed worker's last seconds are lost. */
export function createTotals(): Totals {
  let sums = new Map<string, Sum>()
  const add = (task: string, { done, failedTries, seconds }: Sum): void => {
    const sum = sums.get(task) ?? { done: 0, failedTries: 0, seconds: 0 }
    sums.set(task, {
      done: sum.done + done,
      failedTries: sum.failedTries + failedTries,
      seconds: sum.seconds + seconds,
    })
  }
  return {
    count: (task, { done, seconds }) => add(task, { done: done ? 1 : 0, failedTries: done ? 0 : 1, seconds }),
    save: async (pool) => {
      const saving = sums
      sums = new Map()
      // In one order everywhere, so that two workers do not wait for each other.
      const rows = [...saving].sort(([a], [b]) => (a < b ? -1 : 1))
      if (rows.length === 0) return
      try {
        await pool.query(
          `insert into jobs.totals as t (task, done, failed_tries, seconds)
           select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::float8[])
           on conflict (task) do update set done = t.done + excluded.done, failed_tries = t.failed_tries + excluded.failed_tries,
             seconds = t.seconds + excluded.seconds`,
          [
            rows.map(([task]) => task),
            rows.map(([, sum]) => sum.done),
            rows.map(([, sum]) => sum.failedTries),
            rows.map(([, sum]) => sum.seconds),
          ],
        )
      } catch (error) {
        for (const [task, sum] of rows) add(task, sum)
        throw error
      }
    },
  }
}
