import { generateBook } from '../scripts/generate-book.ts'
import { systemClock } from '../src/base/clock.ts'
import { isoDay, type Day } from '../src/base/day.ts'
import { runDaily } from '../src/pipeline.ts'
import { openDatabase, type Database, type Tx } from '../src/platform/postgres.ts'
import type { Scratch } from './scratch.ts'

/** The company whose records all benches work with. */
export const COMPANY = '019a0000-0000-7000-8000-000000000001'

export type BookRequest = {
  readonly customers: number
  readonly database: string
  /** The day that the book is seen from. */
  readonly today: Day
  /** What is done to it before anybody looks at it. */
  readonly change?: (tx: Tx) => Promise<void>
}

/** A database with a company and its made-up book of customers, which no run has looked at yet. */
export async function makeCompany(scratch: Scratch, { customers, database: name, today, change }: BookRequest) {
  await scratch.create(name)
  await withDatabase(scratch, name, async (database) => {
    await database.platform((tx) =>
      tx.run(`insert into companies (id, name, time_zone) values ($1, 'Bench', 'UTC')`, [COMPANY]),
    )
    await generateBook(database, { companyId: COMPANY, customers, today })
    await database.withCompany(COMPANY, async (tx) => {
      await change?.(tx)
      // A run further back, so that the next is not the company's first, which would look back at twelve weeks.
      await tx.run(
        `insert into job_runs (company_id, kind, cause, local_date, status, phase, started_by, finished_at)
         values (app.company_id(), 'daily', 'scheduled', $1::date, 'finished', 'done', 'bench', app.now())`,
        [isoDay(today - 1)],
      )
    })
  })
  await settle(scratch, name)
}

/** Runs a day of the company. */
export async function runDay(scratch: Scratch, name: string, localDate: Day): Promise<void> {
  await withDatabase(scratch, name, (database) =>
    runDaily(
      { database, clock: systemClock },
      { companyId: COMPANY, localDate, cause: 'scheduled', startedBy: 'bench' },
    ),
  )
  await settle(scratch, name)
}

/** What a server does in its quiet hours: dead rows are gone, and the planner knows what there is. */
export const settle = (scratch: Scratch, name: string): Promise<unknown> =>
  scratch.asAdmin(name, (client) => client.query('vacuum analyze'))

/** Lends a database of the server as the application sees it. */
export async function withDatabase<T>(
  scratch: Scratch,
  name: string,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({ url: scratch.urls(name).appUrl, applicationName: 'renubu bench' })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}
