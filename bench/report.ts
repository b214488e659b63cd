import { cpus, loadavg, release, totalmem } from 'node:os'
import { table } from '../src/commands/output.ts'
import type { Spread } from './rounds.ts'

/** What a figure has to keep to. */
export type Limit = { readonly atMost: number } | { readonly atLeast: number }

export type Unit = '' | '×' | 's' | 'MB' | 'kB' | '/s' | 'ms' | 'rows'

export type Figure = {
  readonly name: string
  readonly unit: Unit
  readonly value: number
  /** The lowest and the highest of the rounds. */
  readonly range: readonly [number, number] | null
  readonly limit: Limit | null
  /** Null: no limit. */
  readonly passed: boolean | null
}

export type BenchReport = {
  readonly name: string
  readonly rounds: number
  /** The bench's headline: how many times as long, and as much CPU, as its floor. Null where it has none. */
  readonly ratioWall: number | null
  readonly ratioCpu: number | null
  readonly figures: readonly Figure[]
  /** What one has to know to read them. */
  readonly notes: readonly string[]
  readonly machine: Machine
}

export type Machine = {
  readonly cpu: string
  readonly cores: number
  readonly memoryMB: number
  readonly kernel: string
  readonly node: string
  /** Programs that wanted to run, over the last minute, when the bench began. */
  readonly load: number
}

const MB = 1_000_000

export const machineNow = (): Machine => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryMB: Math.round(totalmem() / MB),
  kernel: release(),
  node: process.versions.node,
  load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
})

export const keepsTo = (value: number, limit: Limit): boolean =>
  'atMost' in limit ? value <= limit.atMost : value >= limit.atLeast

type Named = { readonly name: string; readonly unit: Unit; readonly limit?: Limit | undefined }

/** A figure of several rounds: their median, held against the limit. */
export const figureOf = ({ name, unit, limit }: Named, { median, min, max }: Spread): Figure => ({
  name,
  unit,
  value: median,
  range: [min, max],
  limit: limit ?? null,
  passed: limit ? keepsTo(median, limit) : null,
})

/** A figure that was taken once. */
export const single = ({ name, unit, limit }: Named, value: number): Figure => ({
  name,
  unit,
  value,
  range: null,
  limit: limit ?? null,
  passed: limit ? keepsTo(value, limit) : null,
})

const DIGITS = 3

/** Three digits that say something, and no fraction of what is large anyway. */
export const shown = (value: number): string =>
  Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(DIGITS)))

const limitWords = (limit: Limit | null): string => {
  if (limit === null) return ''
  return 'atMost' in limit ? `≤ ${shown(limit.atMost)}` : `≥ ${shown(limit.atLeast)}`
}

const VERDICTS = new Map([
  [true, 'pass'],
  [false, 'FAIL'],
])

/** A report for people. */
export function tableOf({ name, rounds, figures, notes, machine }: BenchReport): string {
  const rows = figures.map(({ name: what, unit, value, range, limit, passed }) => [
    what,
    `${shown(value)} ${unit}`.trim(),
    range ? `${shown(range[0])} – ${shown(range[1])}` : '',
    limitWords(limit),
    passed === null ? '' : (VERDICTS.get(passed) ?? ''),
  ])
  const { cpu, cores, node, load } = machine
  return [
    `${name}: medians of ${String(rounds)} rounds (${cpu}, ${String(cores)} cores, Node ${node}, load ${String(load)} at the beginning)`,
    '',
    table(['figure', 'median', 'range', 'limit', ''], rows),
    '',
    ...notes.map((note) => `- ${note}`),
  ].join('\n')
}

/** The newest report of each bench, by its name. */
export type Reports = Readonly<Record<string, BenchReport>>

export const withReport = (reports: Reports, report: BenchReport): Reports => ({ ...reports, [report.name]: report })
