import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { listCompanies } from '../access/companies.store.ts'
import type { Clock } from '../base/clock.ts'
import { dayIn, daysBetween } from '../base/day.ts'
import { type TaskState, taskStates } from './installation.store.ts'
import { type Environment, PROJECT_ROOT } from '../platform/environment.ts'
import type { Database, Tx } from '../platform/postgres.ts'

export type Finding = {
  /** What was looked at. */
  readonly check: string
  /** `broken`: it does not work, or not safely. `doubtful`: it works, and somebody should look. */
  readonly state: 'good' | 'doubtful' | 'broken'
  readonly says: string
  /** What to do about it. */
  readonly advice?: string
}

export type DoctorDeps = { readonly environment: Environment; readonly database: Database; readonly clock: Clock }

const OLDEST_SERVER = 15
const MOST_SECONDS_APART = 5
const LEAST_FREE_GIGABYTES = 2

/** Looks at everything that has to hold for this installation to work, and says what to do where it does not. Changes nothing. */
export async function examine(deps: DoctorDeps): Promise<readonly Finding[]> {
  const { database, environment, clock } = deps
  const [server, walls, time, jobs] = await database.platform(async (tx) => [
    await serverVersion(tx),
    await wallsBetweenCompanies(tx),
    await clocksAgree(tx, clock),
    background(await taskStates(tx)),
  ])
  return [server, walls, time, jobs, await freeSpace(environment), webApp(), ...(await dailyRuns(deps))]
}

async function serverVersion(tx: Tx): Promise<Finding> {
  const check = 'PostgreSQL'
  const row = await tx.row<{ number: number; name: string }>(
    `select current_setting('server_version_num')::int / 10000 as number, current_setting('server_version') as name`,
  )
  const { number, name } = row ?? { number: 0, name: 'unknown' }
  if (number >= OLDEST_SERVER) return { check, state: 'good', says: `version ${name}` }
  return { check, state: 'broken', says: `version ${name} is too old`, advice: 'Move to PostgreSQL 15 or later.' }
}

/** Every table that holds rows of companies must compare them to the company of the transaction, its owner's included. */
async function wallsBetweenCompanies(tx: Tx): Promise<Finding> {
  const check = 'companies kept apart'
  const open = await tx.rows<{ name: string }>(
    `select c.relname as name from pg_class c
       join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped
      where c.relkind in ('r', 'p') and not c.relispartition
        and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))
      order by c.relname`,
  )
  if (open.length === 0) return { check, state: 'good', says: 'every table of companies has its policy' }
  const names = open.map(({ name }) => name).join(', ')
  return {
    check,
    state: 'broken',
    says: `no policy on ${names}`,
    advice: 'Stop serving and restore the schema: renubu migrate',
  }
}

async function clocksAgree(tx: Tx, clock: Clock): Promise<Finding> {
  const check = 'clocks'
  const row = await tx.row<{ now: Date }>('select clock_timestamp() as now')
  const seconds = Math.abs(clock.now().getTime() - (row?.now.getTime() ?? 0)) / 1000
  if (seconds <= MOST_SECONDS_APART) return { check, state: 'good', says: 'this machine and the database agree' }
  return {
    check,
    state: 'doubtful',
    says: `this machine and the database are ${seconds.toFixed(0)} s apart`,
    advice: 'Let both follow a time server.',
  }
}

async function freeSpace({ dataDir, databaseUrl }: Environment): Promise<Finding> {
  const check = 'free space'
  const place = existsSync(dataDir) ? dataDir : PROJECT_ROOT
  const { bavail, bsize } = await statfs(place)
  const gigabytes = (bavail * bsize) / 1e9
  const says = `${gigabytes.toFixed(1)} GB at ${place}`
  if (databaseUrl !== undefined || gigabytes >= LEAST_FREE_GIGABYTES) return { check, state: 'good', says }
  return { check, state: 'doubtful', says, advice: 'Make room, or move RENUBU_DATA_DIR to a larger disk.' }
}

function webApp(): Finding {
  const check = 'web app'
  if (existsSync(join(PROJECT_ROOT, 'dist', 'web', 'index.html'))) return { check, state: 'good', says: 'built' }
  return {
    check,
    state: 'doubtful',
    says: 'not built yet',
    advice: 'npm run build:web builds it; npm start does so too.',
  }
}

const LONGEST_WAIT_SECONDS = 900

type Waiting = Pick<TaskState, 'task' | 'dead' | 'oldestSeconds'>

/** What the queue's state means: jobs that were given up, or that nobody takes. */
export function background(tasks: readonly Waiting[]): Finding {
  const check = 'background'
  const dead = tasks.filter((task) => task.dead > 0)
  if (dead.length > 0) {
    const says = dead.map((task) => `${String(task.dead)} of ${task.task}`).join(', ')
    return {
      check,
      state: 'broken',
      says: `jobs were given up: ${says}`,
      advice: 'renubu jobs --failed names them and why; renubu jobs --retry ID tries one again.',
    }
  }
  const late = tasks.filter(({ oldestSeconds }) => (oldestSeconds ?? 0) > LONGEST_WAIT_SECONDS)
  if (late.length === 0) return { check, state: 'good', says: 'no job was given up, and none waits for long' }
  return {
    check,
    state: 'doubtful',
    says: `nobody has taken ${late.map(({ task }) => task).join(', ')} for a quarter of an hour`,
    advice: 'Start a worker: renubu serve, or renubu worker.',
  }
}

type LastRun = { readonly date: number; readonly status: string; readonly error: string | null }

async function dailyRuns({ database, clock }: DoctorDeps): Promise<readonly Finding[]> {
  const companies = await database.platform(listCompanies)
  if (companies.length === 0) {
    return [
      {
        check: 'companies',
        state: 'doubtful',
        says: 'there is none yet',
        advice: 'renubu company create --name NAME --time-zone ZONE',
      },
    ]
  }
  const findings: Finding[] = []
  for (const company of companies) {
    const last = await database.withCompany(company.id, (tx) =>
      tx.row<LastRun>(
        `select local_date as date, status, error from job_runs
          where kind = 'daily' and cause <> 'as-of' order by started_at desc limit 1`,
      ),
    )
    const days = last ? daysBetween(last.date, dayIn(company.timeZone, clock.now())) : undefined
    findings.push(dailyRun(company.name, last, days))
  }
  return findings
}

/** What a company's last daily run means; `age` in whole days. */
export function dailyRun(company: string, last: LastRun | undefined, age: number | undefined): Finding {
  const check = `daily run of ${company}`
  const advice = `renubu run daily --company "${company}"`
  if (!last || age === undefined) return { check, state: 'doubtful', says: 'never ran', advice }
  if (last.status === 'failed')
    return { check, state: 'broken', says: `failed: ${last.error ?? 'no reason was kept'}`, advice }
  if (age > 1) return { check, state: 'broken', says: `last ran ${String(age)} days ago`, advice }
  if (last.status === 'running') return { check, state: 'good', says: 'is running' }
  return { check, state: 'good', says: age === 0 ? 'done today' : 'done yesterday' }
}
