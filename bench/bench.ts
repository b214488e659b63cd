import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { PROJECT_ROOT } from '../src/platform/environment.ts'
import { benchApi } from './api/api.bench.ts'
import { benchDaily } from './daily/daily.bench.ts'
import { benchImport } from './import/import.bench.ts'
import { tableOf, withReport, type BenchReport, type Reports } from './report.ts'
import { benchWebhook } from './webhook/webhook.bench.ts'

// npm run bench                                            all of them
// npm run bench -- daily --customers 100000 --json         one

const DEFAULTS = {
  rounds: 5,
  customers: [2000, 100_000],
  rows: 200_000,
  executions: 100_000,
  requests: 1000,
  actions: 50_000,
  updates: 2000,
}
const GROWTH = [2000, 100_000, 1_000_000]

type Common = { readonly rounds: number; readonly where?: string; readonly json?: boolean; readonly out: string }

const positive = (text: string): number => {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It is a whole number from 1 on.')
  return number
}

const sizes = (text: string): readonly number[] => text.split(',').map(positive)

const say = (line: string): void => console.error(line)

const program = new Command('bench')
  .description('how fast it is, against the least that the same work could take, measured in the same run')
  .option('--json', 'one JSON value on stdout instead of a table')
  .option('--rounds <number>', 'how often each piece is measured, in turns', positive, DEFAULTS.rounds)
  .option('--where <folder>', 'where the files of the database go; the temporary folder of the system unless given')
  .option('--out <file>', 'where the newest report of each bench is kept', join(PROJECT_ROOT, 'bench', 'results.json'))

/** What every bench is given. */
const common = () => ({ ...program.opts<Common>(), say })

function keep(report: BenchReport): void {
  const { out } = program.opts<Common>()
  writeFileSync(out, `${JSON.stringify(withReport(reportsIn(out), report), undefined, 2)}\n`)
}

function reportsIn(file: string): Reports {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Reports
  } catch {
    return {}
  }
}

/** Keeps and tells; a broken limit makes the exit code 1. */
function answer(...reports: readonly BenchReport[]): void {
  reports.forEach(keep)
  const [only] = reports
  if (program.opts<Common>().json) console.log(JSON.stringify(reports.length === 1 ? only : reports))
  else console.log(reports.map(tableOf).join('\n\n'))
  if (reports.some(({ figures }) => figures.some(({ passed }) => passed === false))) process.exitCode = 1
}

program
  .command('all', { isDefault: true })
  .description('all of them, one after the other')
  .action(async () =>
    answer(
      await benchDaily({ ...common(), customers: DEFAULTS.customers }),
      await benchImport({ ...common(), rows: DEFAULTS.rows }),
      await benchApi({ ...common(), executions: DEFAULTS.executions, requests: DEFAULTS.requests }),
      await benchWebhook({ ...common(), updates: DEFAULTS.updates }),
    ),
  )

type DailyOptions = { readonly customers: readonly number[]; readonly growth?: boolean }

program
  .command('daily')
  .description('the daily cycle')
  .option('--customers <numbers>', 'one size of book, or several: 2000,100000', sizes, DEFAULTS.customers)
  .option('--growth', 'two thousand, a hundred thousand and a million')
  .action(async ({ customers, growth }: DailyOptions) =>
    answer(await benchDaily({ ...common(), customers: growth ? GROWTH : customers })),
  )

program
  .command('import')
  .description('files of opportunities and of usage')
  .option('--rows <number>', 'rows of each file, and customers that there are', positive, DEFAULTS.rows)
  .action(async ({ rows }: { readonly rows: number }) => answer(await benchImport({ ...common(), rows })))

program
  .command('api')
  .description('Today, a customer, a list, a step action and a bulk upsert')
  .option('--executions <number>', 'that are open', positive, DEFAULTS.executions)
  .option('--requests <number>', 'of a round', positive, DEFAULTS.requests)
  .option('--actions <number>', 'step actions after which the rate is measured again', positive, DEFAULTS.actions)
  .action(async (options: { readonly executions: number; readonly requests: number; readonly actions: number }) =>
    answer(await benchApi({ ...common(), ...options })),
  )

program
  .command('webhook')
  .description('updates of customers, from their arrival to the analysis')
  .option('--updates <number>', 'of a round, each of another customer', positive, DEFAULTS.updates)
  .action(async ({ updates }: { readonly updates: number }) => answer(await benchWebhook({ ...common(), updates })))

await program.parseAsync()
