import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/database.ts'
import { givenImports, type GivenImports } from '../../../../test/given-import.ts'
import { isoDay, parseDay } from '../../../base/day.ts'

const db = await testDatabase()

async function givenBirch(): Promise<GivenImports> {
  const company = await givenImports(db)
  await company.import('customers', [{ externalId: 'c1', name: 'Birch' }])
  return company
}

const on = (date: string, value: number, more: object = {}) => ({
  customerExternalId: 'c1',
  metric: 'logins',
  date,
  value,
  ...more,
})

/** The months as they are stored, with the imports called by their place in `imports`. */
async function months(company: GivenImports, imports: readonly { importId: string }[]) {
  const rows = await company.query<{ month: string; days: (number | null)[]; ids: string[]; since: number[] }>(
    'select month::text, days, import_ids::text[] as ids, since from usage_metrics order by month',
  )
  const placeOf = (id: string): number => imports.findIndex(({ importId }) => importId === id)
  return rows.map(({ month, days, ids, since }) => ({ month, days, by: ids.map(placeOf), since }))
}

describe('a month of usage', () => {
  test('is one row with one import, from its first day to the last that is known', async () => {
    const company = await givenBirch()
    const first = await company.import('usage', [on('2027-02-27', 1), on('2027-02-28', 2), on('2027-03-03', 3)])
    expect(await months(company, [first])).toEqual([
      { month: '2027-02-01', days: [...Array<null>(26).fill(null), 1, 2], by: [0], since: [1] },
      { month: '2027-03-01', days: [null, null, 3], by: [0], since: [1] },
    ])
  })

  test('grows at its end by each import, and says from where on it was which', async () => {
    const company = await givenBirch()
    const imports = [
      await company.import('usage', [on('2027-03-01', 1), on('2027-03-02', 2)]),
      await company.import('usage', [on('2027-03-05', 5)]),
      await company.import('usage', [on('2027-03-06', 6)]),
    ]
    expect(await months(company, imports)).toEqual([
      { month: '2027-03-01', days: [1, 2, null, null, 5, 6], by: [0, 1, 2], since: [1, 5, 6] },
    ])
  })

  test('is cut in two by a correction, and is whole again when that is taken back', async () => {
    const company = await givenBirch()
    const first = await company.import('usage', [on('2027-03-01', 1), on('2027-03-02', 2), on('2027-03-03', 3)])
    const second = await company.import('usage', [on('2027-03-02', 20)])
    expect(await months(company, [first, second])).toEqual([
      { month: '2027-03-01', days: [1, 20, 3], by: [0, 1, 0], since: [1, 2, 3] },
    ])
    await company.undo(second.importId)
    expect(await months(company, [first])).toEqual([{ month: '2027-03-01', days: [1, 2, 3], by: [0], since: [1] }])
  })

  test('shrinks to the last day that is left, and goes with the last one', async () => {
    const company = await givenBirch()
    const first = await company.import('usage', [on('2027-03-01', 1)])
    const second = await company.import('usage', [on('2027-03-09', 9)])
    await company.undo(second.importId)
    expect(await months(company, [first])).toEqual([{ month: '2027-03-01', days: [1], by: [0], since: [1] }])
    await company.undo(first.importId)
    expect(await months(company, [])).toEqual([])
  })

  test('of a year with two digits is kept as well', async () => {
    const company = await givenBirch()
    await company.import('usage', [on('0099-12-31', 1), on('2027-03-01', 2)])
    expect((await months(company, [])).map(({ month }) => month)).toEqual(['0099-12-01', '2027-03-01'])
  })

  const today = parseDay('2027-03-01') ?? 0
  // Days of three months, so that both ends of one are met; few of everything else, so that rows meet.
  const row = fc.record({
    day: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -31, max: 33 })),
    metric: fc.constantFrom('logins', 'exports'),
    feature: fc.constantFrom('', 'reports'),
    externalId: fc.constantFrom('', '', 'a'),
    customer: fc.constantFrom('c1', 'Birch'),
    value: fc.integer({ min: 0, max: 4 }),
  })

  test('holds each value that came last, and the import that brought it, whatever comes in whichever order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(row, { minLength: 1, maxLength: 25 }), { minLength: 1, maxLength: 4 }),
        async (files) => {
          const company = await givenBirch()
          const stored = async () =>
            new Map(
              (
                await company.query<{ key: string; value: number; by: string }>(
                  `select concat_ws('|', metric, day, feature, external_id) as key, value, import_id as by from usage_values`,
                )
              ).map(({ key, value, by }) => [key, { value, by }]),
            )
          const states: [id: string, before: Awaited<ReturnType<typeof stored>>][] = []
          let expected: Awaited<ReturnType<typeof stored>> = new Map()
          for (const file of files) {
            const { importId, created, updated, unchanged } = await company.import(
              'usage',
              file.map(({ day, customer, ...given }) => ({
                ...given,
                customerExternalId: customer,
                date: isoDay(today + day),
              })),
            )
            expect(created + updated + unchanged).toBe(file.length)
            states.push([importId, expected])
            const given = new Map(
              file.map(({ metric, day, feature, externalId, value }) => [
                [metric, isoDay(today + day), feature, externalId].join('|'),
                value,
              ]),
            )
            const before = expected
            expected = new Map(before)
            for (const [key, value] of given)
              if (before.get(key)?.value !== value) expected.set(key, { value, by: importId })
            expect(created).toBe(expected.size - before.size)
            expect(await stored()).toEqual(expected)
          }
          for (const [importId, before] of states.toReversed()) {
            await company.undo(importId)
            expect(await stored()).toEqual(before)
          }
        },
      ),
      { numRuns: 8 },
    )
  })
})
