import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/database.ts'
import { givenImports, type GivenImports } from '../../../../test/given-import.ts'
import { KINDS, type Kind } from '../import/fields/field.ts'
import { csvRows } from '../import/read/open-records.job.ts'

const db = await testDatabase()
const folder = await mkdtemp(join(tmpdir(), 'renubu-export-'))
afterAll(() => rm(folder, { recursive: true }))

const HOSTILE = [
  '=1+1',
  '+49 30',
  '-5',
  '@home',
  "'=quoted",
  "'plain",
  '\ttab',
  '\rreturn',
  'a,"b"\nc',
  ' blanks ',
  'ü→😀',
  ';',
  'null',
  '0042',
  'true',
]

const hostile = HOSTILE.map((name, index) => ({
  externalId: `c${String(index)}`,
  name,
  industry: HOSTILE[(index + 1) % HOSTILE.length],
  competitors: [name, 'Elm; Co', 'plain'],
  attributes: { [name]: name, nested: { list: [1, '=2'] } },
}))

/** Every kind, with all that a record can hold. */
const RECORDS: readonly (readonly [Kind, readonly object[]])[] = [
  [
    'users',
    [
      {
        externalId: 'u1',
        name: '=Noor',
        email: 'noor@example.org',
        role: 'manager',
        team: '-North',
        experience: 1.1,
        workingDays: '1;2;3',
      },
      {
        externalId: 'u2',
        name: 'Bo',
        leadEmail: 'noor@example.org',
        active: false,
        timeZone: 'Asia/Kathmandu',
        absences: [{ from: '2027-04-01', to: '2027-04-05', coverEmail: 'noor@example.org' }],
      },
    ],
  ],
  ['products', [{ externalId: 'p1', name: '+Lantern', listPrice: -0.5, currency: 'EUR', unit: '@seat' }]],
  [
    'customers',
    [
      ...hostile,
      {
        externalId: 'full',
        name: 'Birch',
        arr: -12.34,
        currency: 'CHF',
        ownerEmail: 'u2',
        parentExternalId: 'c0',
        licensedUsers: 0,
        renewalDate: '2027-09-30',
        status: 'churned',
        churnedAt: '2027-01-31',
        touch: 'mid',
      },
    ],
  ],
  [
    'contacts',
    [
      {
        externalId: '=1',
        customerExternalId: 'c0',
        name: '@Ida',
        email: 'ida@birch.example',
        phone: '+49 30 1234',
        active: false,
        optedOut: true,
      },
    ],
  ],
  [
    'contracts',
    [
      {
        externalId: 'v1',
        customerExternalId: 'nobody yet',
        startDate: '2026-10-01',
        endDate: '2027-09-30',
        termMonths: 12,
        value: 1_000_000_000.01,
        autoRenew: true,
        noticeDays: 0,
        terms: [
          { kind: 'price', text: '=3 %', value: 3 },
          { kind: 'other', text: 'Two\nlines', value: null },
        ],
      },
    ],
  ],
  [
    'renewals',
    [
      {
        externalId: 'r1',
        customerExternalId: 'c0',
        contractExternalIds: ['v1', 'v;2'],
        date: '2027-09-30',
        progress: 'signed',
        closedAt: '2027-03-01T10:11:12.345Z',
        category: 'best case',
      },
    ],
  ],
  [
    'opportunities',
    [
      {
        externalId: 'o1',
        customerExternalId: 'c0',
        name: '-5 seats',
        stage: 'Won',
        amount: 0,
        probability: 99.5,
        ownerEmail: 'nobody',
        product: 'p1',
      },
      { externalId: 'o2', name: 'Nobody’s' },
    ],
  ],
  [
    'usage',
    [
      { externalId: '=x', customerExternalId: 'c0', date: '2027-03-10', metric: '-odd', value: 1e21, feature: '@f' },
      { customerExternalId: '=waits', date: '2027-03-10', metric: 'logins', value: 0.1 },
      { contractExternalId: 'v9', date: '0099-03-10', metric: 'logins', value: 1e-7 },
    ],
  ],
  [
    'tickets',
    [
      {
        externalId: 't1',
        customerExternalId: 'c0',
        subject: '=HYPERLINK("x")',
        body: 'One\r\nTwo "three"',
        priority: 'urgent',
        createdAt: '2027-03-01T00:00:00+05:45',
        satisfaction: 4.5,
      },
    ],
  ],
  [
    'engagements',
    [
      {
        externalId: 'e1',
        customerExternalId: 'c0',
        kind: 'call',
        at: '2027-03-02T10:00:00Z',
        attendees: ['=A', 'B C'],
        durationMinutes: 0,
        sentiment: -0.25,
        notes: '\n',
      },
    ],
  ],
  [
    'events',
    [
      {
        externalId: 'x1',
        customerExternalId: 'c0',
        kind: '=kind',
        at: '2027-03-03T10:00:00Z',
        data: { '=key': ['+1', null, { deep: true }] },
      },
    ],
  ],
  [
    'invoices',
    [{ externalId: 'i1', customerExternalId: 'c0', date: '2027-03-04', amount: 0.1, currency: 'JPY', status: '-open' }],
  ],
  [
    'surveys',
    [
      {
        externalId: 's1',
        customerExternalId: 'c0',
        contactExternalId: '=1',
        kind: 'nps',
        score: 0,
        comment: '-\t-',
        at: '2027-03-05T10:00:00Z',
      },
    ],
  ],
  ['rates', [{ currency: 'CHF', day: '2027-03-01', rate: 1.00000001 }]],
]

async function givenEverything(): Promise<GivenImports> {
  const company = await givenImports(db)
  for (const [kind, records] of RECORDS)
    expect(await company.import(kind, records)).toMatchObject({ created: records.length, rejected: 0 })
  return company
}

async function cellsOf(csv: string): Promise<string[][]> {
  const rows: string[][] = []
  for await (const batch of csvRows(asPieces(csv), ',')) rows.push(...batch)
  return rows
}

async function* asPieces(text: string): AsyncGenerator<string> {
  await Promise.resolve()
  yield text
}

const FORMATS = [
  ['CSV', { format: 'csv' }, {}],
  ['CSV without guards', { format: 'csv', raw: true }, { raw: true }],
  ['JSON', { format: 'json' }, {}],
] as const

describe('an export', () => {
  test.each(FORMATS)('as %s, imported by another company, gives the same again', async (_name, written, read) => {
    const [company, other] = [await givenEverything(), await givenImports(db)]
    for (const [kind, records] of RECORDS) {
      const path = join(folder, `${kind}.${written.format}`)
      await writeFile(path, await company.export(kind, written))
      expect(await other.import(kind, path, read)).toMatchObject({
        received: records.length,
        created: records.length,
        rejected: 0,
      })
    }
    expect(await other.everything()).toEqual(await company.everything())
  })

  test.each(FORMATS)('as %s, imported where it came from, changes nothing', async (_name, written, read) => {
    const company = await givenEverything()
    const before = await company.everything()
    // Usage that waits for a customer of the name "=waits" is found again by it.
    for (const [kind] of RECORDS) {
      const path = join(folder, `${kind}-again.${written.format}`)
      await writeFile(path, await company.export(kind, written))
      expect(await company.import(kind, path, read)).toMatchObject({ created: 0, updated: 0, rejected: 0 })
    }
    expect(await company.everything()).toEqual(before)
  })

  test('as CSV has no cell that a spreadsheet would run; without guards the cells are exact', async () => {
    const company = await givenEverything()
    for (const kind of KINDS)
      for (const cell of (await cellsOf(await company.export(kind, { format: 'csv' }))).flat())
        if (!/^-?[\d.]+(e[-+]?\d+)?$/.test(cell)) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
    const exact = await cellsOf(await company.export('customers', { format: 'csv', raw: true }))
    expect(
      exact
        .slice(1, -1)
        .map((row) => row[1])
        .sort(),
    ).toEqual(HOSTILE.toSorted())
  })

  test('of any text as a name comes back to the character', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(
          fc
            .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
            .filter((text) => !text.includes('\0') && !/^[ \t\r\n]*$/.test(text)),
          { minLength: 1, maxLength: 20 },
        ),
        async (names) => {
          const [company, other] = [await givenImports(db), await givenImports(db)]
          await company.import(
            'customers',
            names.map((name, index) => ({ externalId: String(index), name })),
          )
          const path = join(folder, 'any.csv')
          await writeFile(path, await company.export('customers', { format: 'csv' }))
          await other.import('customers', path)
          expect(await other.export('customers')).toBe(await company.export('customers'))
          expect((await other.records('customers')).map(({ name }) => name).sort()).toEqual(names.toSorted())
        },
      ),
      { numRuns: 15 },
    )
  })

  test.each(KINDS)('of %s of a company that has none is a header, or an empty list', async (kind) => {
    const company = await givenImports(db)
    expect(JSON.parse(await company.export(kind))).toEqual([])
    const csv = await company.export(kind, { format: 'csv' })
    expect(csv.split('\n')).toHaveLength(2)
  })

  test('goes page by page, in a stable order, and counts right beyond one page', async () => {
    const company = await givenImports(db)
    const count = 4_100
    await company.import(
      'customers',
      Array.from({ length: count }, (_, index) => ({ externalId: String(index), name: `N${String(index)}` })),
    )
    const ids = (await company.records('customers')).map(({ externalId }) => String(externalId))
    expect(ids).toHaveLength(count)
    expect(ids).toEqual(ids.toSorted())
  })

  test('shows neither another company nor what was put aside nor renewals that were only derived', async () => {
    const [company, other] = [await givenImports(db), await givenEverything()]
    expect(other.id).not.toBe(company.id)
    await company.import('customers', [
      { externalId: 'c1', name: 'Birch' },
      { externalId: 'c2', name: 'Lune' },
    ])
    await company.query(`update customers set archived_at = app.now() where external_id = 'c1'`)
    await company.query(
      `insert into renewals (company_id, source, external_id, derived, customer_id, date) select company_id, 'renubu', external_id, true, id, '2027-09-30' from customers`,
    )
    expect((await company.records('customers')).map(({ externalId }) => externalId)).toEqual(['c2'])
    expect(await company.records('renewals')).toEqual([])
  })
})
