import { expect, test } from 'vitest'
import { testDatabase } from '../../../../test/database.ts'
import { createCompany } from '../../../access/companies.store.ts'
import { systemActor } from '../../../base/actor.ts'
import { runImport, type ImportRequest } from './import.job.ts'

const db = await testDatabase()
let count = 0

async function company() {
  count += 1
  return createCompany(db, { name: `Company ${String(count)}`, timeZone: 'Europe/Berlin' })
}

const importing = (
  companyId: string,
  kind: ImportRequest['kind'],
  records: object[],
  more: Partial<ImportRequest> = {},
) => runImport(db, { companyId, actor: systemActor('test'), kind, input: { name: `${kind}.json`, records }, ...more })

test('customers come in once, and once more changes nothing', async () => {
  const { id } = await company()
  const records = [
    { externalId: 'c1', name: 'Birch & Sons', arr: 120_000, renewalDate: '2027-06-30', ownerEmail: 'nora@example.org' },
    { externalId: 'c2', name: 'Lune SA', arr: '1.234,50', parentExternalId: 'c1' },
    { externalId: 'c3', name: '' },
  ]
  const first = await importing(id, 'customers', records)
  expect(first).toMatchObject({ received: 3, created: 2, updated: 0, unchanged: 0, rejected: 1 })
  const second = await importing(id, 'customers', records)
  expect(second).toMatchObject({ received: 3, created: 0, updated: 0, unchanged: 2, rejected: 1 })
  const rows = await db.database.withCompany(id, (tx) =>
    tx.rows(
      'select c.external_id, c.name, c.arr, p.external_id as parent from customers c left join customers p on p.id = c.parent_id order by 1',
    ),
  )
  expect(rows).toEqual([
    { external_id: 'c1', name: 'Birch & Sons', arr: 120000, parent: null },
    { external_id: 'c2', name: 'Lune SA', arr: 1234.5, parent: 'c1' },
  ])
})

test('what belongs to a customer who comes later is linked then', async () => {
  const { id } = await company()
  const tickets = await importing(id, 'tickets', [
    { externalId: 't1', customerExternalId: 'Birch Sons', subject: 'Help', createdAt: '2027-03-01T10:00:00Z' },
  ])
  expect(tickets).toMatchObject({ created: 1, unlinked: 1 })
  const customers = await importing(id, 'customers', [{ externalId: 'c1', name: 'Birch & Sons' }])
  expect(customers.warnings).toContainEqual({ code: 'linked-later', count: 1, examples: [] })
})

test('a rehearsal says what would happen and keeps nothing', async () => {
  const { id } = await company()
  const report = await importing(id, 'customers', [{ name: 'Birch' }, { name: ' ' }], { dryRun: true })
  expect(report).toMatchObject({ created: 1, rejected: 1, dryRun: true })
  const [row] = await db.database.withCompany(id, (tx) => tx.rows<{ count: number }>('select count(*) from customers'))
  expect(row?.count).toBe(0)
})
