import { machineNow, type BenchReport } from '../report.ts'
import { startScratch } from '../scratch.ts'
import { fillsReadModelOnly } from './book.ts'
import { figuresOf, growthFigures, headlineOf } from './figures.ts'
import { measureSize, type SizeResult } from './measure.ts'

export type DailyPlan = {
  readonly customers: readonly number[]
  readonly rounds: number
  /** Where the server's files go; the system's temporary folder unless it is given. */
  readonly where?: string | undefined
  readonly say: (line: string) => void
}

// A hundred thousand one by one would take longer than all the rest.
const MOST_NAIVE = 2000

/** How long a day's cycle takes, against the least that reading and writing the same could take. */
export async function benchDaily({ customers, rounds, where, say }: DailyPlan): Promise<BenchReport> {
  const machine = machineNow()
  const scratch = await startScratch(where)
  try {
    const results: SizeResult[] = []
    for (const size of customers)
      results.push(await measureSize(scratch, { customers: size, rounds, say, naive: size <= MOST_NAIVE }))
    const headline = headlineOf(results)
    return {
      name: 'daily',
      rounds,
      ratioWall: headline.wall,
      ratioCpu: headline.cpu,
      figures: [...results.flatMap(figuresOf), ...growthFigures(results)],
      notes: [...results.map(noteOf), ...NOTES],
      machine,
    }
  } finally {
    await scratch.stop()
  }
}

const noteOf = ({ customers, openBefore, report }: SizeResult): string =>
  `${customers.toLocaleString('en-US')}: ${openBefore.toLocaleString('en-US')} customers had an open execution before the run, which opened ` +
  `${report.opened.toLocaleString('en-US')} and closed ${report.closed.toLocaleString('en-US')}; the generator filled ` +
  (fillsReadModelOnly(customers)
    ? 'the read model directly.'
    : 'the daily rows of usage as well as the windows packed from them.')

const NOTES = [
  'One connection each, but for the floor on two. CPU is Node and the whole server, from /proc; ratios are taken round by round.',
  'Derived ahead, when records come in, and timed with the import: the packed windows of usage and the sentiment of tickets.',
]
