import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/database.ts'
import { givenImports } from '../../../../test/given-import.ts'
import type { ImportReport } from './report.ts'

const db = await testDatabase()

const customer = (id: string, more: object = {}) => ({ externalId: id, name: `Customer ${id}`, ...more })
const churn = (id: string, of: string, at = '2027-02-01') => ({
  externalId: id,
  customerExternalId: of,
  kind: 'churn',
  at,
})

const found = ({ warnings }: ImportReport, code: string) => warnings.find((warning) => warning.code === code)

/** Three active customers with a churn event each, one of them a customer only since later, and three who left, without one. */
async function givenContradictions() {
  const company = await givenImports(db)
  await company.import('customers', [
    ...['a1', 'a2'].map((id) => customer(id, { status: 'active' })),
    customer('a3', { status: 'active', customerSince: '2027-03-01' }),
    ...['l1', 'l2', 'l3'].map((id) => customer(id, { status: 'churned', churnedAt: '2027-01-01' })),
  ])
  return {
    company,
    events: await company.import(
      'events',
      ['a1', 'a2', 'a3'].map((id) => churn(`e-${id}`, id)),
    ),
  }
}

describe('what contradicts itself', () => {
  test('is counted of all whom a file names, with examples', async () => {
    const { events } = await givenContradictions()
    expect(found(events, 'active-with-churn-event')).toEqual({
      code: 'active-with-churn-event',
      count: 3,
      examples: ['a1', 'a2', 'a3'],
    })
    expect(found(events, 'churn-event-before-customer-since')).toMatchObject({ count: 1, examples: ['e-a3'] })
  })

  test('is told again when the same file comes again', async () => {
    const { company, events } = await givenContradictions()
    const again = await company.import(
      'events',
      ['a1', 'a2', 'a3'].map((id) => churn(`e-${id}`, id)),
    )
    expect(again).toMatchObject({ unchanged: 3 })
    expect(again.warnings).toEqual(events.warnings)
  })

  test('of others than the import names is not repeated with it', async () => {
    const { company } = await givenContradictions()
    const other = await company.import('customers', [customer('b1', { status: 'active' })])
    expect(other.warnings.map(({ code }) => code)).toEqual([])
    const one = await company.import('customers', [customer('a2', { arr: 5 })])
    expect(found(one, 'active-with-churn-event')).toMatchObject({ count: 1, examples: ['a2'] })
  })

  test('by what others lack is said by a file of nearly all, not by a record or two', async () => {
    const { company } = await givenContradictions()
    const one = await company.import('events', [churn('e-l1', 'l1')])
    expect(found(one, 'churned-without-churn-event')).toBeUndefined()
    const most = await company.import('events', [churn('e-l1', 'l1'), churn('e-l2', 'l2')])
    expect(found(most, 'churned-without-churn-event')).toMatchObject({ count: 1, examples: ['l3'] })
  })

  test('in usage and contracts is that of the customers they belong to', async () => {
    const { company } = await givenContradictions()
    const usage = (id: string) => ({ customerExternalId: id, date: '2027-02-01', metric: 'logins', value: 1 })
    expect(found(await company.import('usage', [usage('a3')]), 'usage-before-customer-since')).toMatchObject({
      count: 1,
    })
    expect(found(await company.import('usage', [usage('a1')]), 'usage-before-customer-since')).toBeUndefined()
    const contract = (id: string, of: string) => ({ externalId: id, customerExternalId: of, endDate: '2028-01-01' })
    const running = await company.import('contracts', [contract('k1', 'l1'), contract('k2', 'a1')])
    expect(found(running, 'churned-with-running-contract')).toMatchObject({ count: 1, examples: ['l1'] })
    expect(
      found(await company.import('contracts', [contract('k3', 'a1')]), 'churned-with-running-contract'),
    ).toBeUndefined()
  })
})
