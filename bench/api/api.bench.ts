import type { Measured } from '../measured.ts'
import { figureOf, machineNow, single, type BenchReport, type Figure, type Limit } from '../report.ts'
import { interleaved, median, ratios, spread } from '../rounds.ts'
import { inClone, startScratch, type Scratch } from '../scratch.ts'
import { askApi, askBare, onlyLoop, POOL, recordAll } from './asking.ts'
import { makeOpenBook, type Askers } from './book.ts'
import { casesOf, RECORDS_AT_ONCE, STEP_ACTION, type ApiCase } from './cases.ts'
import { percentile, type Looped } from './closed-loop.ts'

export type ApiPlan = {
  readonly executions: number
  /** Of a round. */
  readonly requests: number
  readonly rounds: number
  /** Step actions after which the rate is measured again; 50,000 unless it is given. */
  readonly actions?: number
  /** Records of one bulk request; 1,000 unless it is given. */
  readonly records?: number
  readonly where?: string | undefined
  readonly say: (line: string) => void
}

const BOOK = 'bench_open'
const CONNECTIONS = 20
const ACTIONS = 50_000

/** How many requests the API answers, against the statements of the same requests on the driver alone. */
export async function benchApi(plan: ApiPlan): Promise<BenchReport> {
  const { executions, rounds, records = RECORDS_AT_ONCE, actions = ACTIONS, where, say } = plan
  const machine = machineNow()
  const scratch = await startScratch(where)
  try {
    say(`making a book with ${String(executions)} open executions, with the day's run`)
    const askers = await makeOpenBook(scratch, { database: BOOK, executions, people: CONNECTIONS })
    const cases = casesOf({ askers, secret: scratch.secret, connections: CONNECTIONS, records })
    const results: CaseResult[] = []
    for (const each of cases) results.push(await measureCase(scratch, each, plan))
    const acting = cases.find(({ name }) => name === STEP_ACTION)
    const worn = acting ? await measureWear(scratch, acting, { ...plan, actions }) : []
    const [today] = results
    return {
      name: 'api',
      rounds,
      ratioWall: today ? spread(rates(today)).median : null,
      ratioCpu: null,
      figures: [...results.flatMap(figuresOf), ...worn],
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
  readonly limit: Limit
  readonly requests: number
  readonly statements: number
  readonly asked: readonly Asked[]
  readonly bare: readonly Measured<Looped>[]
}

type Asked = Measured<Looped> & { readonly apiCpu: number }

async function measureCase(
  scratch: Scratch,
  { name, asked, part, limit }: ApiCase,
  plan: ApiPlan,
): Promise<CaseResult> {
  const { rounds, say } = plan
  const requests = Math.max(CONNECTIONS, Math.round(plan.requests * part))
  const task = {
    connections: CONNECTIONS,
    loops: [requests],
    warm: Math.max(CONNECTIONS, Math.round(requests / 5)),
    asked,
    scripts: await recordAll(scratch, { database: BOOK, asked }),
  }
  const results = await interleaved(
    rounds,
    {
      asked: () => inClone(scratch, BOOK, async (database) => onlyLoop(await askApi(scratch, { database, ...task }))),
      bare: () => inClone(scratch, BOOK, async (database) => onlyLoop(await askBare(scratch, { database, ...task }))),
    },
    (piece, round) => say(`${name}, round ${String(round)} of ${String(rounds)}: ${piece}`),
  )
  return { name, limit, requests, statements: task.scripts[0]?.[0]?.flat().length ?? 0, ...results }
}

/** What a step action comes to after so many of them, with nothing but autovacuum to clean up behind them. */
async function measureWear(
  scratch: Scratch,
  { asked }: ApiCase,
  { actions, requests, say }: ApiPlan & { readonly actions: number },
): Promise<readonly Figure[]> {
  const task = {
    connections: CONNECTIONS,
    loops: [requests, actions, requests],
    warm: requests,
    asked,
    scripts: await recordAll(scratch, { database: BOOK, asked }),
  }
  const after = `after ${actions.toLocaleString('en-US')} step actions`
  const kept = ({ answer: [before, , later] }: Measured<readonly Looped[]>): number =>
    (before?.seconds ?? Number.NaN) / (later?.seconds ?? Number.NaN)
  say(`${after}: the API`)
  const api = await inClone(scratch, BOOK, (database) => askApi(scratch, { database, ...task }))
  say(`${after}: the driver alone`)
  const bare = await inClone(scratch, BOOK, (database) => askBare(scratch, { database, ...task }))
  return [
    single({ name: `${after}: part of the rate before`, unit: '×', limit: { atLeast: 0.7 } }, kept(api)),
    single({ name: `${after}: the same, the driver alone`, unit: '×' }, kept(bare)),
  ]
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
  const { name, limit, requests, statements, asked, bare } = result
  const named = (what: string): string => `${name}: ${what}`
  const perSecond = (runs: readonly Measured<Looped>[]) => spread(runs.map(({ answer }) => requests / answer.seconds))
  const each = (seconds: readonly number[]) => spread(seconds.map((value) => (value / requests) * 1000))
  const middle = (runs: readonly Measured<Looped>[]) => spread(runs.map(({ answer }) => median(answer.latencies)))
  return [
    figureOf({ name: named('part of the rate of the driver alone'), unit: '×', limit }, spread(rates(result))),
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
