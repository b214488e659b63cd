import type { Measured } from '../measured.ts'
import { figureOf, single, type Figure, type Limit } from '../report.ts'
import { ratios, spread } from '../rounds.ts'
import type { SizeResult } from './measure.ts'

type Runs = readonly Measured<unknown>[]
type Quantity = Exclude<keyof Measured<unknown>, 'answer'>

const each = (runs: Runs, quantity: Quantity): readonly number[] => runs.map((run) => run[quantity])
const divided = (values: readonly number[], by: number): readonly number[] => values.map((value) => value / by)

const LARGE = 100_000
const HUGE = 1_000_000
const KB = 1000
const MB = 1_000_000
const MS = 1000

type Limits = Partial<Record<'wall' | 'cpu' | 'few' | 'seconds' | 'memory', Limit>>

/** What a book of some size has to keep to; small ones are told without a verdict: what a run costs as such is most of them. */
function limitsOf(customers: number): Limits {
  if (customers < LARGE) return {}
  const few = { atMost: 0.5 }
  if (customers < HUGE) return { wall: { atMost: 1.6 }, cpu: { atMost: 1.6 }, few }
  return { cpu: { atMost: 1.7 }, few, seconds: { atMost: 300 }, memory: { atMost: 256 } }
}

const MOST_RESULT_KB: Limit = { atMost: 1.5 }
const LEAST_NAIVE: Limit = { atLeast: 12 }
const NONE: Limit = { atMost: 0 }

/** The figures of one size of book. */
export function figuresOf(result: SizeResult): readonly Figure[] {
  const { customers, cycle, floor, floorOfTwo, fixed, few, kept, rerun } = result
  const naive = result.naive.filter((run) => run !== null)
  const limits = limitsOf(customers)
  const name = (what: string): string => `${customers.toLocaleString('en-US')}: ${what}`
  const pair = (what: string, [ours, theirs]: readonly [Runs, Runs], wall?: Limit, cpu?: Limit): Figure[] => [
    figureOf(
      { name: name(`${what}, wall`), unit: '×', limit: wall },
      spread(ratios(each(ours, 'seconds'), each(theirs, 'seconds'))),
    ),
    figureOf(
      { name: name(`${what}, CPU`), unit: '×', limit: cpu },
      spread(ratios(each(ours, 'cpu'), each(theirs, 'cpu'))),
    ),
  ]
  const one = (what: string, unit: Figure['unit'], values: readonly number[], limit?: Limit): Figure =>
    figureOf({ name: name(what), unit, limit }, spread(values))
  const perCustomer = (what: string, runs: Runs, quantity: Quantity): Figure =>
    one(`${what} per customer`, 'kB', divided(each(runs, quantity), customers * KB))
  const resultBytes = kept.reduce((total, { bytes }) => total + bytes, 0)
  return [
    ...pair('all changed, cycle / floor', [cycle, floor], limits.wall, limits.cpu),
    ...pair('all changed, cycle / floor on two connections', [cycle, floorOfTwo]),
    ...pair('all changed, cycle / fixed floor', [cycle, fixed]),
    ...pair('2 % changed / all changed', [few, cycle], limits.few, limits.few),
    ...(naive.length === 0 ? [] : pair('naive way / cycle', [naive, cycle], LEAST_NAIVE)),
    one('all changed', 's', each(cycle, 'seconds'), limits.seconds),
    one('all changed, per 100,000 customers', 's', divided(each(cycle, 'seconds'), customers / LARGE)),
    one('2 % changed', 's', each(few, 'seconds')),
    one('floor', 's', each(floor, 'seconds')),
    one('cycle, CPU per customer', 'ms', cpuPerCustomer(result)),
    one('of that Node', 'ms', divided(each(cycle, 'nodeCpu'), customers / MS)),
    one('of that PostgreSQL', 'ms', divided(each(cycle, 'serverCpu'), customers / MS)),
    one('floor, CPU per customer', 'ms', divided(each(floor, 'cpu'), customers / MS)),
    one('peak memory of Node', 'MB', divided(each(cycle, 'peakMemory'), MB), limits.memory),
    perCustomer('cycle, read from the server', cycle, 'received'),
    perCustomer('floor, read from the server', floor, 'received'),
    perCustomer('cycle, sent to the server', cycle, 'sent'),
    perCustomer('cycle, written to disk', cycle, 'diskWritten'),
    perCustomer('cycle, log ahead (WAL)', cycle, 'wal'),
    perCustomer('floor, log ahead (WAL)', floor, 'wal'),
    single({ name: name('result per customer'), unit: 'kB', limit: MOST_RESULT_KB }, resultBytes / customers / KB),
    single(
      { name: name('executions rewritten by a rerun with no change'), unit: 'rows', limit: NONE },
      rerun.rewritten,
    ),
  ]
}

/** Milliseconds of Node and PostgreSQL together. */
export const cpuPerCustomer = ({ cycle, customers }: SizeResult): readonly number[] =>
  divided(each(cycle, 'cpu'), customers / MS)

/** How the effort per customer grows from a hundred thousand to a million; nothing unless both were measured. */
export function growthFigures(results: readonly SizeResult[]): readonly Figure[] {
  const large = results.find(({ customers }) => customers === LARGE)
  const huge = results.find(({ customers }) => customers === HUGE)
  if (!large || !huge) return []
  return [
    figureOf(
      { name: '1,000,000 / 100,000: CPU per customer', unit: '×', limit: { atMost: 1.25 } },
      spread(ratios(cpuPerCustomer(huge), cpuPerCustomer(large))),
    ),
  ]
}

/** The headline: of the largest book, all changed. */
export function headlineOf(results: readonly SizeResult[]): {
  readonly wall: number | null
  readonly cpu: number | null
} {
  const largest = results.toSorted((a, b) => b.customers - a.customers)[0]
  if (!largest) return { wall: null, cpu: null }
  const { cycle, floor } = largest
  return {
    wall: spread(ratios(each(cycle, 'seconds'), each(floor, 'seconds'))).median,
    cpu: spread(ratios(each(cycle, 'cpu'), each(floor, 'cpu'))).median,
  }
}
