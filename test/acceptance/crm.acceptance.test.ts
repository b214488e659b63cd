import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Kind } from '../../src/stages/ingest/import/fields/field.ts'
import type { ImportReport } from '../../src/stages/ingest/import/report.ts'
import { testDatabase } from '../database.ts'
import { givenImports, type GivenImports } from '../given-import.ts'

const folder = fileURLToPath(new URL('../../../shared/data/crm-maven-sales/', import.meta.url))

const FILES: readonly (readonly [Kind, string])[] = [
  ['customers', 'accounts.csv'],
  ['products', 'products.csv'],
  ['users', 'sales_teams.csv'],
  ['opportunities', 'sales_pipeline.csv'],
]

describe.skipIf(!existsSync(folder))('the files of a CRM, as it writes them, with no mapping given', async () => {
  const db = await testDatabase()
  let company: GivenImports
  const reports: Partial<Record<Kind, ImportReport>> = {}
  const importAll = async (into: GivenImports, files: typeof FILES) => {
    const made: ImportReport[] = []
    for (const [kind, file] of files) made.push(await into.import(kind, `${folder}${file}`))
    return made
  }

  beforeAll(async () => {
    company = await givenImports(db)
    for (const report of await importAll(company, FILES)) reports[report.kind] = report
  })

  test('come in whole', async () => {
    expect(reports).toMatchObject({
      customers: { received: 85, created: 85, rejected: 0 },
      products: { received: 7, created: 7, rejected: 0 },
      users: { received: 35, created: 35, rejected: 0 },
      opportunities: { received: 8_800, created: 8_800, updated: 0, rejected: 0, unlinked: 1_425 },
    })
    expect(reports.opportunities?.warnings).toContainEqual({ code: 'no-customer', count: 1_425, examples: [] })
    expect(await company.records('opportunities')).toHaveLength(8_800)
  })

  test('say the same when they are written again', async () => {
    const opportunities = await company.records('opportunities')
    const stages = Object.groupBy(opportunities, ({ stage }) => String(stage))
    expect(Object.fromEntries(Object.entries(stages).map(([stage, found]) => [stage, found?.length]))).toEqual({
      Won: 4_238,
      Lost: 2_473,
      Engaging: 1_589,
      Prospecting: 500,
    })
    expect(opportunities.reduce((sum, { amount }) => sum + Number(amount ?? 0), 0)).toBe(10_005_534)
    expect(opportunities.filter(({ customerExternalId }) => customerExternalId === null)).toHaveLength(1_425)
  })

  test('mean the product "GTX Pro" by "GTXPro", and say by which form of the name it was found', async () => {
    const [found] = await company.query<{ count: number; forms: string[] }>(
      `select count(*), array_agg(distinct o.resolved_by ->> 'product') as forms
         from opportunities o join products p on p.id = o.product_id where o.product_ref = 'GTXPro' and p.name = 'GTX Pro'`,
    )
    expect(found).toEqual({ count: 1_480, forms: ['spaces'] })
    expect(reports.opportunities?.warnings).toContainEqual({
      code: 'found-by-spaces',
      count: 1_480,
      examples: ['GTXPro → GTX Pro'],
    })
  })

  test('make people without addresses, with their leads and teams', async () => {
    const users = await company.records('users')
    const agents = users.filter(({ leadEmail }) => leadEmail !== null)
    expect(agents).toHaveLength(35)
    expect(agents.every(({ email, team, role }) => email === null && team !== null && role === 'csm')).toBe(true)
    const leads = users.filter(({ leadEmail }) => leadEmail === null)
    expect(leads.map(({ role }) => role)).toEqual(leads.map(() => 'manager'))
    expect(new Set(agents.map(({ leadEmail }) => leadEmail))).toEqual(new Set(leads.map(({ name }) => name)))
    const owners = new Set((await company.records('opportunities')).map(({ ownerEmail }) => ownerEmail))
    expect(owners.size).toBe(30)
    const [unowned] = await company.query<{ count: number }>(
      'select count(*) from opportunities where owner_id is null',
    )
    expect(unowned?.count).toBe(0)
  })

  test('keep a misspelt sector, and link subsidiaries to their parents', async () => {
    const customers = await company.records('customers')
    expect(customers.filter(({ industry }) => industry === 'technolgy')).toHaveLength(12)
    expect(customers.filter(({ parentExternalId }) => parentExternalId !== null)).toHaveLength(15)
    const [linked] = await company.query<{ count: number }>(
      'select count(*) from customers where parent_id is not null',
    )
    expect(linked?.count).toBe(15)
  })

  test('change nothing when they come again', async () => {
    const before = await company.everything()
    for (const report of await importAll(company, FILES))
      expect(report).toMatchObject({ created: 0, updated: 0, unchanged: report.received, rejected: 0 })
    expect(await company.everything()).toEqual(before)
  })

  test('hold the same in whichever order they come', async () => {
    const expected = await company.everything()
    for (const order of [
      [3, 2, 1, 0],
      [3, 0, 1, 2],
      [1, 3, 2, 0],
    ]) {
      const other = await givenImports(db)
      await importAll(
        other,
        FILES.toSorted((a, b) => order.indexOf(FILES.indexOf(a)) - order.indexOf(FILES.indexOf(b))),
      )
      expect(await other.everything()).toEqual(expected)
    }
  })

  test('leave nothing behind when they are taken back, whichever is taken first', async () => {
    const nothing = await (await givenImports(db)).everything()
    for (const files of [FILES, FILES.toReversed()]) {
      const other = await givenImports(db)
      const states = [await other.everything()]
      const imports: ImportReport[] = []
      for (const [kind, file] of files) {
        imports.push(await other.import(kind, `${folder}${file}`))
        states.push(await other.everything())
      }
      for (const { importId } of imports.toReversed()) {
        states.pop()
        await other.undo(importId)
        expect(await other.everything()).toEqual(states.at(-1))
      }
      const again = await importAll(other, files)
      for (const { importId } of again) await other.undo(importId)
      expect(await other.everything()).toEqual(nothing)
    }
  })
})
