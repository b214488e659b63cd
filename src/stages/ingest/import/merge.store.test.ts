import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/database.ts'
import { givenImports, type GivenImports } from '../../../../test/given-import.ts'
import type { Kind } from './fields/field.ts'

const db = await testDatabase()

// One record of each kind, with as much in it as the kind holds.
const OF_EACH_KIND: readonly (readonly [Kind, object])[] = [
  [
    'users',
    {
      externalId: 'u1',
      name: 'Noor Haddad',
      email: 'noor@example.org',
      role: 'csm',
      team: 'North',
      capacity: 12,
      workingDays: '1;2;3',
      absences: [{ from: '2027-04-01', to: '2027-04-05', coverEmail: 'bo@example.org' }],
    },
  ],
  ['products', { externalId: 'p1', name: 'Lantern Pro', listPrice: 99.5, currency: 'EUR', unit: 'seat' }],
  [
    'customers',
    {
      externalId: 'c1',
      name: 'Birch & Sons',
      arr: 120_000,
      currency: 'EUR',
      ownerEmail: 'noor@example.org',
      competitors: ['Pinewood', 'Elm; Co'],
      attributes: { region: 'north' },
      renewalDate: '2027-09-30',
    },
  ],
  [
    'contacts',
    { externalId: 'k1', customerExternalId: 'c1', name: 'Ida', email: 'ida@birch.example', role: 'champion' },
  ],
  [
    'contracts',
    {
      externalId: 'v1',
      customerExternalId: 'c1',
      startDate: '2026-10-01',
      endDate: '2027-09-30',
      value: 120_000,
      terms: [{ kind: 'price', text: 'No increase', value: 3 }],
    },
  ],
  ['renewals', { externalId: 'r1', customerExternalId: 'c1', contractExternalIds: ['v1'], date: '2027-09-30' }],
  [
    'opportunities',
    { externalId: 'o1', customerExternalId: 'c1', name: 'More seats', stage: 'Won', product: 'Lantern Pro' },
  ],
  ['usage', { customerExternalId: 'c1', date: '2027-03-10', metric: 'logins', value: 12, feature: 'reports' }],
  ['tickets', { externalId: 't1', customerExternalId: 'c1', subject: 'Help', createdAt: '2027-03-01T10:00:00Z' }],
  [
    'engagements',
    { externalId: 'e1', customerExternalId: 'c1', kind: 'call', at: '2027-03-02T10:00:00Z', attendees: ['Ida'] },
  ],
  [
    'events',
    { externalId: 'x1', customerExternalId: 'c1', kind: 'downgrade', at: '2027-03-03T10:00:00Z', data: { seats: 4 } },
  ],
  ['invoices', { externalId: 'i1', customerExternalId: 'c1', date: '2027-03-04', amount: 1_000, status: 'open' }],
  [
    'surveys',
    {
      externalId: 's1',
      customerExternalId: 'c1',
      contactExternalId: 'k1',
      kind: 'nps',
      score: 9,
      at: '2027-03-05T10:00:00Z',
    },
  ],
  ['rates', { currency: 'EUR', day: '2027-03-01', rate: 1.08 }],
]

describe('a record', () => {
  test.each(OF_EACH_KIND)('of %s that comes again changes nothing', async (kind, record) => {
    const company = await givenImports(db)
    for (const [other, given] of OF_EACH_KIND) await company.import(other, [given])
    const before = await company.everything()
    const [facts] = await company.query('select sum(version) as sum from facts_versions')
    expect(await company.import(kind, [record])).toMatchObject({ received: 1, created: 0, updated: 0, unchanged: 1 })
    expect(await company.everything()).toEqual(before)
    expect(await company.query('select sum(version) as sum from facts_versions')).toEqual([facts])
    expect(await company.query('select count(*) as count from record_versions where kind = $1', [kind])).toEqual([
      { count: 0 },
    ])
  })

  test('leaves alone what it does not mention, and empties what it mentions as empty', async () => {
    const company = await givenImports(db)
    await company.import('customers', [{ externalId: 'c1', name: 'Birch', industry: 'Timber', tier: 'gold', arr: 5 }])
    await company.import('customers', [{ externalId: 'c1', name: 'Birch', tier: null }])
    expect(await company.records('customers')).toMatchObject([{ industry: 'Timber', tier: null, arr: 5 }])
  })

  test('keeps attributes that it does not mention', async () => {
    const company = await givenImports(db)
    await company.import('customers', [{ externalId: 'c1', name: 'Birch', attributes: { a: 1, b: 2 } }])
    const again = await company.import('customers', [{ externalId: 'c1', name: 'Birch', attributes: { b: 3 } }])
    expect(again.updated).toBe(1)
    expect(await company.records('customers')).toMatchObject([{ attributes: { a: 1, b: 3 } }])
  })

  test('of the same id from another source is another record', async () => {
    const company = await givenImports(db)
    await company.import('customers', [{ externalId: '1', name: 'Birch' }], { source: 'crm' })
    const other = await company.import('customers', [{ externalId: '1', name: 'Lune' }], { source: 'billing' })
    expect(other.created).toBe(1)
    expect(await company.records('customers')).toMatchObject([{ name: 'Lune' }, { name: 'Birch' }])
  })

  test('of one company is nothing to another with the same ids', async () => {
    const [first, second] = [await givenImports(db), await givenImports(db)]
    for (const company of [first, second])
      for (const [kind, record] of OF_EACH_KIND) await company.import(kind, [record])
    const untouched = await second.everything()
    expect(await first.everything()).toEqual(untouched)
    await first.import('customers', [{ externalId: 'c1', name: 'Birch renamed' }])
    const { importId } = await first.import('customers', [{ externalId: 'c2', name: 'Lune' }])
    await first.undo(importId)
    expect(await second.everything()).toEqual(untouched)
    expect(await second.query('select count(*) as count from record_versions')).toEqual([{ count: 0 }])
  })

  test('has an id that is in the order of the file, and of no other batch', async () => {
    const company = await givenImports(db)
    const named = (from: number) =>
      Array.from({ length: 300 }, (_, n) => ({ externalId: `c${String(from + n)}`, name: 'Birch' }))
    await company.import('customers', [...named(0), ...named(300)])
    await company.import('customers', named(600))
    const rows = await company.query<{ external_id: string }>('select external_id from customers order by id')
    expect(rows.map(({ external_id }) => external_id)).toEqual(
      named(0)
        .concat(named(300), named(600))
        .map(({ externalId }) => externalId),
    )
  })

  test('is never merged with another by its name', async () => {
    const company = await givenImports(db)
    const report = await company.import('customers', [
      { externalId: 'c1', name: 'Birch Inc.' },
      { externalId: 'c2', name: 'Birch Inc.' },
      { name: 'Birch Inc.' },
      { name: 'BIRCH Inc' },
    ])
    expect(report).toMatchObject({ received: 4, created: 4 })
  })
})

const at = (minute: number): string => new Date(Date.UTC(2027, 2, 1, 8, minute)).toISOString()

describe('an older update', () => {
  test('never overwrites a newer one, and is counted', async () => {
    const company = await givenImports(db)
    await company.import('customers', [{ externalId: 'c1', name: 'New', updatedAt: at(2) }])
    const late = await company.import('customers', [{ externalId: 'c1', name: 'Old', updatedAt: at(1) }])
    expect(late).toMatchObject({ updated: 0, unchanged: 1 })
    expect(late.warnings).toContainEqual({ code: 'older-than-known', count: 1, examples: [] })
    expect(await company.records('customers')).toMatchObject([{ name: 'New' }])
  })

  test('does not pass for news after the same was said again later', async () => {
    const company = await givenImports(db)
    await company.import('customers', [{ externalId: 'c1', name: 'Same', updatedAt: at(1) }])
    await company.import('customers', [{ externalId: 'c1', name: 'Same', updatedAt: at(5) }])
    await company.import('customers', [{ externalId: 'c1', name: 'Older', updatedAt: at(3) }])
    expect(await company.records('customers')).toMatchObject([{ name: 'Same' }])
    expect(await company.query('select * from record_versions')).toEqual([])
  })

  test('five updates end alike in whichever order and in however many files they come', async () => {
    const updates = [1, 2, 3, 4, 5].map((minute) => ({
      externalId: 'c1',
      name: `Name ${String(minute)}`,
      arr: minute * 100,
      tier: minute === 4 ? null : `tier ${String(minute)}`,
      updatedAt: at(minute),
    }))
    const files = fc.tuple(
      fc.shuffledSubarray(updates, { minLength: 5, maxLength: 5 }),
      fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
    )
    await fc.assert(
      fc.asyncProperty(files, async ([order, cuts]) => {
        const company = await givenImports(db)
        let file: object[] = []
        for (const [place, update] of order.entries()) {
          file.push(update)
          if (!cuts[place] && place < 4) continue
          await company.import('customers', file)
          file = []
        }
        expect(await company.records('customers')).toMatchObject([{ name: 'Name 5', arr: 500, tier: 'tier 5' }])
        const [current] = await company.query(
          'select source_updated_at as "updatedAt", known_at as "knownAt" from customers',
        )
        expect(current).toEqual({ updatedAt: new Date(at(5)), knownAt: new Date(at(5)) })
        expect(await believedTwice(company)).toEqual([])
      }),
      { numRuns: 15 },
    )
  })
})

/** Moments at which two states of one record were believed at once; there must be none. */
const believedTwice = (company: GivenImports) =>
  company.query(
    `with states as (
       select record_id, known_at, superseded_at, seq from record_versions where kind = 'customers'
       union all select id, known_at, 'infinity', 9e18::bigint from customers
     )
     select a.record_id, a.known_at, b.known_at from states a join states b on b.record_id = a.record_id and b.seq > a.seq
      where tstzrange(a.known_at, a.superseded_at) && tstzrange(b.known_at, b.superseded_at)`,
  )

describe('what was known when', () => {
  const history = (company: GivenImports) =>
    company.query<{ name: string; from: string; until: string }>(
      `select record ->> 'name' as name, known_at as from, superseded_at as until from record_versions order by seq`,
    )

  test('is told by versions that follow each other without a gap', async () => {
    const company = await givenImports(db)
    for (const [name, minute] of [
      ['First', 1],
      ['Second', 2],
      ['Third', 3],
    ] as const)
      await company.import('customers', [{ externalId: 'c1', name, updatedAt: at(minute) }])
    expect(await history(company)).toEqual([
      { name: 'First', from: new Date(at(1)), until: new Date(at(2)) },
      { name: 'Second', from: new Date(at(2)), until: new Date(at(3)) },
    ])
  })

  test('begins at the time of its source, else at the date of the fact itself, else on arrival', async () => {
    const company = await givenImports(db)
    await company.import('customers', [
      { externalId: 'source', name: 'A', customerSince: '2025-01-01', updatedAt: at(1) },
      { externalId: 'own', name: 'B', customerSince: '2025-01-01' },
      { externalId: 'arrival', name: 'C' },
      { externalId: 'future', name: 'D', customerSince: '2029-01-01' },
    ])
    const rows = await company.query<{ id: string; at: Date }>(
      'select external_id as id, known_at as at from customers',
    )
    expect(Object.fromEntries(rows.map((row) => [row.id, row.at.toISOString()]))).toEqual({
      source: at(1),
      own: '2025-01-01T00:00:00.000Z',
      arrival: db.clock.now().toISOString(),
      future: db.clock.now().toISOString(),
    })
  })

  test.each([
    ['Pacific/Auckland', '2025-01-01', '2024-12-31T11:00:00.000Z'],
    ['America/New_York', '2025-07-01', '2025-07-01T04:00:00.000Z'],
    // The clocks of Beirut skip midnight on that day: it begins at one.
    ['Asia/Beirut', '2025-03-30', '2025-03-29T22:00:00.000Z'],
  ])('begins, for a plain day, at midnight in %s', async (zone, customerSince, begins) => {
    const company = await givenImports(db, zone)
    await company.import('customers', [{ externalId: 'c', name: 'A', customerSince }])
    const [row] = await company.query<{ at: Date }>('select known_at as at from customers')
    expect(row?.at.toISOString()).toBe(begins)
  })

  test('never has two answers, also when a source begins to say when it changed', async () => {
    const company = await givenImports(db)
    await company.import('customers', [{ externalId: 'c1', name: 'First' }])
    await company.import('customers', [{ externalId: 'c1', name: 'Second' }])
    await company.import('customers', [{ externalId: 'c1', name: 'Third', updatedAt: at(1) }])
    await company.import('customers', [{ externalId: 'c1', name: 'Fourth', updatedAt: at(2) }])
    expect(await company.records('customers')).toMatchObject([{ name: 'Fourth' }])
    expect(await believedTwice(company)).toEqual([])
  })

  test('is never later than now, whatever year a source mistypes', async () => {
    const company = await givenImports(db)
    await company.import('customers', [{ externalId: 'c1', name: 'First' }])
    await company.import('customers', [{ externalId: 'c1', name: 'Second', updatedAt: '2207-03-01T00:00:00Z' }])
    const [row] = await company.query<{ at: Date }>('select known_at as at from customers')
    expect(row?.at).toEqual(db.clock.now())
  })
})

describe('the ARR of a customer', () => {
  const history = (company: GivenImports) =>
    company.query('select day::text, arr, currency from arr_history order by day')

  test('is kept by the day it changed at its source, in the time zone of the company', async () => {
    const company = await givenImports(db, 'Pacific/Auckland')
    await company.import('customers', [
      { externalId: 'c1', name: 'Birch', arr: 100, updatedAt: '2027-03-01T13:00:00Z' },
    ])
    await company.import('customers', [
      { externalId: 'c1', name: 'Birch', arr: 100, tier: 'x', updatedAt: '2027-03-03T13:00:00Z' },
    ])
    await company.import('customers', [{ externalId: 'c1', name: 'Birch', arr: 90, updatedAt: '2027-03-05T13:00:00Z' }])
    await company.import('customers', [{ externalId: 'c1', name: 'Birch', arr: 80, updatedAt: '2027-03-05T14:00:00Z' }])
    await company.import('customers', [
      { externalId: 'c1', name: 'Birch', arr: null, updatedAt: '2027-03-07T14:00:00Z' },
    ])
    expect(await history(company)).toEqual([
      { day: '2027-03-02', arr: 100, currency: null },
      { day: '2027-03-06', arr: 80, currency: null },
      { day: '2027-03-08', arr: null, currency: null },
    ])
  })

  test('ends with what the customer has now, also when a source begins to say when it changed', async () => {
    const company = await givenImports(db)
    await company.import('customers', [{ externalId: 'c1', name: 'Birch', arr: 100 }])
    await company.import('customers', [{ externalId: 'c1', name: 'Birch', arr: 70, updatedAt: at(1) }])
    expect(await history(company)).toEqual([{ day: '2027-03-15', arr: 70, currency: null }])
  })

  test('changes with its currency', async () => {
    const company = await givenImports(db)
    await company.import('customers', [
      { externalId: 'c1', name: 'Birch', arr: 100, currency: 'EUR', updatedAt: '2027-03-01T00:00:00Z' },
    ])
    await company.import('customers', [
      { externalId: 'c1', name: 'Birch', arr: 100, currency: 'CHF', updatedAt: '2027-03-02T00:00:00Z' },
    ])
    expect(await history(company)).toHaveLength(2)
  })

  test('has no history where there never was any', async () => {
    const company = await givenImports(db)
    await company.import('customers', [{ externalId: 'c1', name: 'Birch' }])
    expect(await history(company)).toEqual([])
  })
})
