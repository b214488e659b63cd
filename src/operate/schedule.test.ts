import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { createCompany } from '../access/companies.store.ts'
import { enqueueDueRuns } from './schedule.job.ts'

// Eight in the morning in Berlin, three in New York.
const db = await testDatabase({ now: new Date('2027-03-15T07:00:00Z') })
const berlin = await createCompany(db, { name: 'Nordlicht', timeZone: 'Europe/Berlin' })
const newYork = await createCompany(db, { name: 'Harbor', timeZone: 'America/New_York' })

const queued = async () =>
  (
    await db.owner.query<{ key: string }>(
      `select key from graphile_worker.jobs where task_identifier = 'daily' order by key`,
    )
  ).rows.map(({ key }) => key)

describe('what is due', () => {
  it('is put into the queue for the companies whose morning has come, once however often one looks', async () => {
    expect(await enqueueDueRuns(db)).toBe(1)
    await Promise.all([enqueueDueRuns(db), enqueueDueRuns(db), enqueueDueRuns(db)])
    expect(await queued()).toEqual([`daily:${berlin.id}:2027-03-15`])
  })

  it('is not put there again while a worker has just taken it and its run has not begun', async () => {
    await db.owner.query(`update graphile_worker._private_jobs set locked_by = 'a worker', locked_at = now()`)
    await enqueueDueRuns(db)
    expect(await queued()).toEqual([`daily:${berlin.id}:2027-03-15`])
    expect((await db.owner.query('select from graphile_worker._private_jobs')).rowCount).toBe(1)
  })

  it('is not put there again when its run has begun', async () => {
    await db.owner.query('delete from graphile_worker._private_jobs')
    await db.database.withCompany(berlin.id, (tx) =>
      tx.run(
        `insert into job_runs (company_id, kind, cause, local_date, started_by) values (app.company_id(), 'daily', 'scheduled', '2027-03-15', 'schedule')`,
      ),
    )
    expect(await enqueueDueRuns(db)).toBe(0)
  })

  it('is caught up by a program that starts late', async () => {
    db.clock.set(new Date('2027-03-16T03:30:00Z'))
    await enqueueDueRuns(db)
    expect(await queued()).toEqual([`daily:${newYork.id}:2027-03-15`])
  })
})
