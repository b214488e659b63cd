import { beforeEach, describe, expect, it } from 'vitest'
import { intoUsageMonths } from '../../../scripts/usage-months.ts'
import { testDatabase } from '../../../test/database.ts'
import { givenCompany, ticketRow, usageRows, type GivenCompany } from '../../../test/given-company.ts'
import { knownOf } from '../../../test/known-facts.ts'
import { day, isoDay, type Day } from '../../base/day.ts'
import { DEFAULT_RULES } from './analyze.defaults.ts'
import { bookTrend } from './book-trend.ts'
import { firstDatedFact, sampleUsage } from './book.store.ts'
import { usageReading, usageTrend } from './trend.ts'

const db = await testDatabase()
const TODAY = day('2027-03-15')

let company: GivenCompany

beforeEach(async () => {
  db.clock.set(new Date('2027-03-15T10:00:00Z'))
  company = await givenCompany(db)
})

const bookOn = async (on = TODAY, mode: 'now' | 'then' = 'now') => (await knownOf(db, company, { on, mode })).book
const within = <T>(work: Parameters<typeof db.database.withCompany<T>>[1]) => db.database.withCompany(company.id, work)

describe('what all customers of a company share', () => {
  it('is empty for a company that has just begun', async () => {
    expect(await bookOn()).toEqual({
      features: 0,
      products: 0,
      ticketsKnown: false,
      conversion: { reporting: 'USD', rates: new Map() },
    })
  })

  it('are the newest rates of each currency up to the day, its own alone', async () => {
    const other = await givenCompany(db)
    await other.import('rates', [{ currency: 'CHF', day: isoDay(TODAY - 1), rate: 7 }])
    await company.import('rates', [
      { currency: 'EUR', day: isoDay(TODAY - 30), rate: 1.05 },
      { currency: 'EUR', day: isoDay(TODAY), rate: 1.12345678 },
      { currency: 'GBP', day: isoDay(TODAY + 1), rate: 1.3 },
    ])
    expect([...(await bookOn()).conversion.rates]).toEqual([['EUR', 1.12345678]])
    expect([...(await bookOn(TODAY - 1)).conversion.rates]).toEqual([['EUR', 1.05]])
    expect([...(await bookOn(TODAY - 31)).conversion.rates]).toEqual([])
  })

  it('are products, counted as of a past day when they were known by then, whatever they have been renamed to', async () => {
    await company.import('products', [{ externalId: 'core', name: 'Core' }])
    company.at('2027-03-20T10:00:00Z')
    await company.import('products', [
      { externalId: 'core', name: 'Core, renamed' },
      { externalId: 'plus', name: 'Plus' },
    ])
    expect([(await bookOn(TODAY, 'then')).products, (await bookOn(TODAY + 5)).products]).toEqual([1, 2])
    expect((await bookOn(TODAY - 1, 'then')).products).toBe(0)
  })

  it('are features that anybody has used within the last 400 days', async () => {
    await company.import(
      'customers',
      ['elm', 'oak'].map((externalId) => ({ externalId, name: externalId })),
    )
    const used = (customerExternalId: string, feature: string, on: Day) => ({
      customerExternalId,
      metric: 'key_actions',
      feature,
      date: isoDay(on),
      value: 1,
    })
    await company.import('usage', [
      used('elm', 'export', TODAY - 3),
      used('oak', 'export', TODAY - 9),
      used('oak', 'sync', TODAY - 399),
      used('oak', 'fax', TODAY - 400),
    ])
    expect((await bookOn()).features).toBe(2)
    expect((await bookOn(TODAY, 'then')).features).toBe(2)
    expect((await bookOn(TODAY - 5, 'then')).features).toBe(3)
  })
})

describe('the movement of the book', () => {
  async function givenBook(changes: readonly number[]): Promise<void> {
    const names = changes.map((_, index) => `c${String(index).padStart(3, '0')}`)
    await company.import(
      'customers',
      names.map((externalId) => ({ externalId, name: externalId })),
    )
    await company.import(
      'usage',
      names.flatMap((name, index) => [
        ...usageRows(name, { from: TODAY - 56, to: TODAY - 29, value: 100 }),
        ...usageRows(name, { from: TODAY - 28, to: TODAY - 1, value: 100 + (changes[index] ?? 0) }),
      ]),
    )
  }

  async function medianOn(on: Day, mode: 'now' | 'then' = 'now'): Promise<number | null> {
    const sample = await within((tx) => sampleUsage(tx, { day: on, timeZone: 'UTC', mode }))
    const changes = sample.flatMap((windows) => {
      const readings = windows.flatMap((window) => usageReading(window) ?? [])
      const trend = usageTrend(readings, { rules: DEFAULT_RULES.trend, bookMedian: null })
      return trend ? [trend.changePercent] : []
    })
    return bookTrend(changes).medianChangePercent
  }

  it('is the median over the customers that use it, whatever a few of them do', async () => {
    await givenBook([-90, 90, 90, ...Array.from({ length: 18 }, () => -22)])
    expect(await medianOn(TODAY)).toBe(-22)
    expect(await medianOn(TODAY, 'then')).toBe(-22)
    // Before anything had changed, and before anything was there.
    expect(await medianOn(TODAY - 29, 'then')).toBeNull()
  })

  it('leaves out who has gone, is a test, is archived, or is another company’s', async () => {
    await givenBook([...Array.from({ length: 20 }, () => 4), 80, 80, 80])
    const leave = (name: string, change: string) =>
      company.query(`update customers set ${change} where external_id = $1 returning id`, [name])
    await leave('c020', `status = 'churned'`)
    await leave('c021', `status = 'test'`)
    await leave('c022', `archived_at = app.now()`)
    const sample = await within((tx) => sampleUsage(tx, { day: TODAY, timeZone: 'UTC', mode: 'now' }))
    expect(sample).toHaveLength(20)
    const other = await givenCompany(db)
    company = other
    expect(await medianOn(TODAY)).toBeNull()
  })

  it('is taken from 2,000 customers at most, the same ones each time', async () => {
    await db.owner.query(
      `insert into customers (company_id, external_id, name, name_key) select $1, n, n, n from generate_series(1, 2040) n`,
      [company.id],
    )
    await db.owner.query(
      `insert into usage_windows (company_id, customer_id, metric, last_day, days)
       select company_id, id, 'logins', '2027-03-14', array_fill(external_id::float8, array[84]) from customers where company_id = $1`,
      [company.id],
    )
    const sampled = () => within((tx) => sampleUsage(tx, { day: TODAY, timeZone: 'UTC', mode: 'now' }))
    const once = await sampled()
    expect(once).toHaveLength(2000)
    expect(await sampled()).toEqual(once)
    const levels = once.map(([window]) => window?.days[0] ?? 0)
    // Neither the oldest nor the newest customers alone.
    expect(Math.min(...levels)).toBeLessThan(40)
    expect(Math.max(...levels)).toBeGreaterThan(2000)
  })

  it('of a past day is taken from the same ones, though others who count from long before have come since', async () => {
    const come = async (from: number, to: number, on: Day) => {
      await db.owner.query(
        `insert into customers (company_id, external_id, name, name_key, created_at, known_at)
         select $1, n, n, n, $4::date, '2020-01-01' from generate_series($2::int, $3::int) n`,
        [company.id, from, to, isoDay(on)],
      )
      await db.owner.query(
        intoUsageMonths(
          `select company_id, id as customer_id, 'logins' as metric, '' as feature, $4::date as day, external_id::float8 as value
             from customers where company_id = $1 and external_id::int between $2 and $3`,
        ),
        [company.id, from, to, isoDay(TODAY - 1)],
      )
      await db.owner.query('analyze customers, usage_metrics')
    }
    const sampled = async () => {
      const knowledge = { day: TODAY, timeZone: 'UTC', mode: 'then' } as const
      const sample = await within((tx) => sampleUsage(tx, knowledge))
      return sample.map(([window]) => window?.days.at(-1))
    }
    await come(1, 1990, TODAY - 30)
    const before = await sampled()
    expect(before).toHaveLength(1990)
    await come(1991, 2100, TODAY + 5)
    expect(await sampled()).toEqual(expect.arrayContaining(before))
    await come(2101, 2200, TODAY - 30)
    const full = await sampled()
    await come(2201, 2400, TODAY + 6)
    expect(await sampled()).toEqual(full)
  })
})

describe('the first day that anything is dated on', () => {
  const first = () => within(firstDatedFact)

  it('is unknown where nothing is', async () => {
    expect(await first()).toBeNull()
  })

  it('is the earliest of usage, tickets and talks', async () => {
    await company.import('customers', [{ externalId: 'elm', name: 'Elm' }])
    await company.import('tickets', [ticketRow('t', 'elm', { createdAt: `${isoDay(TODAY - 30)}T10:00:00Z` })])
    expect(await first()).toBe(TODAY - 30)
    const talk = { externalId: 'e', customerExternalId: 'elm', kind: 'call', at: `${isoDay(TODAY - 70)}T10:00:00Z` }
    await company.import('engagements', [talk])
    expect(await first()).toBe(TODAY - 70)
    await company.import('usage', usageRows('elm', { from: TODAY - 75, to: TODAY - 1, value: 5 }))
    expect(await first()).toBe(TODAY - 75)
  })
})
