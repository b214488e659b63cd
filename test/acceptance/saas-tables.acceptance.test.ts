import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Kind } from '../../src/stages/ingest/import/fields/field.ts'
import type { ImportReport } from '../../src/stages/ingest/import/report.ts'
import { testDatabase } from '../database.ts'
import { givenImports, type GivenImports } from '../given-import.ts'

const folder = fileURLToPath(new URL('../../../shared/data/churn-ravenstack-saas/', import.meta.url))

const FILES: readonly (readonly [Kind, string])[] = [
  ['customers', 'accounts'],
  ['contracts', 'subscriptions'],
  ['usage', 'feature_usage'],
  ['tickets', 'support_tickets'],
  ['events', 'churn_events'],
]

// Counted in the files by a program that shares nothing with the import. What is not listed must not be reported.
const CONTRADICTIONS: Readonly<Partial<Record<Kind, Readonly<Record<string, number>>>>> = {
  customers: { 'churned-without-date': 110, 'churned-while-on-trial': 25 },
  contracts: { 'churned-with-running-contract': 110 },
  usage: { 'duplicate-external-id': 21, 'usage-before-customer-since': 13_198 },
  tickets: { 'answered-after-closed': 36, 'ticket-before-customer-since': 1_077 },
  events: { 'active-with-churn-event': 277, 'churned-without-churn-event': 35, 'several-churn-events': 175 },
}

describe.skipIf(!existsSync(folder))('five tables of a SaaS company that contradict each other', async () => {
  const db = await testDatabase()
  const importAll = async (company: GivenImports, files: typeof FILES): Promise<ImportReport[]> => {
    const reports: ImportReport[] = []
    for (const [kind, name] of files) reports.push(await company.import(kind, `${folder}ravenstack_${name}.csv`))
    return reports
  }
  let company: GivenImports
  let reports: readonly ImportReport[] = []
  beforeAll(async () => {
    company = await givenImports(db)
    reports = await importAll(company, FILES)
  })

  test('come in whole', () => {
    expect(
      reports.map(({ kind, received, created, rejected, unlinked }) => [kind, received, created, rejected, unlinked]),
    ).toEqual([
      ['customers', 500, 500, 0, 0],
      ['contracts', 5_000, 5_000, 0, 0],
      ['usage', 25_000, 25_000, 0, 0],
      ['tickets', 2_000, 2_000, 0, 0],
      ['events', 600, 600, 0, 0],
    ])
  })

  test.each(FILES.map(([kind], place) => [kind, place] as const))(
    'have every contradiction in the %s counted, and no other',
    (kind, place) => {
      const found = reports[place]?.warnings.filter(({ code }) => code !== 'unmapped-column') ?? []
      expect(Object.fromEntries(found.map(({ code, count }) => [code, count]))).toEqual(CONTRADICTIONS[kind])
    },
  )

  test('keep every figure of the usage, also where two rows share an id', async () => {
    const usage = await company.records('usage')
    expect(usage).toHaveLength(25_000)
    expect(usage.reduce((sum, { value }) => sum + Number(value), 0)).toBe(250_525)
  })

  test('hold the same when the usage comes first and its contracts and customers after it', async () => {
    const late = await givenImports(db)
    await importAll(late, FILES.toReversed())
    expect(await late.everything()).toEqual(await company.everything())
  })

  test('change nothing when they come again', async () => {
    for (const report of await importAll(company, FILES))
      expect(report).toMatchObject({ created: 0, updated: 0, unchanged: report.received, rejected: 0 })
  })
})
