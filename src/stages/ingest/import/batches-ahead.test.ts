import { expect, test } from 'vitest'
import { systemActor } from '../../../base/actor.ts'
import type { Database, Tx } from '../../../platform/postgres.ts'
import { testDatabase } from '../../../../test/database.ts'
import { givenImports } from '../../../../test/given-import.ts'
import { runImport } from './import.job.ts'

const db = await testDatabase()

/** The same database, where something happens once the ids of a batch are looked up. */
function whenLookedUp(database: Database, happens: (batch: number) => Promise<void>): Database {
  let batches = 0
  const watched = (tx: Tx): Tx => ({
    ...tx,
    run: async (sql, params) => {
      const count = await tx.run(sql, params)
      if (sql.includes('temp table found_customer')) await happens((batches += 1))
      return count
    },
  })
  return { ...database, withCompany: (companyId, work) => database.withCompany(companyId, (tx) => work(watched(tx))) }
}

test.each([1, 2])(
  'a customer who is deleted while batches of %d are made ready is looked for again, and no row is lost',
  async (rowsPerBatch) => {
    const company = await givenImports(db)
    await company.import('customers', [
      { externalId: 'c1', name: 'Birch' },
      { externalId: 'c2', name: 'Lune' },
    ])
    const database = whenLookedUp(db.database, async (batch) => {
      if (batch === 2) await company.query(`delete from customers where external_id = 'c2'`)
    })
    const records = ['c1', 'c2'].flatMap((customerExternalId) =>
      Array.from({ length: rowsPerBatch }, (_, nth) => ({
        externalId: `${customerExternalId}-${String(nth)}`,
        customerExternalId,
        name: 'Seats',
      })),
    )
    const report = await runImport(
      { ...db, database, rowsPerBatch },
      {
        companyId: company.id,
        actor: systemActor('test'),
        kind: 'opportunities',
        input: { name: 'opportunities.json', records },
      },
    )
    expect(report).toMatchObject({ created: 2 * rowsPerBatch, rejected: 0, unlinked: rowsPerBatch })
    expect(report.warnings).toEqual([{ code: 'unknown-customer', count: rowsPerBatch, examples: ['c2'] }])
  },
)
