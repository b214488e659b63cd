import { beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { createCompany } from '../access/companies.store.ts'
import { isoDay, day } from '../base/day.ts'
import { silentLog } from '../platform/log.ts'
import { tasksOf } from '../tasks.ts'
import { enqueueDueRuns } from './schedule.job.ts'

const db = await testDatabase()
const HOUR_MS = 3_600_000
let count = 0

async function givenCompanyIn(timeZone: string): Promise<string> {
  count += 1
  return (await createCompany(db, { name: `Company ${String(count)}`, timeZone })).id
}

/** The local dates that jobs wait for; they are taken out, as a worker takes them. */
async function takenJobs(companyId: string): Promise<string[]> {
  const { rows } = await db.owner.query<{ date: string }>(
    `delete from graphile_worker._private_jobs where key like 'daily:' || $1 || ':%' returning payload->>'localDate' as date`,
    [companyId],
  )
  return rows.map(({ date }) => date)
}

async function daily(companyId: string, localDate: string): Promise<void> {
  const context = { log: silentLog, attempt: 1, signal: new AbortController().signal }
  await tasksOf({ ...db, log: silentLog })['daily']?.({ companyId, localDate }, context)
}

/** A worker's look at an instant: what is due is put into the queue and done. Answers what was done. */
async function tick(companyId: string, at: Date): Promise<string[]> {
  db.clock.set(at)
  await enqueueDueRuns(db)
  const dates = await takenJobs(companyId)
  for (const date of dates) await daily(companyId, date)
  return dates
}

const runsOf = async (companyId: string) =>
  (
    await db.owner.query<{ date: string }>(
      `select local_date::text as date from job_runs where company_id = $1 and cause = 'scheduled' and status = 'finished' order by 1`,
      [companyId],
    )
  ).rows.map(({ date }) => date)

// Days of 23 and of 25 hours; Lord Howe changes by half an hour, Santiago at midnight, Kolkata never.
describe.each([
  ['Europe/Berlin', '2027-03-28', '2027-10-31'],
  ['America/New_York', '2027-03-14', '2027-11-07'],
  ['America/Santiago', '2027-09-05', '2027-04-04'],
  ['Australia/Lord_Howe', '2027-10-03', '2027-04-04'],
  ['Asia/Kolkata', '2027-03-28', '2027-10-31'],
])('a company in %s', (timeZone, spring, autumn) => {
  let companyId = ''
  beforeAll(async () => {
    companyId = await givenCompanyIn(timeZone)
  })

  it.each([spring, autumn])('has one run for each date around %s', async (iso) => {
    const before = await runsOf(companyId)
    const middle = day(iso)
    const from = (middle - 1) * 24 * HOUR_MS
    const done: string[] = []
    for (let at = from; at < from + 72 * HOUR_MS; at += HOUR_MS) done.push(...(await tick(companyId, new Date(at))))
    expect(done).toEqual([...new Set(done)].sort())
    expect(await runsOf(companyId)).toEqual([...before, ...done].sort())
    expect(done).toContain(isoDay(middle))
    expect(done.length).toBeGreaterThanOrEqual(3)
  })
})

describe('a clock that jumps', () => {
  it('back by an hour runs nothing twice, not even across the hour that makes the run due', async () => {
    const companyId = await givenCompanyIn('Europe/Berlin')
    expect(await tick(companyId, new Date('2027-06-01T04:10:00Z'))).toEqual(['2027-06-01'])
    expect(await tick(companyId, new Date('2027-06-01T03:10:00Z'))).toEqual([])
    expect(await tick(companyId, new Date('2027-06-01T04:10:00Z'))).toEqual([])
  })

  it('ahead by a day runs that day once, and not again when it comes', async () => {
    const companyId = await givenCompanyIn('Europe/Berlin')
    expect(await tick(companyId, new Date('2027-06-01T10:00:00Z'))).toEqual(['2027-06-01'])
    expect(await tick(companyId, new Date('2027-06-02T10:00:00Z'))).toEqual(['2027-06-02'])
    expect(await tick(companyId, new Date('2027-06-01T10:05:00Z'))).toEqual([])
    expect(await tick(companyId, new Date('2027-06-02T10:05:00Z'))).toEqual([])
    expect(await runsOf(companyId)).toEqual(['2027-06-01', '2027-06-02'])
  })
})

describe('several workers', () => {
  it('that look in the same minute make one run', async () => {
    const companyId = await givenCompanyIn('Europe/Berlin')
    db.clock.set(new Date('2027-07-01T10:00:00Z'))
    await Promise.all(Array.from({ length: 4 }, () => enqueueDueRuns(db)))
    expect(await takenJobs(companyId)).toEqual(['2027-07-01'])
    await Promise.all(Array.from({ length: 4 }, () => daily(companyId, '2027-07-01')))
    expect(await runsOf(companyId)).toEqual(['2027-07-01'])
  })

  it('do not put the day’s run into the queue again while one of them is at it', async () => {
    const companyId = await givenCompanyIn('Europe/Berlin')
    db.clock.set(new Date('2027-07-02T10:00:00Z'))
    await enqueueDueRuns(db)
    await takenJobs(companyId)
    await db.database.withCompany(companyId, (tx) =>
      tx.run(
        `insert into job_runs (company_id, kind, cause, local_date, started_by) values (app.company_id(), 'daily', 'scheduled', '2027-07-02', 'schedule')`,
      ),
    )
    await enqueueDueRuns(db)
    expect(await takenJobs(companyId)).toEqual([])
  })
})

describe('a job that says nonsense', () => {
  it.each([
    {},
    { companyId: 'x', localDate: '2027-07-01' },
    { companyId: crypto.randomUUID(), localDate: '2027-02-30' },
    null,
  ])('is refused before anything is done: %j', async (payload) => {
    const tasks = tasksOf({ ...db, log: silentLog })
    const context = { log: silentLog, attempt: 1, signal: new AbortController().signal }
    await expect(tasks['daily']?.(payload, context)).rejects.toThrow()
    await expect(tasks['catch-up']?.(payload, context)).rejects.toThrow()
  })

  it('of a company that is gone fails and leaves no run', async () => {
    await expect(daily(crypto.randomUUID(), '2027-07-01')).rejects.toThrow()
  })
})
