import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/database.ts'
import { givenImports, type GivenImports } from '../../../../test/given-import.ts'
import { isoDay, parseDay } from '../../../base/day.ts'

const db = await testDatabase()

type Row = {
  readonly customerExternalId: string
  readonly date: string
  readonly metric: string
  readonly value: number
  readonly feature?: string
  readonly externalId?: string
}

async function givenCustomers(...ids: readonly string[]): Promise<GivenImports> {
  const company = await givenImports(db)
  await company.import(
    'customers',
    ids.map((externalId) => ({ externalId, name: `Name of ${externalId}` })),
  )
  return company
}

const on = (date: string, value: number, more: Partial<Row> = {}): Row => ({
  customerExternalId: 'c1',
  metric: 'logins',
  date,
  value,
  ...more,
})

/** What a day comes to, as the daily cycle reads it. */
async function windowOf(company: GivenImports, metric = 'logins'): Promise<Record<string, number>> {
  const [row] = await company.query<{ last: string; days: (number | null)[] }>(
    'select last_day::text as last, days from usage_windows where metric = $1',
    [metric],
  )
  if (!row) return {}
  const last = parseDay(row.last) ?? 0
  return Object.fromEntries(
    row.days.flatMap((value, place) => (value === null ? [] : [[isoDay(last - 83 + place), value]])),
  )
}

describe('rows of one day', () => {
  test('replace each other when their external id is the same', async () => {
    const company = await givenCustomers('c1')
    await company.import('usage', [on('2027-03-10', 5, { externalId: 'a' })])
    const again = await company.import('usage', [on('2027-03-10', 8, { externalId: 'a' })])
    expect(again).toMatchObject({ created: 0, updated: 1, unchanged: 0 })
    expect(await windowOf(company)).toEqual({ '2027-03-10': 8 })
  })

  test('replace each other when they have none', async () => {
    const company = await givenCustomers('c1')
    await company.import('usage', [on('2027-03-10', 5)])
    await company.import('usage', [on('2027-03-10', 8)])
    expect(await windowOf(company)).toEqual({ '2027-03-10': 8 })
  })

  test('add up when it differs, over features and sources', async () => {
    const company = await givenCustomers('c1')
    await company.import('usage', [
      on('2027-03-10', 1, { externalId: 'a' }),
      on('2027-03-10', 2, { externalId: 'b' }),
      on('2027-03-10', 4, { externalId: 'b', feature: 'reports' }),
      on('2027-03-10', 16, { metric: 'exports' }),
    ])
    await company.import('usage', [on('2027-03-10', 8, { externalId: 'a' })], { source: 'another' })
    expect(await windowOf(company)).toEqual({ '2027-03-10': 15 })
    expect(await windowOf(company, 'exports')).toEqual({ '2027-03-10': 16 })
  })

  test('are the same whether the customer is called by id or by name: the last in the file counts', async () => {
    for (const [first, second] of [
      ['c1', 'Name of c1'],
      ['Name of c1', 'c1'],
    ] as const) {
      const company = await givenCustomers('c1')
      const report = await company.import('usage', [
        on('2027-03-10', 5, { customerExternalId: first }),
        on('10.03.2027', 8, { customerExternalId: second }),
      ])
      expect(report).toMatchObject({ received: 2, created: 1, unchanged: 1 })
      expect(await windowOf(company)).toEqual({ '2027-03-10': 8 })
    }
  })

  test('that are corrected keep what was believed before', async () => {
    const company = await givenCustomers('c1')
    const first = await company.import('usage', [on('2027-03-10', 5)])
    const second = await company.import('usage', [on('2027-03-10', 8)])
    expect(
      await company.query('select day::text, value, import_id as "from", superseded_by as "by" from usage_corrections'),
    ).toEqual([{ day: '2027-03-10', value: 5, from: first.importId, by: second.importId }])
  })

  test('say zero where zero is given and nothing where nothing is', async () => {
    const company = await givenCustomers('c1')
    const report = await company.import('usage', [on('2027-03-10', 0), { ...on('2027-03-11', 0), value: null }])
    expect(report).toMatchObject({ created: 1, rejected: 1 })
    expect(await windowOf(company)).toEqual({ '2027-03-10': 0 })
  })
})

describe('a file with a column for each metric', () => {
  test('gives a value for each cell, and none for a blank one', async () => {
    const company = await givenCustomers('c1', 'c2')
    const report = await company.import('usage', [
      { customerExternalId: 'c1', date: '2027-03-10', logins: 5, exports: 6 },
      { customerExternalId: 'c2', date: '2027-03-10', logins: 7, exports: null },
    ])
    expect(report).toMatchObject({ received: 3, created: 3, rejected: 0 })
    const records = await company.records('usage')
    expect(records.map(({ customerExternalId, metric, value }) => [customerExternalId, metric, value])).toEqual([
      ['c1', 'exports', 6],
      ['c1', 'logins', 5],
      ['c2', 'logins', 7],
    ])
  })
})

describe('the window of a metric', () => {
  test('ends with the newest day and forgets what is 84 days older', async () => {
    const company = await givenCustomers('c1')
    await company.import('usage', [on('2026-12-01', 1)])
    await company.import('usage', [on('2027-02-22', 2)])
    expect(await windowOf(company)).toEqual({ '2026-12-01': 1, '2027-02-22': 2 })
    await company.import('usage', [on('2027-02-23', 3)])
    expect(await windowOf(company)).toEqual({ '2027-02-22': 2, '2027-02-23': 3 })
    expect(await company.records('usage')).toHaveLength(3)
  })

  test('is not emptied by a day in the far future, which is kept all the same', async () => {
    const company = await givenCustomers('c1')
    await company.import('usage', [on('2027-03-10', 5), on('2207-03-10', 6), on('2027-03-16', 7)])
    expect(await windowOf(company)).toEqual({ '2027-03-10': 5, '2027-03-16': 7 })
    expect(await company.records('usage')).toHaveLength(3)
  })

  test('takes a late day of an early month, among many of this one', async () => {
    const company = await givenCustomers('c1')
    const known = { '2027-01-05': 1, '2027-01-20': 2, '2027-03-08': 3 }
    const days = (metric: string) => Object.entries(known).map(([date, value]) => on(date, value, { metric }))
    await company.import('usage', [...days('logins'), ...days('exports')])
    const others = Array.from({ length: 60 }, (_, n) => on('2027-03-09', 7, { metric: `metric ${String(n)}` }))
    const late = [on('2027-01-06', 4), on('2027-01-20', 5, { metric: 'exports' }), on('2027-02-01', 6)]
    expect(await company.import('usage', [...others, ...late])).toMatchObject({ created: 62, updated: 1, unchanged: 0 })
    expect(await windowOf(company)).toEqual({ ...known, '2027-01-06': 4, '2027-02-01': 6 })
    expect(await windowOf(company, 'exports')).toEqual({ ...known, '2027-01-20': 5 })
    expect(await windowOf(company, 'metric 59')).toEqual({ '2027-03-09': 7 })
    expect(await company.import('usage', [...others, ...late])).toMatchObject({ created: 0, updated: 0, unchanged: 63 })
  })

  test('is written in the transaction of its days: a failure leaves neither', async () => {
    const company = await givenCustomers('c1')
    await company.import('usage', [on('2027-03-10', 5)])
    await db.owner.query(
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no windows today'; end $$`,
    )
    await db.owner.query(
      'create trigger refuse before insert or update on usage_windows for each statement execute function refuse()',
    )
    try {
      await expect(company.import('usage', [on('2027-03-11', 6)])).rejects.toThrow('no windows today')
    } finally {
      await db.owner.query('drop trigger refuse on usage_windows')
    }
    expect(await company.records('usage')).toHaveLength(1)
    expect(
      await company.query(`select status, report ->> 'error' as error from imports where status = 'failed'`),
    ).toEqual([{ status: 'failed', error: 'no windows today' }])
    await company.import('usage', [on('2027-03-11', 6)])
    expect(await windowOf(company)).toEqual({ '2027-03-10': 5, '2027-03-11': 6 })
  })

  // Days around today and around the window's far end, where its arithmetic turns.
  const day = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.integer({ min: -90, max: -78 }),
    fc.integer({ min: -200, max: 400 }),
  )
  const row = fc.record({
    customer: fc.constantFrom('c1', 'Name of c1', 'later'),
    day,
    metric: fc.constantFrom('logins', 'exports'),
    feature: fc.constantFrom('', 'reports', 'search'),
    externalId: fc.constantFrom('', 'a', 'b'),
    source: fc.constantFrom('import', 'another'),
    value: fc.integer({ min: 0, max: 9 }),
  })
  type Given = typeof row extends fc.Arbitrary<infer T> ? T : never

  /** The truth of all rows taken one after the other, and from it what the windows should be. */
  function worked(files: readonly (readonly Given[])[], today: number) {
    const truth = new Map<string, Given>()
    // The customer who comes at the end has what waited for him under that name.
    for (const given of files.flat()) {
      const customer = given.customer === 'later' ? 'later' : 'c1'
      truth.set([customer, given.metric, given.day, given.feature, given.source, given.externalId].join('|'), {
        ...given,
        customer,
      })
    }
    const windows: Record<string, Record<string, number>> = {}
    const features: Record<string, Record<string, string>> = {}
    for (const { customer, metric, feature, day: offset, value } of truth.values()) {
      const iso = isoDay(today + offset)
      const seen = (features[customer] ??= {})
      if (feature !== '' && value > 0 && iso > (seen[feature] ?? '')) seen[feature] = iso
      if (offset > 1) continue
      const window = (windows[`${customer} ${metric}`] ??= {})
      window[iso] = (window[iso] ?? 0) + value
    }
    for (const window of Object.values(windows)) {
      const last = parseDay(Object.keys(window).sort().at(-1) ?? '') ?? 0
      for (const iso of Object.keys(window)) if ((parseDay(iso) ?? 0) <= last - 84) delete window[iso]
    }
    return {
      windows,
      features: Object.fromEntries(Object.entries(features).filter(([, seen]) => Object.keys(seen).length > 0)),
    }
  }

  async function stored(company: GivenImports) {
    const windows = await company.query<{ key: string; last: string; days: (number | null)[] }>(
      `select c.external_id || ' ' || w.metric as key, w.last_day::text as last, w.days from usage_windows w join customers c on c.id = w.customer_id`,
    )
    const features = await company.query<{ id: string; features: string[]; days: string[] }>(
      'select c.external_id as id, f.features, f.last_days::text[] as days from usage_features f join customers c on c.id = f.customer_id',
    )
    return {
      windows: Object.fromEntries(
        windows.map(({ key, last, days }) => [
          key,
          Object.fromEntries(
            days.flatMap((value, place) =>
              value === null ? [] : [[isoDay((parseDay(last) ?? 0) - 83 + place), value]],
            ),
          ),
        ]),
      ),
      features: Object.fromEntries(
        features.map(({ id, features: names, days }) => [
          id,
          Object.fromEntries(names.map((name, place) => [name, days[place]])),
        ]),
      ),
    }
  }

  test('is what a naive sum of all days would be, whatever comes in whichever order', async () => {
    const today = parseDay('2027-03-15') ?? 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(row, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 5 }),
        async (files) => {
          const company = await givenCustomers('c1')
          // A file has one source; the rows of others make a file of their own.
          const taken: Given[][] = []
          for (const file of files) {
            for (const source of ['import', 'another']) {
              const rows = file.filter((given) => given.source === source)
              if (rows.length > 0) taken.push(rows)
            }
          }
          for (const rows of taken) {
            const records = rows.map(({ customer, day: offset, externalId, feature, metric, value }) => ({
              customerExternalId: customer,
              date: isoDay(today + offset),
              metric,
              value,
              feature,
              externalId,
            }))
            await company.import('usage', records, { source: rows[0]?.source ?? '' })
          }
          const before = await stored(company)
          expect(before.windows).toEqual(onlyOf('c1', worked(taken, today).windows))
          await company.import('customers', [{ externalId: 'later', name: 'later' }])
          expect(await stored(company)).toEqual(worked(taken, today))
          // Taking the later customer back gives what was before him.
          const [last] = await company.query<{ id: string }>(
            `select id from imports where kind = 'customers' order by started_at desc, id desc limit 1`,
          )
          await company.undo(last?.id ?? '')
          expect(await stored(company)).toEqual(before)
        },
      ),
      { numRuns: 8 },
    )
  })

  const onlyOf = <T>(customer: string, windows: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(windows).filter(([key]) => key.startsWith(`${customer} `)))
})
