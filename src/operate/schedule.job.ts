import { setTimeout as sleep } from 'node:timers/promises'
import { listCompanies } from '../access/companies.store.ts'
import type { Company } from '../access/company.contract.ts'
import { isoDay } from '../base/day.ts'
import { enqueue } from '../platform/jobs/enqueue.ts'
import type { Log } from '../platform/log.ts'
import type { Database } from '../platform/postgres.ts'
import { dailyDueOn } from './daily-schedule.ts'

/** What the job "daily" is given. */
export type DailyPayload = { readonly companyId: string; readonly localDate: string }

// A run that was killed counts as a try, and a page is saved each time: enough that a machine that dies often still finishes.
const DAILY_ATTEMPTS = 25
const EVERY_MS = 60_000

export type ScheduleDeps = { readonly database: Database; readonly log: Log }

/**
 * Puts the daily run of every company into the queue that is due and has none for its local date yet. Answers how many.
 * Several schedulers may do so at once: the job's key and the unique (company, local date) of job_runs leave one. What time it is the
 * database says: a machine whose clock is a day ahead would take tomorrow's run for due.
 */
export async function enqueueDueRuns({ database }: Omit<ScheduleDeps, 'log'>): Promise<number> {
  const { companies, now } = await database.platform(async (tx) => ({
    companies: await listCompanies(tx),
    now: (await tx.row<{ now: Date }>('select app.now() as now'))?.now,
  }))
  if (!now) throw new Error('The database does not say what time it is')
  let enqueued = 0
  for (const company of companies) enqueued += await enqueueIfDue(database, company, now)
  return enqueued
}

async function enqueueIfDue(database: Database, company: Company, now: Date): Promise<number> {
  const date = dailyDueOn(company.timeZone, now)
  if (date === undefined) return 0
  const localDate = isoDay(date)
  return database.withCompany(company.id, async (tx) => {
    const known = await tx.row(
      `select from job_runs where kind = 'daily' and cause = 'scheduled' and local_date = $1::date`,
      [localDate],
    )
    if (known) return 0
    const payload: DailyPayload = { companyId: company.id, localDate }
    const key = `daily:${company.id}:${localDate}`
    await enqueue(tx, 'daily', payload, { key, once: true, maxAttempts: DAILY_ATTEMPTS })
    return 1
  })
}

/** Looks every minute for what is due, until it is stopped. */
export function startSchedule(deps: ScheduleDeps): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const looking = (async () => {
    while (!stopping.signal.aborted) {
      try {
        const count = await enqueueDueRuns(deps)
        if (count > 0) deps.log.info({ count }, 'daily runs are due')
      } catch (error) {
        deps.log.warn({ err: error }, 'looking for due runs failed; trying again in a minute')
      }
      await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    stop: () => {
      stopping.abort()
      return looking
    },
  }
}
