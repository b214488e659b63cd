import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/database.ts'
import { givenImports, type GivenImports } from '../../../../test/given-import.ts'

const db = await testDatabase()

describe('the version of what is known of a customer', () => {
  const versions = async (company: GivenImports) =>
    Object.fromEntries(
      (
        await company.query<{ id: string; version: number }>(
          'select c.external_id as id, f.version from facts_versions f join customers c on c.id = f.customer_id',
        )
      ).map(({ id, version }) => [id, version]),
    )

  test('rises for exactly those whom an import concerns', async () => {
    const company = await givenImports(db)
    await company.import(
      'customers',
      ['c1', 'c2', 'c3'].map((externalId) => ({ externalId, name: externalId })),
    )
    expect(await versions(company)).toEqual({ c1: 1, c2: 1, c3: 1 })
    await company.import('contracts', [
      { externalId: 'v1', customerExternalId: 'c1', value: 1 },
      { externalId: 'v2', customerExternalId: 'c2', value: 1 },
    ])
    expect(await versions(company)).toEqual({ c1: 2, c2: 2, c3: 1 })
    await company.import('contracts', [
      { externalId: 'v1', customerExternalId: 'c1', value: 1 },
      { externalId: 'v2', customerExternalId: 'c2', value: 2 },
    ])
    expect(await versions(company)).toEqual({ c1: 2, c2: 3, c3: 1 })
  })

  test('rises for the customer whom a record leaves and for the one to whom it goes', async () => {
    const company = await givenImports(db)
    await company.import(
      'customers',
      ['c1', 'c2', 'c3'].map((externalId) => ({ externalId, name: externalId })),
    )
    await company.import('tickets', [{ externalId: 't1', customerExternalId: 'c1', createdAt: '2027-03-01T08:01:00Z' }])
    await company.import('tickets', [{ externalId: 't1', customerExternalId: 'c2', createdAt: '2027-03-01T08:01:00Z' }])
    expect(await versions(company)).toEqual({ c1: 3, c2: 2, c3: 1 })
  })

  test('rises once for usage of many days, and for a row that was linked later', async () => {
    const company = await givenImports(db)
    const usage = (customerExternalId: string, days: readonly number[]) =>
      days.map((day) => ({ customerExternalId, date: `2027-03-0${String(day)}`, metric: 'logins', value: 1 }))
    await company.import('customers', [
      { externalId: 'c1', name: 'c1' },
      { externalId: 'c2', name: 'c2' },
    ])
    await company.import('usage', [...usage('c1', [1, 2, 3]), ...usage('late', [1, 2])])
    expect(await versions(company)).toEqual({ c1: 2, c2: 1 })
    await company.import('customers', [{ externalId: 'late', name: 'late' }])
    expect(await versions(company)).toEqual({ c1: 2, c2: 1, late: 2 })
  })

  test('rises with the rate of a currency in which something of the customer is, and with no other', async () => {
    const company = await givenImports(db)
    await company.import('customers', [
      { externalId: 'euro', name: 'euro', currency: 'EUR' },
      { externalId: 'franc', name: 'franc', currency: 'CHF' },
      { externalId: 'contract', name: 'contract', currency: 'USD' },
    ])
    await company.import('contracts', [{ externalId: 'v1', customerExternalId: 'contract', value: 5, currency: 'EUR' }])
    const before = await versions(company)
    const rates = (euro: number) => [
      { currency: 'EUR', day: '2027-03-01', rate: euro },
      { currency: 'CHF', day: '2027-03-01', rate: 1.1 },
    ]
    await company.import('rates', rates(1.2))
    const first = await versions(company)
    expect(first).toEqual({ euro: 2, franc: 2, contract: Number(before['contract']) + 1 })
    await company.import('rates', rates(1.3))
    expect(await versions(company)).toEqual({ euro: 3, franc: 2, contract: Number(first['contract']) + 1 })
  })
})
