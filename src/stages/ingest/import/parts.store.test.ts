import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/database.ts'
import { givenImports } from '../../../../test/given-import.ts'
import { systemActor } from '../../../base/actor.ts'
import { runImport } from './import.job.ts'

const db = await testDatabase()

describe('the clauses of a contract', () => {
  const contract = (terms: unknown) => ({ externalId: 'v1', customerExternalId: 'c1', value: 5, terms })
  const price = { kind: 'price', text: 'No increase', value: 3.5 }

  test('change although nothing else of the contract does, and its customer is looked at again', async () => {
    const company = await givenImports(db)
    await company.import('customers', [{ externalId: 'c1', name: 'Birch' }])
    await company.import('contracts', [contract([price])])
    const again = await company.import('contracts', [contract([price, { kind: 'notice', text: 'In writing' }])])
    expect(again).toMatchObject({ updated: 1, unchanged: 0 })
    expect(await company.records('contracts')).toMatchObject([
      { terms: [price, { kind: 'notice', text: 'In writing', value: null }] },
    ])
    expect(await company.query('select version from facts_versions')).toEqual([{ version: 3 }])
    expect(
      await company.import('contracts', [contract([price, { kind: 'notice', text: 'In writing' }])]),
    ).toMatchObject({ unchanged: 1 })
  })

  test.each([
    ['an empty list', []],
    ['nothing', null],
  ])('are gone when the source gives %s, and stay when it does not speak of them', async (_what, terms) => {
    const company = await givenImports(db)
    await company.import('contracts', [contract([price])])
    await company.import('contracts', [{ externalId: 'v1', customerExternalId: 'c1', value: 6 }])
    expect(await company.records('contracts')).toMatchObject([{ terms: [price], value: 6 }])
    await company.import('contracts', [contract(terms)])
    expect(await company.records('contracts')).toMatchObject([{ terms: null }])
  })

  test.each([
    ['one instead of a list', { text: 'Renews every May' }, [{ kind: 'other', text: 'Renews every May', value: null }]],
    [
      'texts in a list',
      ['One', 'Two'],
      [
        { kind: 'other', text: 'One', value: null },
        { kind: 'other', text: 'Two', value: null },
      ],
    ],
    [
      'a figure that is none',
      [{ kind: 'price', text: 'x', value: 'three' }],
      [{ kind: 'price', text: 'x', value: null }],
    ],
  ])('are kept also where they come as %s', async (_what, terms, expected) => {
    const company = await givenImports(db)
    await company.import('contracts', [contract(terms)])
    expect(await company.records('contracts')).toMatchObject([{ terms: expected }])
  })

  test('of an older version of the contract change nothing', async () => {
    const company = await givenImports(db)
    await company.import('contracts', [{ ...contract([price]), updatedAt: '2027-03-02T00:00:00Z' }])
    await company.import('contracts', [{ ...contract([]), updatedAt: '2027-03-01T00:00:00Z' }])
    expect(await company.records('contracts')).toMatchObject([{ terms: [price] }])
  })
})

describe('the prices of a product', () => {
  const product = (listPrice: number, currency: string, more: object = {}) => ({
    externalId: 'p1',
    name: 'Lantern',
    listPrice,
    currency,
    ...more,
  })

  test('are one for each currency; a new one replaces the old and counts as an update', async () => {
    const company = await givenImports(db)
    await company.import('products', [product(5, 'USD')])
    expect(await company.import('products', [product(6, 'EUR')])).toMatchObject({ updated: 1 })
    expect(await company.import('products', [product(7, 'USD')])).toMatchObject({ updated: 1, unchanged: 0 })
    expect(await company.query('select currency, list_price from prices order by 1')).toEqual([
      { currency: 'EUR', list_price: 6 },
      { currency: 'USD', list_price: 7 },
    ])
    expect(await company.import('products', [product(7, 'USD')])).toMatchObject({ updated: 0, unchanged: 1 })
  })

  test('of an older version of the product change nothing', async () => {
    const company = await givenImports(db)
    await company.import('products', [product(5, 'USD', { updatedAt: '2027-03-02T00:00:00Z' })])
    await company.import('products', [product(4, 'USD', { updatedAt: '2027-03-01T00:00:00Z' })])
    expect(await company.query('select list_price from prices')).toEqual([{ list_price: 5 }])
  })
})

describe('what a ticket says', () => {
  const readTicket = (text: string) => ({
    sentiment: text.length / 100,
    words: [text],
    leaving: text.includes('leave'),
    leavingWords: [],
  })
  const importTickets = (companyId: string, records: readonly object[]) =>
    runImport(
      { ...db, readTicket },
      { companyId, actor: systemActor('test'), kind: 'tickets', input: { name: 'tickets', records: [...records] } },
    )
  const ticket = (subject: string | null, body: string | null) => ({
    externalId: 't1',
    subject,
    body,
    createdAt: '2027-03-01T10:00:00Z',
  })

  test('is read when it comes, again when it changes, and not at all where there is no text', async () => {
    const company = await givenImports(db)
    const signals = () => company.query('select sentiment_words as words, leaving from support_tickets')
    await importTickets(company.id, [ticket('Hello', 'We leave')])
    expect(await signals()).toEqual([{ words: ['Hello\nWe leave'], leaving: true }])
    await importTickets(company.id, [ticket('Hello', 'We stay')])
    expect(await signals()).toEqual([{ words: ['Hello\nWe stay'], leaving: false }])
    await importTickets(company.id, [ticket(null, null)])
    expect(await signals()).toEqual([{ words: [], leaving: false }])
  })
})

describe('people', () => {
  test('of the same team are in one, whatever its case, and the team is made once', async () => {
    const company = await givenImports(db)
    await company.import('users', [
      { externalId: 'u1', name: 'Noor', team: 'North' },
      { externalId: 'u2', name: 'Bo', team: 'NORTH' },
    ])
    expect(await company.query('select name from teams')).toEqual([{ name: 'North' }])
  })

  test('made by hand keep their role, their address and their access; the rest of the row is theirs', async () => {
    const company = await givenImports(db)
    await company.query(
      `insert into users (company_id, source, external_id, email, name, name_key, role) values (app.company_id(), 'renubu', 'x', 'noor@example.org', 'Noor', 'noor', 'admin')`,
    )
    const report = await company.import('users', [
      { externalId: 'u1', name: 'Noor H.', email: 'NOOR@example.org', role: 'viewer', active: false, capacity: 3 },
    ])
    expect(report).toMatchObject({ created: 0, updated: 1 })
    expect(await company.records('users')).toMatchObject([
      { externalId: 'x', name: 'Noor H.', email: 'noor@example.org', role: 'admin', active: true, capacity: 3 },
    ])
  })

  test('who claim the address of another come in without it, and it is said', async () => {
    const company = await givenImports(db)
    const report = await company.import('users', [
      { externalId: 'u1', name: 'Noor', email: 'noor@example.org' },
      { externalId: 'u2', name: 'Bo', email: 'NOOR@example.org' },
    ])
    expect(report).toMatchObject({ created: 2 })
    expect(report.warnings).toContainEqual({ code: 'email-taken', count: 1, examples: ['noor@example.org'] })
    expect((await company.records('users')).map(({ email }) => email)).toEqual(['noor@example.org', null])
  })

  test('who claim each other’s addresses keep their own', async () => {
    const company = await givenImports(db)
    await company.import('users', [
      { externalId: 'u1', name: 'Noor', email: 'noor@example.org' },
      { externalId: 'u2', name: 'Bo', email: 'bo@example.org' },
    ])
    await company.import('users', [
      { externalId: 'u1', name: 'Noor', email: 'bo@example.org' },
      { externalId: 'u2', name: 'Bo', email: 'noor@example.org' },
    ])
    expect((await company.records('users')).map(({ email }) => email)).toEqual(['noor@example.org', 'bo@example.org'])
  })

  test('who are only named as leads are made, lead their people and their team, and are made once', async () => {
    const company = await givenImports(db)
    const agents = [
      { externalId: 'u1', name: 'Noor', leadEmail: 'Vera Okoro', team: 'North' },
      { externalId: 'u2', name: 'Bo', leadEmail: 'Vera Okoro', team: 'North' },
    ]
    const first = await company.import('users', agents)
    expect(first.warnings).toContainEqual({ code: 'lead-created', count: 1, examples: ['Vera Okoro'] })
    const second = await company.import('users', agents)
    expect(second).toMatchObject({ created: 0, updated: 0, unchanged: 2, warnings: [] })
    expect(await company.records('users')).toMatchObject([
      { name: 'Vera Okoro', role: 'manager', team: 'North', email: null },
      { name: 'Noor', role: 'csm', leadEmail: 'Vera Okoro' },
      { name: 'Bo', role: 'csm', leadEmail: 'Vera Okoro' },
    ])
  })

  test('who are called by what is no name are not made', async () => {
    const company = await givenImports(db)
    const report = await company.import('users', [{ externalId: 'u1', name: 'Noor', leadEmail: '0050001' }])
    expect(report.warnings).toContainEqual({ code: 'unknown-lead', count: 1, examples: ['0050001'] })
    expect(await company.records('users')).toHaveLength(1)
  })

  test('are absent as the source says, covered also by somebody of the same file; what is no day is left out', async () => {
    const company = await givenImports(db)
    const absent = (absences: unknown) => ({ externalId: 'u1', name: 'Noor', absences })
    await company.import('users', [
      absent([
        { from: '2027-04-01', to: '2027-04-05', coverEmail: 'bo@example.org' },
        { from: '2027-05-01', to: '2027-04-01' },
        { from: 'soon', to: 'later' },
        'never',
      ]),
      { externalId: 'u2', name: 'Bo', email: 'bo@example.org' },
    ])
    expect((await company.records('users'))[0]).toMatchObject({
      absences: [{ from: '2027-04-01', to: '2027-04-05', coverEmail: 'bo@example.org' }],
    })
    expect(await company.import('users', [absent([{ from: '2027-04-01', to: '2027-04-06' }])])).toMatchObject({
      updated: 1,
    })
    expect(await company.import('users', [absent([])])).toMatchObject({ updated: 1 })
    expect((await company.records('users'))[0]).toMatchObject({ absences: null })
  })

  test('whom an undo put aside work again when their import comes again', async () => {
    const company = await givenImports(db)
    const people = [{ externalId: 'u1', name: 'Noor' }]
    const { importId } = await company.import('users', people)
    await company.query(
      `insert into tasks (company_id, assigned_to, title, created_by) select company_id, id, 'Call', 'Bo' from users`,
    )
    expect(await company.undo(importId)).toMatchObject({ archived: ['u1'] })
    expect(await company.records('users')).toMatchObject([{ active: false }])
    expect(await company.import('users', people)).toMatchObject({ updated: 1 })
    expect(await company.records('users')).toMatchObject([{ active: true }])
    expect(await company.import('users', people)).toMatchObject({ unchanged: 1 })
  })
})
