import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { endpointOf } from '../../src/access/companies.store.ts'
import { makeWebhookSecret } from '../../src/access/webhook-secrets.store.ts'
import { systemActor } from '../../src/base/actor.ts'
import { systemClock } from '../../src/base/clock.ts'
import { dayIn } from '../../src/base/day.ts'
import { ReceiveUpdate } from '../../src/stages/ingest/webhook/webhook.contract.ts'
import { onlyLoop } from '../api/asking.ts'
import { percentile, type Looped } from '../api/closed-loop.ts'
import type { LoadTask } from '../api/load.child.ts'
import { startApi } from '../api/server.ts'
import { COMPANY, makeCompany, runDay, withDatabase } from '../company.ts'
import { measured } from '../measured.ts'
import { usageSince, usageWithChildren } from '../proc.ts'
import { figureOf, machineNow, type BenchReport, type Figure } from '../report.ts'
import { interleaved, median, spread } from '../rounds.ts'
import { inClone, startScratch, type Scratch } from '../scratch.ts'
import { updateOf, type Sending } from './updates.ts'
import { startWorker } from './worker.ts'

export type WebhookPlan = {
  /** Of a round; each tells of a customer of its own. */
  readonly updates: number
  readonly rounds: number
  readonly where?: string | undefined
  readonly say: (line: string) => void
}

const BOOK = 'bench_told'
const CONNECTIONS = 20
const POOL = 10
const ALONE = 10

/** How many updates are taken in and applied, and how long after one comes in its customer is analyzed. */
export async function benchWebhook({ updates, rounds, where, say }: WebhookPlan): Promise<BenchReport> {
  const machine = machineNow()
  const scratch = await startScratch(where)
  try {
    say(`making a book of ${String(updates + ALONE + 1)} customers, with today's run`)
    const today = dayIn('UTC', systemClock.now())
    await makeCompany(scratch, { customers: updates + ALONE + 1, database: BOOK, today })
    await runDay(scratch, BOOK, today)
    const { told } = await interleaved(
      rounds,
      { told: () => inClone(scratch, BOOK, (database) => tell(scratch, { database, updates })) },
      (_, round) => say(`round ${String(round)} of ${String(rounds)}`),
    )
    return {
      name: 'webhook',
      rounds,
      ratioWall: null,
      ratioCpu: null,
      figures: figuresOf(told, updates),
      notes: [
        `${String(updates)} updates over ${String(CONNECTIONS)} connections, each signed and of another customer: a day of usage, a signal, a ticket, an attribute.`,
        'Sender, API, worker and PostgreSQL share the machine. The time to the analysis ends when its transaction does.',
      ],
      machine,
    }
  } finally {
    await scratch.stop()
  }
}

type Told = {
  readonly acceptedSeconds: number
  readonly appliedSeconds: number
  /** From the arrival of an update to the end of the analysis of its customer, in ms: of a burst, and of those that came alone. */
  readonly burst: readonly number[]
  readonly alone: readonly number[]
  /** Of the API, the worker and PostgreSQL. */
  readonly cpuSeconds: number
}

type Telling = { readonly database: string; readonly updates: number }

async function tell(scratch: Scratch, { database, updates }: Telling): Promise<Told> {
  await using open = new AsyncDisposableStack()
  const api = await startApi({
    url: scratch.urls(database).appUrl,
    authUrl: scratch.urls(database).authUrl,
    secret: scratch.secret,
    now: null,
    pool: POOL,
  })
  open.defer(() => api.stop())
  const worker = await startWorker({ url: scratch.adminUrl(database), secret: scratch.secret })
  open.defer(() => worker.stop())
  const sending = await openFor(scratch, database)
  const send = (customers: readonly number[]) => sendAll(scratch, customers, { sending, port: api.port })
  const analyzed = (count: number) => scratch.asAdmin(database, (client) => whenAnalyzed(client, count))
  // The first one waits for code to be loaded and statements to be planned for the first time.
  for (let n = 0; n <= ALONE; n += 1) {
    await send([updates + 1 + n])
    await analyzed(1 + n)
  }
  const used = () => [api.pid, worker.pid, scratch.serverPid].map(usageWithChildren)
  const before = used()
  const { seconds } = await send(Array.from({ length: updates }, (_, n) => 1 + n))
  const times = await analyzed(updates + ALONE + 1)
  const cpu = used().map((usage, index) => usageSince(before[index] ?? usage, usage).cpuSeconds)
  return {
    acceptedSeconds: seconds,
    appliedSeconds: await scratch.asAdmin(database, (client) => secondsToApply(client, updates)),
    alone: times.slice(1, ALONE + 1),
    burst: times.slice(ALONE + 1),
    cpuSeconds: cpu.reduce((total, each) => total + each),
  }
}

function openFor(scratch: Scratch, name: string): Promise<Omit<Sending, 'at'>> {
  return withDatabase(scratch, name, (database) =>
    database.withCompany(COMPANY, async (tx) => {
      const wanted = { companyId: COMPANY, name: 'bench', secret: scratch.secret }
      const { secret } = await makeWebhookSecret(tx, wanted, systemActor('bench'))
      return { secret, address: `${ReceiveUpdate.path}?endpoint=${await endpointOf(tx, COMPANY)}` }
    }),
  )
}

type Receiver = { readonly sending: Omit<Sending, 'at'>; readonly port: number }

async function sendAll(scratch: Scratch, customers: readonly number[], { sending, port }: Receiver): Promise<Looped> {
  const at = systemClock.now()
  const once = customers.map((customer) => updateOf(customer, { ...sending, at }))
  const task: LoadTask = { port, connections: CONNECTIONS, loops: [once.length], warm: 0, asked: { once } }
  return onlyLoop(await measured<readonly Looped[]>(scratch, 'api/load.child.ts', task, [])).answer
}

const LOOK_EVERY_MS = 100
const PATIENCE_MS = 1_200_000

// In the order in which they came: when the first run that has looked at the customer since was done.
const TIMES = `
  select (extract(epoch from r.finished_at - d.received_at) * 1000)::float8 as ms
    from webhook_deliveries d cross join lateral
         (select r.finished_at from customer_intelligence i join job_runs r on r.company_id = i.company_id and r.id = i.run_id
           where i.company_id = d.company_id and i.customer_id = d.customer_id and r.finished_at > d.received_at
           order by r.finished_at limit 1) r
   order by d.received_at, d.id`

/** Waits until so many updates have led to an analysis. Answers how long each took, in ms, the first to arrive first. */
async function whenAnalyzed(client: pg.Client, count: number): Promise<readonly number[]> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const { rows: dead } = await client.query<{ error: string }>(
      `select error from webhook_deliveries where status = 'dead' limit 1`,
    )
    if (dead[0]) throw new Error(`An update was given up: ${dead[0].error}`)
    const { rows } = await client.query<{ ms: number }>(TIMES)
    if (rows.length >= count) return rows.map(({ ms }) => ms)
    if (performance.now() > until) throw new Error(`Only ${String(rows.length)} of ${String(count)} were analyzed`)
    await sleep(LOOK_EVERY_MS)
  }
}

/** From the arrival of the first of the last so many updates to the moment at which all of them were applied. */
async function secondsToApply(client: pg.Client, updates: number): Promise<number> {
  const { rows } = await client.query<{ seconds: number }>(
    `select extract(epoch from max(applied_at) - min(received_at))::float8 as seconds
       from (select * from webhook_deliveries order by received_at desc, id desc limit $1) told`,
    [updates],
  )
  return rows[0]?.seconds ?? 0
}

function figuresOf(told: readonly Told[], updates: number): readonly Figure[] {
  const all = (of: (each: Told) => number) => spread(told.map(of))
  return [
    figureOf(
      { name: 'accepted', unit: '/s' },
      all(({ acceptedSeconds }) => updates / acceptedSeconds),
    ),
    figureOf(
      { name: 'applied', unit: '/s' },
      all(({ appliedSeconds }) => updates / appliedSeconds),
    ),
    figureOf(
      { name: 'alone: to the analysis, middle', unit: 'ms' },
      all(({ alone }) => median(alone)),
    ),
    figureOf(
      { name: 'alone: to the analysis, slowest', unit: 'ms' },
      all(({ alone }) => Math.max(...alone)),
    ),
    figureOf(
      { name: 'burst: to the analysis, middle', unit: 'ms' },
      all(({ burst }) => median(burst)),
    ),
    figureOf(
      { name: 'burst: to the analysis, p99', unit: 'ms' },
      all(({ burst }) => percentile(burst, 99)),
    ),
    figureOf(
      { name: 'CPU of API, worker and PostgreSQL per update', unit: 'ms' },
      all(({ cpuSeconds }) => (cpuSeconds / updates) * 1000),
    ),
  ]
}
