import { buildHttp } from '../../src/api.ts'
import { fixedClock } from '../../src/base/clock.ts'
import { parseEnvironment } from '../../src/platform/environment.ts'
import { createLog } from '../../src/platform/log.ts'
import { withDatabase } from '../company.ts'
import { measured, type Measured } from '../measured.ts'
import { usageSince, usageWithChildren } from '../proc.ts'
import { figureOf, machineNow, single, type BenchReport, type Figure } from '../report.ts'
import { interleaved, median, ratios, spread } from '../rounds.ts'
import { inClone, startScratch, type Scratch } from '../scratch.ts'
import type { BareTask } from './bare.child.ts'
import { makeOpenBook, NOW, type Askers } from './book.ts'
import { casesOf, RECORDS_AT_ONCE, type ApiCase } from './cases.ts'
import { percentile, type Looped } from './closed-loop.ts'
import type { HttpRequest, LoadTask } from './load.child.ts'
import { record, written, type Script } from './record.ts'
import { startApi } from './server.ts'

export type ApiPlan = {
  readonly executions: number
  /** Of a round. */
  readonly requests: number
  readonly rounds: number
  /** Records of one bulk request; 1,000 unless it is given. */
  readonly records?: number
  readonly where?: string | undefined
  readonly say: (line: string) => void
}

const BOOK = 'bench_open'
const CONNECTIONS = 20
const POOL = 10

/** How many requests the API answers, against the statements of the same requests on the driver alone. */
export async function benchApi(plan: ApiPlan): Promise<BenchReport> {
  const { executions, rounds, records = RECORDS_AT_ONCE, where, say } = plan
  const machine = machineNow()
  const scratch = await startScratch(where)
  try {
    say(`making a book with ${String(executions)} open executions, with the day's run`)
    const askers = await makeOpenBook(scratch, { database: BOOK, executions, people: CONNECTIONS })
    const cases = casesOf({ askers, secret: scratch.secret, connections: CONNECTIONS, records })
    const results: CaseResult[] = []
    for (const each of cases) results.push(await measureCase(scratch, each, plan))
    const [today] = results
    return {
      name: 'api',
      rounds,
      ratioWall: today ? spread(rates(today)).median : null,
      ratioCpu: null,
      figures: results.flatMap(figuresOf),
      notes: notesOf(askers),
      machine,
    }
  } finally {
    await scratch.stop()
  }
}

const notesOf = ({ open }: Askers): readonly string[] => [
  `${open.toLocaleString('en-US')} open executions; ${String(CONNECTIONS)} connections, a pool of ${String(POOL)}. Client, API and server share the machine.`,
  'A ratio is how much of the rate of the driver alone the API reaches; the headline is that of Today.',
]

type CaseResult = {
  readonly name: string
  readonly requests: number
  readonly statements: number
  readonly asked: readonly (Measured<Looped> & { readonly apiCpu: number })[]
  readonly bare: readonly Measured<Looped>[]
}

async function measureCase(scratch: Scratch, { name, asked, part }: ApiCase, plan: ApiPlan): Promise<CaseResult> {
  const { rounds, say } = plan
  const requests = Math.max(CONNECTIONS, Math.round(plan.requests * part))
  const loop = { connections: CONNECTIONS, requests, warm: Math.max(CONNECTIONS, Math.round(requests / 5)) }
  const scripts = await recordAll(scratch, asked)
  const results = await interleaved(
    rounds,
    {
      asked: () => inClone(scratch, BOOK, (database) => askApi(scratch, { database, task: { ...loop, asked } })),
      bare: () =>
        inClone(scratch, BOOK, (database) => {
          const task: BareTask = { ...loop, url: scratch.urls(database).appUrl, pool: POOL, scripts }
          return measured<Looped>(scratch, 'api/bare.child.ts', task, [])
        }),
    },
    (piece, round) => say(`${name}, round ${String(round)} of ${String(rounds)}: ${piece}`),
  )
  return { name, requests, statements: scripts[0]?.[0]?.flat().length ?? 0, ...results }
}

type Asking = { readonly database: string; readonly task: Omit<LoadTask, 'port'> }

async function askApi(scratch: Scratch, { database, task }: Asking) {
  const { appUrl: url, authUrl } = scratch.urls(database)
  const api = await startApi({ url, authUrl, secret: scratch.secret, now: NOW, pool: POOL })
  try {
    const before = usageWithChildren(api.pid)
    const run = await measured<Looped>(scratch, 'api/load.child.ts', { ...task, port: api.port }, [])
    return { ...run, apiCpu: usageSince(before, usageWithChildren(api.pid)).cpuSeconds }
  } finally {
    await api.stop()
  }
}

/**
 * The statements of each request, after it has been asked once or twice: what is made at the first time is there, and what is changed was the
 * other way before.
 */
function recordAll(
  scratch: Scratch,
  asked: readonly (readonly HttpRequest[])[],
): Promise<readonly (readonly Script[])[]> {
  return withDatabase(scratch, BOOK, async (database) => {
    const app = await buildHttp({
      environment: parseEnvironment({ RENUBU_SAMPLE: 'off', LOG_LEVEL: 'silent' }),
      database,
      authUrl: scratch.urls(BOOK).authUrl,
      clock: fixedClock(NOW),
      log: createLog('error'),
      secret: scratch.secret,
      ready: () => Promise.resolve({ ready: true, says: 'Ready.' }),
      limits: { eventLoopDelayMs: 0 },
    })
    const ask = async ({ method, path: url, headers, body }: HttpRequest): Promise<void> => {
      const reply = await app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) })
      if (reply.statusCode >= 300) throw new Error(`${method} ${url}: ${String(reply.statusCode)} ${reply.body}`)
    }
    try {
      for (const request of asked.flat()) await ask(request)
      const scripts: Script[][] = []
      for (const requests of asked) {
        const each: Script[] = []
        for (const request of requests) each.push(written(await record(() => ask(request))))
        scripts.push(each)
      }
      return scripts
    } finally {
      await app.close()
    }
  })
}

const rates = ({ asked, bare }: CaseResult): readonly number[] =>
  ratios(
    bare.map(({ answer }) => answer.seconds),
    asked.map(({ answer }) => answer.seconds),
  )

const slowest = (runs: readonly Measured<Looped>[]): readonly number[] =>
  runs.map(({ answer: { latencies } }) => percentile(latencies, 99))

/** Without that of the client that asks. */
const ownCpu = ({ apiCpu, serverCpu }: CaseResult['asked'][number]): number => apiCpu + serverCpu

function figuresOf(result: CaseResult): readonly Figure[] {
  const { name, requests, statements, asked, bare } = result
  const named = (what: string): string => `${name}: ${what}`
  const perSecond = (runs: readonly Measured<Looped>[]) => spread(runs.map(({ answer }) => requests / answer.seconds))
  const each = (seconds: readonly number[]) => spread(seconds.map((value) => (value / requests) * 1000))
  const middle = (runs: readonly Measured<Looped>[]) => spread(runs.map(({ answer }) => median(answer.latencies)))
  return [
    figureOf(
      { name: named('part of the rate of the driver alone'), unit: '×', limit: { atLeast: 0.5 } },
      spread(rates(result)),
    ),
    figureOf(
      { name: named('p99 / p99 of the driver alone'), unit: '×', limit: { atMost: 6 } },
      spread(ratios(slowest(asked), slowest(bare))),
    ),
    figureOf({ name: named('requests'), unit: '/s' }, perSecond(asked)),
    figureOf({ name: named('requests, the driver alone'), unit: '/s' }, perSecond(bare)),
    figureOf({ name: named('middle'), unit: 'ms' }, middle(asked)),
    figureOf({ name: named('p99'), unit: 'ms' }, spread(slowest(asked))),
    figureOf({ name: named('p99, the driver alone'), unit: 'ms' }, spread(slowest(bare))),
    figureOf(
      { name: named('the rate by CPU'), unit: '×' },
      spread(
        ratios(
          bare.map(({ cpu }) => cpu),
          asked.map(ownCpu),
        ),
      ),
    ),
    figureOf({ name: named('CPU of the API per request'), unit: 'ms' }, each(asked.map(({ apiCpu }) => apiCpu))),
    figureOf(
      { name: named('CPU of PostgreSQL per request'), unit: 'ms' },
      each(asked.map(({ serverCpu }) => serverCpu)),
    ),
    figureOf(
      { name: named('CPU of the driver alone per request'), unit: 'ms' },
      each(bare.map(({ nodeCpu }) => nodeCpu)),
    ),
    figureOf(
      { name: named('CPU of its PostgreSQL per request'), unit: 'ms' },
      each(bare.map(({ serverCpu }) => serverCpu)),
    ),
    single({ name: named('statements of a request'), unit: '' }, statements),
  ]
}
