import { describe, expect, it } from 'vitest'
import type { RunReport } from '../../src/pipeline/run-report.ts'
import type { Measured } from '../measured.ts'
import { figuresOf, growthFigures, headlineOf } from './figures.ts'
import type { SizeResult } from './measure.ts'

const MB = 1_000_000

const run = <T>(answer: T, seconds: number, cpu: number): Measured<T> => ({
  answer,
  seconds,
  cpu,
  nodeCpu: cpu / 2,
  serverCpu: cpu / 2,
  received: 5 * MB,
  sent: 2 * MB,
  wal: 3 * MB,
  diskRead: 0,
  diskWritten: MB,
  peakMemory: 200 * MB,
})

const report: RunReport = {
  runId: 'r',
  cause: 'scheduled',
  day: '2027-03-16',
  status: 'finished',
  customers: 0,
  analyzed: 0,
  confirmed: 0,
  overtaken: 0,
  opened: 0,
  closed: 0,
  seconds: 0,
}

const copied = { bytesOut: 0, bytesIn: 0 }

/** Two rounds, of which the second met a machine that was half as fast. */
const result = (customers: number, cpu: number): SizeResult => ({
  customers,
  rounds: 2,
  openBefore: 0,
  decided: '',
  report,
  kept: [
    { table: 't', columns: [], key: [], ofCustomers: true, files: ['', ''], rows: customers, bytes: customers * 1200 },
  ],
  rerun: { looked: customers, confirmed: customers, rewritten: 0 },
  cycle: [run(report, 3, cpu), run(report, 6, cpu)],
  floor: [run(copied, 2, cpu / 2), run(copied, 4, cpu / 2)],
  floorOfTwo: [run(copied, 1.5, cpu / 2), run(copied, 3, cpu / 2)],
  fixed: [run(copied, 1, cpu / 4), run(copied, 2, cpu / 4)],
  few: [run(report, 1, cpu / 5), run(report, 2, cpu / 5)],
  naive: [null, null],
})

const figure = (given: SizeResult, name: string) =>
  figuresOf(given).find((each) => each.name === `${given.customers.toLocaleString('en-US')}: ${name}`)

describe('the figures of a book', () => {
  const large = result(100_000, 40)

  it('are ratios of the same round', () => {
    expect(figure(large, 'all changed, cycle / floor, wall')).toMatchObject({
      value: 1.5,
      range: [1.5, 1.5],
      passed: true,
    })
    expect(figure(large, 'all changed, cycle / floor, CPU')).toMatchObject({ value: 2, passed: false })
    expect(figure(large, 'all changed, cycle / fixed floor, wall')).toMatchObject({ value: 3, limit: null })
    expect(figure(large, '2 % changed / all changed, CPU')).toMatchObject({ value: 0.2, passed: true })
  })

  it('are told by customer', () => {
    expect(figure(large, 'cycle, CPU per customer')?.value).toBeCloseTo(0.4)
    expect(figure(large, 'result per customer')).toMatchObject({ value: 1.2, unit: 'kB', passed: true })
    expect(figure(large, 'cycle, read from the server per customer')?.value).toBeCloseTo(0.05)
    expect(figure(large, 'peak memory of Node')).toMatchObject({ value: 200, unit: 'MB', limit: null })
  })

  it('are held to the limits of their size', () => {
    const huge = result(1_000_000, 400)
    expect(figure(huge, 'all changed, cycle / floor, wall')?.limit).toBeNull()
    expect(figure(huge, 'all changed, cycle / floor, CPU')?.limit).toEqual({ atMost: 1.7 })
    expect(figure(huge, 'all changed')?.limit).toEqual({ atMost: 300 })
    expect(figure(huge, 'peak memory of Node')).toMatchObject({ limit: { atMost: 256 }, passed: true })
    expect(figure(result(2000, 1), 'all changed, cycle / floor, wall')?.limit).toBeNull()
  })

  it('tell of the naive way only where it was taken', () => {
    expect(figure(large, 'naive way / cycle, wall')).toBeUndefined()
    const small = { ...result(2000, 1), naive: [run(report, 60, 20), run(report, 30, 20)] }
    expect(figure(small, 'naive way / cycle, wall')).toMatchObject({ value: 12.5, range: [5, 20], passed: true })
  })
})

it('growth is told when both sizes were measured', () => {
  expect(growthFigures([result(100_000, 40)])).toEqual([])
  const [growth] = growthFigures([result(100_000, 40), result(1_000_000, 480)])
  expect(growth).toMatchObject({ limit: { atMost: 1.25 }, passed: true })
  expect(growth?.value).toBeCloseTo(1.2)
})

it('the headline is that of the largest book', () => {
  expect(headlineOf([result(1_000_000, 10), result(2000, 10)])).toEqual({ wall: 1.5, cpu: 2 })
  expect(headlineOf([])).toEqual({ wall: null, cpu: null })
})
