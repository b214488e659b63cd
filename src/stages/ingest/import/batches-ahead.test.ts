import { describe, expect, test } from 'vitest'
import { systemActor } from '../../../base/actor.ts'
import type { Database, Tx } from '../../../platform/postgres.ts'
import { testDatabase } from '../../../../test/database.ts'
import { givenImports, type GivenImports } from '../../../../test/given-import.ts'
import type { Kind } from './fields/field.ts'
import { runImport } from './import.job.ts'

const db = await testDatabase()

/** The same database, where something happens once a batch has run a statement. */
function whenRun(database: Database, statement: string, happens: (batch: number) => Promise<void>): Database {
  let batches = 0
  const watched = (tx: Tx): Tx => ({
    ...tx,
    run: async (sql, params) => {
      const count = await tx.run(sql, params)
      if (sql.includes(statement)) await happens((batches += 1))
      return count
    },
  })
  return { ...database, withCompany: (companyId, work) => database.withCompany(companyId, (tx) => work(watched(tx))) }
}

type Importing = { readonly database: Database; readonly kind: Kind; readonly rowsPerBatch: number }

const importRecords = (
  company: GivenImports,
  { database, kind, rowsPerBatch }: Importing,
  records: readonly Record<string, unknown>[],
) =>
  runImport(
    { ...db, database, rowsPerBatch },
    { companyId: company.id, actor: systemActor('test'), kind, input: { name: `${kind}.json`, records } },
  )

test.each([1, 2])(
  'a customer who is deleted while batches of %d are made ready is looked for again, and no row is lost',
  async (rowsPerBatch) => {
    const company = await givenImports(db)
    await company.import('customers', [
      { externalId: 'c1', name: 'Birch' },
      { externalId: 'c2', name: 'Lune' },
    ])
    const database = whenRun(db.database, 'temp table found_customer', async (batch) => {
      if (batch === 2) await company.query(`delete from customers where external_id = 'c2'`)
    })
    const records = ['c1', 'c2'].flatMap((customerExternalId) =>
      Array.from({ length: rowsPerBatch }, (_, nth) => ({
        externalId: `${customerExternalId}-${String(nth)}`,
        customerExternalId,
        name: 'Seats',
      })),
    )
    const report = await importRecords(company, { database, kind: 'opportunities', rowsPerBatch }, records)
    expect(report).toMatchObject({ created: 2 * rowsPerBatch, rejected: 0, unlinked: rowsPerBatch })
    expect(report.warnings).toEqual([{ code: 'unknown-customer', count: rowsPerBatch, examples: ['c2'] }])
  },
)

describe('what another import does once a batch is decided upon, and before it has its turn', () => {
  const CUSTOMERS = [{ externalId: 'c1', name: 'Birch' }]
  const opportunity = (nth: number, stage: string, customerExternalId = 'c1') => ({
    externalId: `o${String(nth)}`,
    customerExternalId,
    name: 'Seats',
    stage,
  })
  const between = async (
    { known, records }: { readonly known: readonly object[]; readonly records: readonly Record<string, unknown>[] },
    happens: (company: GivenImports) => Promise<unknown>,
  ) => {
    const company = await givenImports(db)
    await company.import('customers', CUSTOMERS)
    await company.import('opportunities', known)
    const database = whenRun(db.database, 'temp table decided', async (batch) => {
      if (batch === 2) await happens(company)
    })
    const report = await importRecords(company, { database, kind: 'opportunities', rowsPerBatch: 2 }, records)
    const versions = await company.query<{ stage: string }>(
      `select record ->> 'stage' as stage from record_versions where kind = 'opportunities' order by seq`,
    )
    const stages = (await company.records('opportunities')).map(({ stage }) => stage)
    return { report, versions: versions.map(({ stage }) => stage), stages }
  }
  const records = [1, 2, 3, 4].map((nth) => opportunity(nth, 'Proposal'))

  test('a record that it brings is known then, and what it said of it is kept', async () => {
    const { report, versions, stages } = await between({ known: [], records }, (company) =>
      company.import('opportunities', [opportunity(3, 'Qualification')]),
    )
    expect(report).toMatchObject({ received: 4, created: 3, updated: 1, unchanged: 0 })
    expect(versions).toEqual(['Qualification'])
    expect(stages).toEqual(['Proposal', 'Proposal', 'Proposal', 'Proposal'])
  })

  test('a record that it changes is changed from there', async () => {
    const { report, versions, stages } = await between({ known: [opportunity(3, 'Proposal')], records }, (company) =>
      company.import('opportunities', [opportunity(3, 'Negotiation')]),
    )
    expect(report).toMatchObject({ received: 4, created: 3, updated: 1, unchanged: 0 })
    expect(versions).toEqual(['Proposal', 'Negotiation'])
    expect(stages).toEqual(['Proposal', 'Proposal', 'Proposal', 'Proposal'])
  })

  test('what is found by a name is told once, also where another row refers to nobody', async () => {
    const company = await givenImports(db)
    await company.import('customers', CUSTOMERS)
    const { externalId, name } = opportunity(1, 'Proposal')
    const report = await company.import('opportunities', [
      { externalId, name, customerName: 'BIRCH' },
      { ...opportunity(2, 'Proposal', 'gone'), customerName: 'Nobody' },
      { ...opportunity(3, 'Proposal', 'gone'), customerName: 'Birch' },
    ])
    expect(report).toMatchObject({ created: 3, unlinked: 1 })
    expect(report.warnings.map(({ code, count }) => [code, count]).toSorted()).toEqual([
      ['found-by-case', 1],
      ['unknown-customer', 1],
    ])
  })

  test('a customer whom it brings after nobody was found is found when the batch has its turn', async () => {
    const waiting = records.with(3, opportunity(4, 'Proposal', 'c2'))
    const company = await givenImports(db)
    await company.import('customers', CUSTOMERS)
    let asked = 0
    const watched = (tx: Tx): Tx => ({
      ...tx,
      rows: async <T>(sql: string, params?: readonly unknown[]) => {
        const rows = await tx.rows<T>(sql, params)
        if (sql.includes('from customers') && sql.includes('name_key') && (asked += 1) === 1)
          await company.import('customers', [{ externalId: 'c2', name: 'Lune' }])
        return rows
      },
    })
    const database: Database = {
      ...db.database,
      withCompany: (companyId, work) => db.database.withCompany(companyId, (tx) => work(watched(tx))),
    }
    const report = await importRecords(company, { database, kind: 'opportunities', rowsPerBatch: 2 }, waiting)
    expect(report).toMatchObject({ created: 4, unlinked: 0 })
  })
})

describe('what another import of usage does once what is known of a batch was looked at, and before it has its turn', () => {
  const on = (customerExternalId: string, date: string, value: number, metric = 'logins') => ({
    customerExternalId,
    date,
    metric,
    value,
  })
  const EARLY = '2027-03-08'
  const TODAY = '2027-03-10'
  const CUSTOMERS = ['c1', 'c2', 'c3', 'c4']
  const known = CUSTOMERS.map((customer) => on(customer, EARLY, 1))
  const records = CUSTOMERS.map((customer) => on(customer, TODAY, 3))

  test.each([
    ['puts a day before those of the batch', [on('c3', '2027-03-09', 2)], { created: 4, updated: 0 }],
    ['puts a day behind them', [on('c3', '2027-03-11', 2)], { created: 4, updated: 0 }],
    ['says something else of one of them', [on('c3', TODAY, 2)], { created: 3, updated: 1 }],
    ['says the same', records.slice(2), { created: 2, updated: 0, unchanged: 2 }],
    ['changes a day that is known', [on('c3', EARLY, 2)], { created: 4, updated: 0 }],
    ['brings the first of a month', [on('c3', '2027-02-10', 2)], { created: 4, updated: 0 }],
    ['brings the same day of another feature', [{ ...on('c3', TODAY, 2), feature: 'reports' }], { created: 4 }],
  ])('%s: all of it is there as if it had come first', async (_what, others, expected) => {
    const outcome = async (between: (company: GivenImports) => Database) => {
      const company = await givenImports(db)
      await company.import(
        'customers',
        CUSTOMERS.map((externalId) => ({ externalId, name: externalId })),
      )
      await company.import('usage', known)
      const report = await importRecords(
        company,
        { database: between(company), kind: 'usage', rowsPerBatch: 2 },
        records,
      )
      const windows = await company.query(
        `select c.external_id as customer, last_day::text as last, days from usage_windows w join customers c on c.id = w.customer_id order by 1`,
      )
      const corrections = await company.query('select value from usage_corrections order by seq')
      return { report, windows, corrections, usage: await company.records('usage') }
    }
    const overtaken = await outcome((company) =>
      whenRun(db.database, 'temp table given_usage', async (batch) => {
        if (batch === 2) await company.import('usage', others)
      }),
    )
    expect(overtaken.report).toMatchObject(expected)
    const inTurn = await outcome((company) =>
      whenRun(db.database, 'temp table usage_refs', async (batch) => {
        if (batch === 2) await company.import('usage', others)
      }),
    )
    expect({ ...overtaken, report: null }).toEqual({ ...inTurn, report: null })
  })
})
