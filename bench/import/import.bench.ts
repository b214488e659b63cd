import { join } from 'node:path'
import type { ImportReport } from '../../src/stages/ingest/import/report.ts'
import { COMPANY } from '../company.ts'
import { measured, type Measured } from '../measured.ts'
import { figureOf, machineNow, type BenchReport, type Figure } from '../report.ts'
import { interleaved, ratios, spread } from '../rounds.ts'
import { inClone, startScratch, type Scratch } from '../scratch.ts'
import type { StepsAnswer, StepsTask } from '../steps.child.ts'
import { makeRecords, today } from './book.ts'
import { CASES, PLAIN_TABLES, type ImportCase } from './cases.ts'
import type { ImportTask } from './import.child.ts'
import { writeLines } from './files.ts'

export type ImportPlan = {
  readonly rows: number
  readonly rounds: number
  readonly where?: string | undefined
  readonly say: (line: string) => void
}

const RECORDS = 'bench_records'
const PLAIN = 'bench_plain'

/** How long it takes to import files, against COPY of the same files into plain tables. */
export async function benchImport({ rows, rounds, where, say }: ImportPlan): Promise<BenchReport> {
  const machine = machineNow()
  const scratch = await startScratch(where)
  try {
    say(`making ${String(rows)} customers, and files of as many rows`)
    await makeRecords(scratch, { database: RECORDS, rows })
    await makePlain(scratch)
    const results: CaseResult[] = []
    for (const each of CASES) results.push(await measureCase(scratch, each, { rows, rounds, say }))
    const [first] = results
    return {
      name: 'import',
      rounds,
      ratioWall: first ? spread(rates(first, 'seconds')).median : null,
      ratioCpu: first ? spread(rates(first, 'cpu')).median : null,
      figures: results.flatMap(figuresOf),
      notes: NOTES,
      machine,
    }
  } finally {
    await scratch.stop()
  }
}

const NOTES = [
  'A ratio is how much of the rate of COPY into a plain table (primary key only) an import reaches; the headline is that of opportunities.',
  'With usage the windows that the daily cycle reads are derived in the same transactions.',
]

async function makePlain(scratch: Scratch): Promise<void> {
  await scratch.createEmpty(PLAIN)
  await scratch.asAdmin(PLAIN, async (client) => {
    for (const table of PLAIN_TABLES) await client.query(table)
  })
}

type CaseResult = {
  readonly importCase: ImportCase
  readonly rows: number
  readonly imported: readonly Measured<ImportReport>[]
  readonly copied: readonly Measured<StepsAnswer>[]
}

type CasePlan = Pick<ImportPlan, 'rows' | 'rounds' | 'say'>

async function measureCase(
  scratch: Scratch,
  importCase: ImportCase,
  { rows, rounds, say }: CasePlan,
): Promise<CaseResult> {
  const { name, kind, plain } = importCase
  const file = join(scratch.folder, `${name.replaceAll(' ', '-')}.csv`)
  await writeLines(file, importCase.lines(rows, today()))
  const copy: StepsTask = {
    url: scratch.adminUrl(PLAIN),
    connections: [[{ kind: 'copy-in', sql: `copy ${plain} from stdin (format csv, header)`, file }]],
  }
  const results = await interleaved(
    rounds,
    {
      imported: () =>
        inClone(scratch, RECORDS, async (database) => {
          const task: ImportTask = { url: scratch.urls(database).appUrl, companyId: COMPANY, kind, file }
          const run = await measured<ImportReport>(scratch, 'import/import.child.ts', task)
          requireExpected(run.answer, importCase, rows)
          return run
        }),
      copied: async () => {
        await scratch.asAdmin(PLAIN, (client) => client.query(`truncate ${plain}`))
        return measured<StepsAnswer>(scratch, 'steps.child.ts', copy)
      },
    },
    (piece, round) => say(`${name}, round ${String(round)} of ${String(rounds)}: ${piece}`),
  )
  return { importCase, rows, ...results }
}

function requireExpected(report: ImportReport, { name, expected }: ImportCase, rows: number): void {
  const wanted = expected(rows)
  const { created, updated, rejected, unlinked } = report
  if (created === wanted.created && updated === wanted.updated && rejected === wanted.rejected && unlinked === 0) return
  throw new Error(
    `${name}: ${JSON.stringify({ created, updated, rejected, unlinked })} instead of ${JSON.stringify(wanted)}`,
  )
}

const MB = 1_000_000
const MOST_MEMORY = { atMost: 300 }

const rates = ({ imported, copied }: CaseResult, by: 'seconds' | 'cpu'): readonly number[] =>
  ratios(
    copied.map((run) => run[by]),
    imported.map((run) => run[by]),
  )

function figuresOf(result: CaseResult): readonly Figure[] {
  const { importCase, rows, imported, copied } = result
  const named = (what: string): string => `${importCase.name}: ${what}`
  const all = (runs: readonly Measured<unknown>[], quantity: 'seconds' | 'peakMemory' | 'wal', by = 1) =>
    spread(runs.map((run) => run[quantity] / by))
  return [
    figureOf(
      { name: named('part of the rate of COPY'), unit: '×', limit: importCase.limit },
      spread(rates(result, 'seconds')),
    ),
    figureOf({ name: named('the same by CPU'), unit: '×' }, spread(rates(result, 'cpu'))),
    figureOf({ name: named('rows imported'), unit: '/s' }, spread(imported.map(({ seconds }) => rows / seconds))),
    figureOf({ name: named('rows copied'), unit: '/s' }, spread(copied.map(({ seconds }) => rows / seconds))),
    figureOf({ name: named('CPU per 1,000 rows'), unit: 'ms' }, spread(imported.map(({ cpu }) => (cpu / rows) * MB))),
    figureOf({ name: named('of that Node'), unit: 'ms' }, spread(imported.map(({ nodeCpu }) => (nodeCpu / rows) * MB))),
    figureOf({ name: named('log ahead (WAL) per row'), unit: 'kB' }, all(imported, 'wal', rows * 1000)),
    figureOf({ name: named('peak memory of Node'), unit: 'MB', limit: MOST_MEMORY }, all(imported, 'peakMemory', MB)),
  ]
}
