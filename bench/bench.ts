import { Command, InvalidArgumentError } from 'commander'
import { benchDaily } from './daily/daily.bench.ts'
import { benchImport } from './import/import.bench.ts'
import { tableOf, type BenchReport } from './report.ts'

// npm run bench -- daily --customers 100000 --json

const DEFAULT_ROUNDS = 5

type Common = { readonly rounds: number; readonly where?: string }

const positive = (text: string): number => {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It is a whole number from 1 on.')
  return number
}

const sizes = (text: string): readonly number[] => text.split(',').map(positive)

const say = (line: string): void => console.error(line)

function answer(report: BenchReport): void {
  console.log(program.opts<{ json?: boolean }>().json ? JSON.stringify(report) : tableOf(report))
  if (report.figures.some(({ passed }) => passed === false)) process.exitCode = 1
}

const program = new Command('bench')
  .description('how fast it is, against the least that the same work could take, measured in the same run')
  .option('--json', 'one JSON value on stdout instead of a table')
  .option('--rounds <number>', 'how often each piece is measured, in turns', positive, DEFAULT_ROUNDS)
  .option('--where <folder>', 'where the files of the database go; the temporary folder of the system unless given')

program
  .command('daily')
  .description('the daily cycle')
  .option('--customers <numbers>', 'one size of book, or several: 2000,100000,1000000', sizes, [100_000])
  .action(async ({ customers }: { readonly customers: readonly number[] }) =>
    answer(await benchDaily({ ...program.opts<Common>(), customers, say })),
  )

program
  .command('import')
  .description('files of opportunities and of usage')
  .option('--rows <number>', 'rows of each file, and customers that there are', positive, 200_000)
  .action(async ({ rows }: { readonly rows: number }) =>
    answer(await benchImport({ ...program.opts<Common>(), rows, say })),
  )

await program.parseAsync()
