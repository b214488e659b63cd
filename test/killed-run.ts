import { setTimeout as sleep } from 'node:timers/promises'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { generateBook } from '../scripts/generate-book.ts'
import { createCompany } from '../src/access/companies.store.ts'
import { dayIn, isoDay } from '../src/base/day.ts'
import { runDaily } from '../src/pipeline.ts'
import { connectDatabase } from '../src/platform/connect.ts'
import { startEmbedded } from '../src/platform/embedded/embedded.ts'
import { parseEnvironment } from '../src/platform/environment.ts'
import { openPool } from '../src/platform/postgres.ts'
import { withDatabase } from '../src/platform/roles.ts'
import { startWorkerProcess } from './worker-process.ts'
import { runResult, type RunResult } from './run-result.ts'

export type KillPlan = {
  readonly customers: number
  readonly kills: number
  readonly seed: number
  /** True: what a killed worker held is waited for as it is in service; false: its silence is dated back, to save seconds. */
  readonly waitForLease: boolean
}

export type Ran = {
  readonly result: RunResult
  readonly counts: {
    readonly status: string
    readonly total: number
    readonly analyzed: number
    readonly confirmed: number
    readonly overtaken: number
  }
  /** Of the day: how many analyses were written, and for how many customers. */
  readonly analyses: { readonly rows: number; readonly customers: number }
  readonly pagesInAuditTrail: number
}

export type KilledRun = {
  readonly undisturbed: Ran
  readonly killed: Ran
  /** Where each kill found the run. */
  readonly moments: readonly string[]
  /** From each kill to the next sign of life of the run. */
  readonly resumedAfterMs: readonly number[]
}

const LOOK_MS = 20

/** A number from 0 to 1 on each call, the same sequence for the same seed (mulberry32). */
export function chanceFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One day of a generated company, once undisturbed and once with a worker that is killed again and again, on a durable server. */
export async function runAndKill(plan: KillPlan): Promise<KilledRun> {
  const folder = mkdtempSync(join(tmpdir(), 'renubu-killed-'))
  chmodSync(folder, 0o755)
  try {
    const server = await startEmbedded({ dataDir: join(folder, 'data') })
    try {
      const on = (name: string): Place => ({ url: withDatabase(server.adminUrl, name), secret: server.secret })
      await asAdmin(server.adminUrl, 'create database undisturbed')
      await prepare(on('undisturbed'), plan.customers)
      await asAdmin(server.adminUrl, 'create database killed template undisturbed')
      const undisturbed = await withPool(on('undisturbed'), (owner) => undisturbedRun(on('undisturbed'), owner))
      const killed = await withPool(on('killed'), (owner) => killedRun(on('killed'), owner, plan))
      return { undisturbed, ...killed }
    } finally {
      await server.release()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type Place = { readonly url: string; readonly secret: string }

async function asAdmin(adminUrl: string, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    await admin.query(statement)
  } finally {
    await admin.end()
  }
}

async function withPool<T>({ url }: Place, work: (owner: pg.Pool) => Promise<T>): Promise<T> {
  const owner = openPool({ url, max: 2, applicationName: 'test owner' })
  try {
    return await work(owner)
  } finally {
    await owner.end()
  }
}

/** A zone in which it is about noon, so that the day's run is due and midnight is far. */
export const zoneOfNoon = (now: Date): string => {
  const west = now.getUTCHours() - 12
  return `Etc/GMT${west < 0 ? '-' : '+'}${String(Math.abs(west))}`
}

const DAY_MS = 86_400_000

// One customer in five uses less than yesterday, one in seven has another date of renewal, one in eleven has lost its owner, one in
// thirteen has a new urgent ticket: some of all that a run does comes to pass, and most customers are only confirmed.
const SINCE_YESTERDAY = [
  `update usage_windows w set days = days[1:56] || array(select d / 2 from unnest(days[57:84]) with ordinality x(d, at) order by at)
     from customers c where c.id = w.customer_id and substr(c.external_id, 3)::int % 5 = 0`,
  `update contracts k set end_date = current_date + 5 + substr(c.external_id, 3)::int % 170
     from customers c where c.id = k.customer_id and substr(c.external_id, 3)::int % 7 = 0`,
  `update customers set owner_id = null where substr(external_id, 3)::int % 11 = 0`,
  `insert into support_tickets (company_id, external_id, customer_id, subject, priority, open, status, opened_at)
   select company_id, 'new-' || external_id, id, 'It is down', 'urgent', true, 'open', now() - interval '12 hours'
     from customers where substr(external_id, 3)::int % 13 = 0`,
  `update facts_versions v set version = version + 1 from customers c
    where c.id = v.customer_id and (0 in (substr(c.external_id, 3)::int % 5, substr(c.external_id, 3)::int % 7,
                                          substr(c.external_id, 3)::int % 11, substr(c.external_id, 3)::int % 13))`,
]

/** A company with its run of yesterday, and what has happened since. */
async function prepare({ url, secret }: Place, customers: number): Promise<void> {
  const now = new Date()
  const timeZone = zoneOfNoon(now)
  const today = dayIn(timeZone, now)
  const connection = await connectDatabase(parseEnvironment({ DATABASE_URL: url, RENUBU_SECRET: secret }))
  try {
    const { database } = connection
    const company = await createCompany({ database }, { name: 'Lantern', timeZone })
    await generateBook(database, { companyId: company.id, customers, today })
    // A run further back, so that yesterday's is not the first one, which would look back at twelve weeks.
    await database.withCompany(company.id, (tx) =>
      tx.run(
        `insert into job_runs (company_id, kind, cause, local_date, status, phase, started_by, finished_at)
         values (app.company_id(), 'daily', 'scheduled', $1::date, 'finished', 'done', 'test', app.now())`,
        [isoDay(today - 2)],
      ),
    )
    const yesterday = { clock: { now: () => new Date(now.getTime() - DAY_MS) }, database }
    await runDaily(yesterday, { companyId: company.id, localDate: today - 1, cause: 'scheduled', startedBy: 'test' })
    await database.withCompany(company.id, async (tx) => {
      for (const statement of SINCE_YESTERDAY) await tx.run(statement)
    })
  } finally {
    await connection.close()
  }
}

type Progress = { readonly phase: string; readonly done: number; readonly beat: number; readonly over: boolean }

const LATEST = `order by local_date desc limit 1`

async function progressOf(owner: pg.Pool): Promise<Progress | undefined> {
  const { rows } = await owner.query<Progress>(
    `select phase, analyzed + confirmed + overtaken as done, (extract(epoch from heartbeat_at) * 1000)::float8 as beat,
            status = 'finished' as over
       from job_runs where local_date = (select max(local_date) from job_runs) and started_by = 'schedule' ${LATEST}`,
  )
  return rows[0]
}

/** Looks every 20 ms until something is so. */
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const seen = await look()
    if (seen !== undefined) return seen
    await sleep(LOOK_MS)
  }
}

const finished = (owner: pg.Pool) => until(async () => ((await progressOf(owner))?.over === true ? true : undefined))

async function undisturbedRun(place: Place, owner: pg.Pool): Promise<Ran> {
  const worker = startWorkerProcess(place)
  await finished(owner)
  await worker.stop()
  return ranOf(owner)
}

/**
 * Each life of the worker ends at a random moment: before it has saved anything, or within the page after the first one that it saved.
 * So a life goes on by a page or two, whatever the machine's speed, and the run is not over before the last kill.
 */
async function killedRun(
  place: Place,
  owner: pg.Pool,
  { kills, seed, waitForLease }: KillPlan,
): Promise<Omit<KilledRun, 'undisturbed'>> {
  const chance = chanceFrom(seed)
  const moments: string[] = []
  const resumedAfterMs: number[] = []
  let fastestMs = 1000
  let killedAt: number | undefined
  for (let kill = 0; kill < kills; kill += 1) {
    const worker = startWorkerProcess(place)
    const last = (await progressOf(owner))?.beat ?? 0
    const taken = await until(async () => {
      const now = await progressOf(owner)
      return now !== undefined && now.beat > last ? now : undefined
    })
    if (killedAt !== undefined) resumedAfterMs.push(Math.round(performance.now() - killedAt))
    const when = 1.8 * chance()
    if (when > 1) {
      const start = performance.now()
      await until(async () => ((await progressOf(owner))?.beat !== taken.beat ? true : undefined))
      fastestMs = Math.min(fastestMs, performance.now() - start)
    }
    await sleep((when % 1) * fastestMs)
    await worker.kill()
    killedAt = performance.now()
    const found = await progressOf(owner)
    if (found?.over === true) break
    moments.push(`${found?.phase ?? 'before'} after ${String(found?.done ?? 0)}`)
    if (!waitForLease) await owner.query(`update jobs.workers set beat_at = beat_at - interval '6 seconds'`)
  }
  const worker = startWorkerProcess(place)
  await finished(owner)
  await worker.stop()
  return { killed: await ranOf(owner), moments, resumedAfterMs }
}

async function ranOf(owner: pg.Pool): Promise<Ran> {
  const one = async <T extends pg.QueryResultRow>(sql: string): Promise<T> => {
    const [row] = (await owner.query<T>(sql)).rows
    if (!row) throw new Error(`Nothing was answered to: ${sql}`)
    return row
  }
  return {
    result: await runResult(owner),
    counts: await one(
      `select status, customers_total as total, analyzed, confirmed, overtaken from job_runs where started_by = 'schedule' ${LATEST}`,
    ),
    analyses: await one(
      `select count(*)::int as rows, count(distinct customer_id)::int as customers from customer_intelligence
        where as_of = (select max(local_date) from job_runs)`,
    ),
    pagesInAuditTrail: (
      await one<{ count: number }>(
        `select count(*)::int from audit_log where object_id = (select id from job_runs where started_by = 'schedule')`,
      )
    ).count,
  }
}
