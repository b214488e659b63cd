import { expect, it } from 'vitest'
import { benchApi } from './api/api.bench.ts'
import { benchDaily } from './daily/daily.bench.ts'
import { benchImport } from './import/import.bench.ts'
import type { BenchReport } from './report.ts'
import { benchWebhook } from './webhook/webhook.bench.ts'

// That each bench runs to its end and measures something; how fast this machine is just now is nobody's business here.

const quietly = (): void => undefined

function expectFigures({ figures, rounds }: BenchReport): void {
  expect(rounds).toBe(1)
  expect(figures.length).toBeGreaterThan(5)
  expect(figures.filter(({ value }) => !Number.isFinite(value))).toEqual([])
}

it('daily: a very small book', async () => {
  const report = await benchDaily({ customers: [200], rounds: 1, say: quietly })
  expectFigures(report)
  expect(report.figures).toContainEqual(
    expect.objectContaining({ name: '200: executions rewritten by a rerun with no change', value: 0, passed: true }),
  )
})

it('import: very short files', async () => {
  expectFigures(await benchImport({ rows: 500, rounds: 1, say: quietly }))
})

it('api: a few requests', async () => {
  expectFigures(await benchApi({ executions: 200, requests: 40, actions: 40, records: 20, rounds: 1, say: quietly }))
})

it('webhook: a few updates', async () => {
  expectFigures(await benchWebhook({ updates: 60, rounds: 1, say: quietly }))
})
