import { beforeEach, expect } from 'vitest'
import { isoDay, type Day } from '../src/base/day.ts'
import type { CustomerFacts } from '../src/stages/analyze/facts.ts'
import type { TestDatabase } from './database.ts'
import { givenCompany, type GivenCompany } from './given-company.ts'
import { knownOf } from './known-facts.ts'

/** An instant of a day. */
export const at = (on: Day, time = '10:00'): string => `${isoDay(on)}T${time}:00Z`

/**
 * For each test of a file a company of its own with one customer, elm, of whom nothing else is known: what is told of it, and what the daily
 * run makes of that.
 */
export function elmOn(db: TestDatabase, today: Day) {
  let company: GivenCompany | undefined
  beforeEach(async () => {
    db.clock.set(new Date(at(today)))
    company = await givenCompany(db)
    await company.import('customers', [{ externalId: 'elm', name: 'Elm', arr: 1000, currency: 'USD' }])
  })
  const own = (): GivenCompany => {
    if (!company) throw new Error('Elm is there while a test runs')
    return company
  }
  return {
    company: own,
    /** Tells of elm. */
    has: (kind: Parameters<GivenCompany['import']>[0], ...records: readonly object[]) =>
      own().import(
        kind,
        records.map((record) => ({ customerExternalId: 'elm', ...record })),
      ),
    elm: async (seen: Parameters<typeof knownOf>[2] = {}): Promise<CustomerFacts> => {
      const facts = (await knownOf(db, own(), seen)).customers.get('elm')
      if (!facts) throw new Error('Elm is not known')
      return facts
    },
    /** Writes one row past every import; `$1` is the company. */
    insert: async (sql: string, ...values: readonly unknown[]): Promise<void> => {
      const { rowCount } = await db.owner.query(sql, [own().id, ...values])
      expect(rowCount).toBe(1)
    },
  }
}
