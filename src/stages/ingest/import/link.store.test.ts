import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/database.ts'
import { givenImports, type GivenImports } from '../../../../test/given-import.ts'
import type { Kind } from './fields/field.ts'

const db = await testDatabase()

const ticket = (customerExternalId: string, externalId = 't1') => ({
  externalId,
  customerExternalId,
  createdAt: '2027-03-01T10:00:00.000Z',
})

const links = (company: GivenImports) =>
  company.query<{ ref: string; id: string | null; form: string | null }>(
    `select t.customer_ref as ref, c.external_id as id, t.resolved_by ->> 'customer' as form
       from support_tickets t left join customers c on c.id = t.customer_id order by t.external_id`,
  )

describe('a reference by name', () => {
  test.each([
    ['exact', 'Nørd & Søn GmbH', 'exact'],
    ['in another case', 'NØRD & SØN GMBH', 'case'],
    ['in another width', 'Nørd ＆ Søn GmbH', 'case'],
    ['with other punctuation', 'Nørd, Søn GmbH.', 'punctuation'],
    ['without the legal suffix', 'Nørd & Søn', 'legal-suffix'],
    ['with another legal suffix', 'nørd søn inc', 'legal-suffix'],
    ['without spaces', 'NørdSøn', 'spaces'],
  ])('%s is found, and the form is kept', async (_how, reference, form) => {
    const company = await givenImports(db)
    await company.import('customers', [
      { externalId: 'c1', name: 'Nørd & Søn GmbH' },
      { externalId: 'c2', name: 'Nørdlys A/S' },
    ])
    const report = await company.import('tickets', [ticket(reference)])
    expect(report.unlinked).toBe(0)
    expect(await links(company)).toEqual([{ ref: reference, id: 'c1', form }])
    const said = report.warnings.filter(({ code }) => code.startsWith('found-by-'))
    expect(said).toEqual(
      form === 'exact' ? [] : [{ code: `found-by-${form}`, count: 1, examples: [`${reference} → Nørd & Søn GmbH`] }],
    )
  })

  test('that several customers bear means none of them, is kept and reported with the candidates', async () => {
    const company = await givenImports(db)
    await company.import('customers', [
      { externalId: 'c1', name: 'Lune GmbH' },
      { externalId: 'c2', name: 'Lune Inc.' },
    ])
    const report = await company.import('tickets', [ticket('Lune')])
    expect(report).toMatchObject({ created: 1, unlinked: 1 })
    expect(report.warnings).toContainEqual({
      code: 'ambiguous-customer',
      count: 1,
      examples: ['Lune → Lune GmbH, Lune Inc.'],
    })
    expect(await links(company)).toEqual([{ ref: 'Lune', id: null, form: null }])
    expect(await company.records('tickets')).toMatchObject([{ customerExternalId: 'Lune' }])
  })

  test('means the one candidate at the finest form, although there are several at a coarser one', async () => {
    const company = await givenImports(db)
    await company.import('customers', [
      { externalId: 'c1', name: 'Lune' },
      { externalId: 'c2', name: 'Lune GmbH' },
      { externalId: 'c3', name: 'LUNE Inc' },
    ])
    await company.import('tickets', [
      ticket('Lune', 't1'),
      ticket('lune gmbh', 't2'),
      ticket('lune inc.', 't3'),
      ticket('lune sa', 't4'),
    ])
    expect((await links(company)).map(({ id }) => id)).toEqual(['c1', 'c2', 'c3', null])
  })

  test('is not looked for in a coarser form once a finer one has two', async () => {
    const company = await givenImports(db)
    await company.import('customers', [
      { externalId: 'c1', name: 'Lune' },
      { externalId: 'c2', name: 'Lune' },
      { externalId: 'c3', name: 'L une' },
    ])
    await company.import('tickets', [ticket('Lune')])
    expect((await links(company)).map(({ id }) => id)).toEqual([null])
  })

  test('gives way to an external id that reads the same', async () => {
    const company = await givenImports(db)
    await company.import('customers', [
      { externalId: '4711', name: 'Birch' },
      { externalId: 'c2', name: '4711' },
    ])
    await company.import('tickets', [ticket('4711')])
    expect(await links(company)).toEqual([{ ref: '4711', id: '4711', form: null }])
  })

  test('or id means the record of its own source first', async () => {
    const company = await givenImports(db)
    await company.import('customers', [{ externalId: '1', name: 'Birch' }], { source: 'crm' })
    await company.import('customers', [{ externalId: '1', name: 'Lune' }], { source: 'billing' })
    await company.import('tickets', [ticket('1', 't1')], { source: 'billing' })
    await company.import('tickets', [ticket('1', 't2')], { source: 'desk' })
    const names = await company.query(
      'select c.name from support_tickets t left join customers c on c.id = t.customer_id order by t.external_id',
    )
    expect(names).toEqual([{ name: 'Lune' }, { name: null }])
  })

  test('of another company is nobody', async () => {
    const [company, other] = [await givenImports(db), await givenImports(db)]
    await other.import('customers', [{ externalId: 'c1', name: 'Birch' }])
    expect(await company.import('tickets', [ticket('Birch'), ticket('c1', 't2')])).toMatchObject({ unlinked: 2 })
  })
})

describe('what waits for its customer', () => {
  const ROWS: readonly (readonly [Kind, object])[] = [
    ['contacts', { externalId: '1', name: 'Ida' }],
    ['contracts', { externalId: '1', value: 5 }],
    ['renewals', { externalId: '1', date: '2027-09-30' }],
    ['opportunities', { externalId: '1', name: 'Seats' }],
    ['usage', { date: '2027-03-01', metric: 'logins', value: 3, feature: 'reports' }],
    ['tickets', { externalId: '1', createdAt: '2027-03-01T10:00:00.000Z' }],
    ['engagements', { externalId: '1', kind: 'call', at: '2027-03-01T10:00:00.000Z' }],
    ['events', { externalId: '1', kind: 'upgrade', at: '2027-03-01T10:00:00.000Z' }],
    ['invoices', { externalId: '1', amount: 5 }],
    ['surveys', { externalId: '1', kind: 'nps', score: 9, at: '2027-03-01T10:00:00.000Z' }],
  ]

  test.each(ROWS)('among the %s is kept, reported, and linked when the customer arrives', async (kind, row) => {
    const company = await givenImports(db)
    const early = await company.import(kind, [{ ...row, customerExternalId: 'Birch Inc.' }])
    expect(early).toMatchObject({ created: 1, rejected: 0, unlinked: 1 })
    expect(early.warnings).toContainEqual({ code: 'unknown-customer', count: 1, examples: ['Birch Inc.'] })
    expect(await company.records(kind)).toMatchObject([{ customerExternalId: 'Birch Inc.' }])
    await company.import('customers', [{ externalId: 'c0', name: 'Another' }])
    expect(await company.records(kind)).toMatchObject([{ customerExternalId: 'Birch Inc.' }])
    const arrival = await company.import('customers', [{ externalId: 'c1', name: 'Birch' }])
    expect(arrival.warnings).toContainEqual({
      code: kind === 'usage' ? 'usage-linked-later' : 'linked-later',
      count: 1,
      examples: [],
    })
    expect(await company.records(kind)).toMatchObject([{ ...row, customerExternalId: 'c1' }])
    expect(await company.query('select * from record_versions')).toEqual([])
    expect(await company.import(kind, [{ ...row, customerExternalId: 'Birch Inc.' }])).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 1,
    })
  })

  test('is not linked while two could be meant, and is when one of them gets another name', async () => {
    const company = await givenImports(db)
    await company.import('tickets', [ticket('Lune')])
    await company.import('customers', [
      { externalId: 'c1', name: 'Lune' },
      { externalId: 'c2', name: 'Lune' },
    ])
    expect((await links(company)).map(({ id }) => id)).toEqual([null])
    await company.import('customers', [{ externalId: 'c2', name: 'Moon' }])
    expect((await links(company)).map(({ id }) => id)).toEqual(['c1'])
  })

  test('by its contract is linked when the contract arrives, or when its customer does', async () => {
    const company = await givenImports(db)
    const usage = [
      { contractExternalId: 'v1', date: '2027-03-01', metric: 'logins', value: 3 },
      { contractExternalId: 'v2', date: '2027-03-01', metric: 'logins', value: 4 },
    ]
    expect(await company.import('usage', usage)).toMatchObject({ created: 2, unlinked: 2 })
    await company.import('customers', [{ externalId: 'c1', name: 'Birch' }])
    await company.import('contracts', [
      { externalId: 'v1', customerExternalId: 'c1' },
      { externalId: 'v2', customerExternalId: 'c2' },
    ])
    expect((await company.records('usage')).map(({ customerExternalId }) => customerExternalId)).toEqual(['c1', null])
    await company.import('customers', [{ externalId: 'c2', name: 'Lune' }])
    expect((await company.records('usage')).map(({ customerExternalId }) => customerExternalId)).toEqual(['c1', 'c2'])
  })

  test('and names no customer at all is kept and counted', async () => {
    const company = await givenImports(db)
    const report = await company.import('opportunities', [{ externalId: 'o1', name: 'Walk-in' }])
    expect(report).toMatchObject({ created: 1, unlinked: 1 })
    expect(report.warnings).toContainEqual({ code: 'no-customer', count: 1, examples: [] })
  })
})

describe('other references', () => {
  test('to owners, leads, products, parents and contacts are followed when they arrive', async () => {
    const company = await givenImports(db)
    await company.import('customers', [
      { externalId: 'c1', name: 'Birch', ownerEmail: 'NOOR@example.org', parentExternalId: 'Grove Holding' },
    ])
    await company.import('opportunities', [
      { externalId: 'o1', customerExternalId: 'c1', name: 'Seats', product: 'LanternPro', ownerEmail: 'Noor Haddad' },
    ])
    await company.import('surveys', [
      {
        externalId: 's1',
        customerExternalId: 'c1',
        contactExternalId: 'ida@birch.example',
        kind: 'nps',
        score: 9,
        at: '2027-03-01T10:00:00.000Z',
      },
    ])
    await company.import('users', [{ externalId: 'u1', name: 'Noor Haddad', email: 'noor@example.org' }])
    await company.import('products', [{ externalId: 'p1', name: 'Lantern Pro' }])
    await company.import('contacts', [{ externalId: 'k1', customerExternalId: 'c1', email: 'Ida@birch.example' }])
    await company.import('customers', [{ externalId: 'c9', name: 'Grove Holding' }])
    expect(await company.records('customers')).toMatchObject([
      { ownerEmail: 'noor@example.org', parentExternalId: 'c9' },
      {},
    ])
    expect(await company.records('opportunities')).toMatchObject([{ ownerEmail: 'noor@example.org', product: 'p1' }])
    expect(await company.records('surveys')).toMatchObject([{ contactExternalId: 'k1' }])
  })

  test('of a customer to itself as its parent are none', async () => {
    const company = await givenImports(db)
    await company.import('customers', [{ externalId: 'c1', name: 'Birch', parentExternalId: 'c1' }])
    await company.import('customers', [{ externalId: 'c1', name: 'Birch', parentExternalId: 'c1' }])
    expect(await company.query('select parent_id from customers')).toEqual([{ parent_id: null }])
  })

  test('that the source changes are followed anew, and the form of the old one is forgotten', async () => {
    const company = await givenImports(db)
    await company.import('customers', [
      { externalId: 'c1', name: 'Birch GmbH' },
      { externalId: 'c2', name: 'Lune' },
    ])
    await company.import('tickets', [ticket('birch')])
    expect(await links(company)).toMatchObject([{ id: 'c1', form: 'legal-suffix' }])
    await company.import('tickets', [ticket('c2')])
    expect(await links(company)).toEqual([{ ref: 'c2', id: 'c2', form: null }])
    await company.import('tickets', [ticket('nobody')])
    expect(await links(company)).toEqual([{ ref: 'nobody', id: null, form: null }])
  })

  test('that were found stay when their record gets another name', async () => {
    const company = await givenImports(db)
    await company.import('customers', [{ externalId: 'c1', name: 'Birch' }])
    await company.import('tickets', [ticket('BIRCH')])
    await company.import('customers', [{ externalId: 'c1', name: 'Willow' }])
    expect(await company.import('tickets', [ticket('BIRCH')])).toMatchObject({ updated: 0, unchanged: 1 })
    expect(await links(company)).toEqual([{ ref: 'BIRCH', id: 'c1', form: 'case' }])
  })
})
