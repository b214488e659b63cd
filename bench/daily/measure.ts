import type pg from 'pg'
import type { RunReport } from '../../src/pipeline/run-report.ts'
import { COMPANY } from '../company.ts'
import { measured, type Measured } from '../measured.ts'
import { interleaved } from '../rounds.ts'
import { inClone, type Scratch } from '../scratch.ts'
import type { Step, StepsAnswer, StepsTask } from '../steps.child.ts'
import { DAY_MEASURED, makeBook, makeChanged, middleOf } from './book.ts'
import type { CycleTask } from './cycle.child.ts'
import { makeFixedFloor } from './fixed-floor.ts'
import { keepRows, markNow, writeAgain, type KeptTable } from './kept-rows.ts'
import { copyOut, READS } from './reads.ts'

/** What is written of executions when the day is run again: with nothing new, and when all are looked at and nothing has changed. */
export type Rerun = { readonly looked: number; readonly confirmed: number; readonly rewritten: number }

export type SizePlan = {
  readonly customers: number
  readonly rounds: number
  /** Whether the naive way is measured too. */
  readonly naive: boolean
  readonly say: (line: string) => void
}

export type SizeResult = Awaited<ReturnType<typeof measureSize>>

/** Measures the day's cycle with a book of one size against its floors, in turns. Each piece has a fresh clone of the same state. */
export async function measureSize(scratch: Scratch, { customers, rounds, naive, say }: SizePlan) {
  const book = `bench_${String(customers)}`
  const all = `${book}_all`
  const few = `${book}_few`
  say(`making a book of ${String(customers)} customers, with the run of the day before`)
  await makeBook(scratch, { customers, database: book })
  await makeChanged(scratch, book, { share: 'all', database: all })
  await makeChanged(scratch, book, { share: 'few', database: few })
  await scratch.drop(book)
  say('running the cycle once to keep what it writes')
  const first = await inClone(scratch, all, (database) => firstRun(scratch, database, customers))
  const fixed = await makeFixedFloor(scratch, customers)
  const results = await interleaved(
    rounds,
    {
      cycle: () => inClone(scratch, all, (database) => runCycle(scratch, database, 'scheduled')),
      floor: () => inClone(scratch, all, (database) => runSteps(scratch, database, floorOfOne(first.kept))),
      few: () => inClone(scratch, few, (database) => runCycle(scratch, database, 'scheduled')),
      floorOfTwo: () =>
        inClone(scratch, all, (database) => runSteps(scratch, database, floorOfTwo(first.kept, customers))),
      fixed: async () => {
        await fixed.empty()
        return measured<StepsAnswer>(scratch, 'steps.child.ts', fixed.task)
      },
      naive: () =>
        naive
          ? inClone(scratch, all, (database) => runNaively(scratch, database, first.decided))
          : Promise.resolve(null),
    },
    (name, round) => say(`round ${String(round)} of ${String(rounds)}: ${name}`),
  )
  for (const state of [all, few]) await scratch.drop(state)
  return { customers, rounds, ...first, ...results }
}

function runCycle(scratch: Scratch, database: string, cause: 'scheduled' | 'by-hand'): Promise<Measured<RunReport>> {
  return measured<RunReport>(scratch, 'daily/cycle.child.ts', taskOf(scratch, database, cause))
}

const taskOf = (scratch: Scratch, database: string, cause: 'scheduled' | 'by-hand'): CycleTask => ({
  url: scratch.urls(database).appUrl,
  request: { companyId: COMPANY, localDate: DAY_MEASURED, cause, startedBy: 'bench' },
})

/** One customer at a time; that it decides the same is looked at each time. */
async function runNaively(scratch: Scratch, database: string, decided: string): Promise<Measured<RunReport>> {
  const run = await measured<RunReport>(scratch, 'daily/naive.child.ts', taskOf(scratch, database, 'scheduled'))
  if ((await scratch.asAdmin(database, fingerprint)) !== decided)
    throw new Error('The naive way decided something else')
  return run
}

function runSteps(scratch: Scratch, database: string, steps: Omit<StepsTask, 'url'>): Promise<Measured<StepsAnswer>> {
  const task: StepsTask = { url: scratch.adminUrl(database), ...steps }
  return measured<StepsAnswer>(scratch, 'steps.child.ts', task)
}

const inOneTransaction = (steps: readonly Step[]): readonly Step[] => [
  { kind: 'run', sql: `begin; select set_config('app.company_id', '${COMPANY}', true)` },
  ...steps,
  { kind: 'run', sql: 'commit' },
]

const floorOfOne = (kept: readonly KeptTable[]): Omit<StepsTask, 'url'> => ({
  connections: [
    [
      ...READS.map((read): Step => ({ kind: 'copy-out', sql: copyOut(read) })),
      ...inOneTransaction(writeAgain(kept, 'both')),
    ],
  ],
})

/** What belongs to no customer is written before: the definitions that both halves refer to are among it. */
function floorOfTwo(kept: readonly KeptTable[], customers: number): Omit<StepsTask, 'url'> {
  const middle = middleOf(customers)
  const { of = [], shared = [] } = Object.groupBy(kept, ({ ofCustomers }) => (ofCustomers ? 'of' : 'shared'))
  return {
    before: inOneTransaction(writeAgain(shared, 'both')),
    connections: (['below', 'above'] as const).map((half) => [
      ...READS.map((read): Step => ({ kind: 'copy-out', sql: copyOut(read, { half, middle }) })),
      ...inOneTransaction(writeAgain(of, half)),
    ]),
  }
}

/** The run whose rows the floor writes again, and what running it again does to what it has written. */
async function firstRun(scratch: Scratch, database: string, customers: number) {
  const openBefore = await scratch.asAdmin(database, countOpen)
  const since = await scratch.asAdmin(database, markNow)
  const { answer } = await runCycle(scratch, database, 'scheduled')
  if (answer.analyzed !== customers)
    throw new Error(`Of ${String(customers)} changed customers ${String(answer.analyzed)} were analyzed anew`)
  const kept = await scratch.asAdmin(database, (client) =>
    keepRows(client, { since, folder: scratch.folder, middle: middleOf(customers) }),
  )
  const decided = await scratch.asAdmin(database, fingerprint)
  return { openBefore, kept, decided, report: answer, rerun: await runAgain(scratch, database) }
}

async function runAgain(scratch: Scratch, database: string): Promise<Rerun> {
  const since = await scratch.asAdmin(database, markNow)
  await runCycle(scratch, database, 'by-hand')
  // Everybody is looked at again, as if a source had sent all it knows once more.
  await scratch.asAdmin(database, (client) => client.query('update facts_versions set version = version + 1'))
  const { answer } = await runCycle(scratch, database, 'by-hand')
  const rewritten = await scratch.asAdmin(database, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      'select count(*)::int as count from workflow_executions where xmin::text::bigint >= $1',
      [since],
    )
    return rows[0]?.count ?? 0
  })
  return { looked: answer.analyzed + answer.confirmed, confirmed: answer.confirmed, rewritten }
}

/** What was decided, in one word: every customer's figures, and every execution with whose it is and what it scores. */
async function fingerprint(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ word: string }>(
    `select md5(string_agg(said, ';' order by said)) as word from (
       select concat_ws(',', customer_id, health, risk, opportunity, coverage, stage, gate) as said from customer_standings
       union all
       select concat_ws(',', customer_id, workflow_id, status, stage, assigned_to, priority_score, due_at, held) from workflow_executions) all_of_it`,
  )
  return rows[0]?.word ?? ''
}

async function countOpen(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(distinct customer_id)::int as count from workflow_executions
      where status in ('pending', 'in_progress', 'snoozed', 'escalated')`,
  )
  return rows[0]?.count ?? 0
}
