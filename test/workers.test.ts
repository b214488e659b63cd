import { afterAll, expect, it, onTestFinished } from 'vitest'
import { generateBook } from '../scripts/generate-book.ts'
import { createCompany } from '../src/access/companies.store.ts'
import { dayIn, isoDay } from '../src/base/day.ts'
import { zoneOfNoon } from './killed-run.ts'
import { ownServer } from './own-server.ts'
import { eventually } from './patience.ts'
import { startWorkerProcess } from './worker-process.ts'

const CUSTOMERS = 3000
const LEASE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const server = await ownServer()
const timeZone = zoneOfNoon(new Date())
const today = dayIn(timeZone, new Date())
const company = await createCompany(server, { name: 'Lantern', timeZone })
await generateBook(server.database, { companyId: company.id, customers: CUSTOMERS, today })
// Yesterday's, so that the day's run is not the company's first, which looks back at twelve weeks.
await server.owner.query(
  `insert into job_runs (company_id, kind, cause, local_date, status, phase, started_by, finished_at)
   values ($1, 'daily', 'scheduled', $2::date, 'finished', 'done', 'test', now())`,
  [company.id, isoDay(today - 1)],
)

async function only<T extends object>(sql: string, params: readonly unknown[] = []): Promise<T> {
  const { rows } = await server.owner.query<T>(sql, [...params])
  expect(rows).toHaveLength(1)
  return rows[0] as T
}

const runOfToday = () =>
  only<{ status: string; lease: number; done: number }>(
    `select status, lease, analyzed + confirmed + overtaken as done from job_runs
      where kind = 'daily' and local_date <> $1::date`,
    [isoDay(today - 1)],
  )

/** Holds up the company's decisions: a page waits for its turn, and goes on when it is let go. */
async function holdUp() {
  let holder = await server.owner.connect()
  let next = await server.owner.connect()
  onTestFinished(() => [holder, next].forEach((each) => each.release(true)))
  // A turn is not given back before the end of its transaction.
  const take = async (client: typeof holder) => {
    await client.query('begin')
    await client.query(
      `insert into decision_turns (company_id) values ($1) on conflict (company_id) do update set turn = decision_turns.turn + 1`,
      [company.id],
    )
  }
  const waiting = (count: number) =>
    eventually(async () => {
      const { rows } = await server.owner.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%into decision_turns%'`,
      )
      expect(rows).toHaveLength(count)
    })
  await take(holder)
  return {
    aPageWaits: () => waiting(1),
    letOnePass: async () => {
      // Beside the page that waits, before the next one.
      const taken = take(next)
      await waiting(2)
      await holder.query('commit')
      await taken
      ;[holder, next] = [next, holder]
      await waiting(1)
    },
    end: () => holder.query('commit'),
  }
}

// One machine's clock is a day ahead, one's an hour behind.
it('four workers that look at one tick make one run, whatever their clocks say; another goes on with it when its worker is killed in the middle of a page, and no customer is looked at twice', async () => {
  const decisions = await holdUp()
  const workers = [0, 0, DAY_MS, -HOUR_MS].map((clockAheadMs) => startWorkerProcess(server.place, { clockAheadMs }))
  afterAll(() => Promise.all(workers.map((worker) => worker.kill())))
  await decisions.aPageWaits()
  // Of two that wait for one row nobody says which is next.
  await eventually(async () => {
    await decisions.letOnePass()
    expect((await runOfToday()).done).toBeGreaterThan(0)
  })
  const { done, ...run } = await runOfToday()
  expect(run).toEqual({ status: 'running', lease: 1 })
  expect(done).toBeLessThan(CUSTOMERS)

  const { pid } = await only<{ pid: number }>(
    `select w.pid from graphile_worker._private_jobs j join jobs.workers w on w.id = j.locked_by where j.key like 'daily:%'`,
  )
  const killed = workers.find((worker) => worker.pid === pid)
  expect(killed).toBeDefined()
  await killed?.kill()
  const killedAt = performance.now()
  await decisions.end()

  await eventually(async () => expect(await runOfToday()).toMatchObject({ status: 'finished' }))
  expect(performance.now() - killedAt).toBeLessThan(LEASE_MS)
  expect(await runOfToday()).toEqual({ status: 'finished', lease: 2, done: CUSTOMERS })
  const analyses = `select count(*)::int as rows, count(distinct customer_id)::int as customers from customer_intelligence where as_of = $1::date`
  expect(await only(analyses, [isoDay(today)])).toEqual({ rows: CUSTOMERS, customers: CUSTOMERS })

  // The others end well: none of them has complained.
  for (const worker of workers) if (worker !== killed) await worker.stop()
})
