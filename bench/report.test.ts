import { describe, expect, it } from 'vitest'
import { figureOf, keepsTo, machineNow, shown, single, tableOf, withReport, type BenchReport } from './report.ts'
import { spread } from './rounds.ts'

const machine = { ...machineNow(), cpu: 'A processor', cores: 2, node: '24.0.0', load: 0.5 }

describe('a limit', () => {
  it('is kept up to itself', () => {
    expect(keepsTo(1.6, { atMost: 1.6 })).toBe(true)
    expect(keepsTo(1.61, { atMost: 1.6 })).toBe(false)
    expect(keepsTo(0.4, { atLeast: 0.4 })).toBe(true)
    expect(keepsTo(0.39, { atLeast: 0.4 })).toBe(false)
  })

  it('is held against the middle of the rounds', () => {
    const figure = figureOf({ name: 'ratio', unit: '×', limit: { atMost: 2 } }, spread([1, 1.9, 7]))
    expect(figure).toEqual({ name: 'ratio', unit: '×', value: 1.9, range: [1, 7], limit: { atMost: 2 }, passed: true })
  })

  it('need not be there', () => {
    expect(single({ name: 'memory', unit: 'MB' }, 80)).toMatchObject({
      value: 80,
      range: null,
      limit: null,
      passed: null,
    })
  })
})

it('numbers are shown with the digits that say something', () => {
  expect([0.123456, 1.5, 12.345, 999.6, 123456.7].map(shown)).toEqual(['0.123', '1.5', '12.3', '1000', '123,457'])
})

it('a report is a table with its limits and verdicts, and what one has to know', () => {
  const report: BenchReport = {
    name: 'daily',
    rounds: 3,
    ratioWall: 1.5,
    ratioCpu: 1.9,
    figures: [
      figureOf({ name: 'cycle / floor', unit: '×', limit: { atMost: 1.6 } }, spread([1.4, 1.5, 1.7])),
      single({ name: 'result', unit: 'kB', limit: { atMost: 1.5 } }, 2),
      single({ name: 'memory', unit: 'MB' }, 80),
    ],
    notes: ['On a quiet machine.'],
    machine,
  }
  expect(tableOf(report)).toBe(
    [
      'daily: medians of 3 rounds (A processor, 2 cores, Node 24.0.0, load 0.5 at the beginning)',
      '',
      'figure         median  range      limit',
      'cycle / floor  1.5 ×   1.4 – 1.7  ≤ 1.6  pass',
      'result         2 kB               ≤ 1.5  FAIL',
      'memory         80 MB',
      '',
      '- On a quiet machine.',
    ].join('\n'),
  )
})

it('of each bench the newest report is kept', () => {
  const report = (name: string, rounds: number): BenchReport => ({
    name,
    rounds,
    ratioWall: null,
    ratioCpu: null,
    figures: [],
    notes: [],
    machine,
  })
  const kept = withReport({ daily: report('daily', 1), api: report('api', 1) }, report('daily', 5))
  expect(Object.values(kept).map(({ name, rounds }) => [name, rounds])).toEqual([
    ['daily', 5],
    ['api', 1],
  ])
})
