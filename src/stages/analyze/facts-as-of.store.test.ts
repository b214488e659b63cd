import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { anyChange, givenTwoCustomers } from '../../../test/any-changes.ts'
import { FIRST, memory, morningOf, ZONE } from '../../../test/change.ts'
import type { GivenCompany } from '../../../test/given-company.ts'
import type { Day } from '../../base/day.ts'
import { stretchOf, type Customers } from '../../spine/among-customers.store.ts'
import { loadBook } from './book.store.ts'
import { loadFacts } from './facts.store.ts'
import { pageOfCustomers } from './customers-to-look-at.store.ts'
import type { Knowledge } from './known.store.ts'

const db = await testDatabase()
beforeEach(() => db.clock.set(new Date(morningOf(FIRST))))

function loadedOn(company: GivenCompany, on: Day, mode: Knowledge['mode']) {
  return db.database.withCompany(company.id, async (tx) => {
    const knowledge = { day: on, timeZone: ZONE, mode }
    const { conversion, ...book } = await loadBook(tx, { currency: 'USD', knowledge })
    const factsOf = async (customers: Customers) =>
      [...(await loadFacts(tx, { customers, knowledge, book: { conversion, ...book } }))].map(({ facts }) => facts)
    const ids = await pageOfCustomers(tx, { after: null, limit: 50 })
    const [oneByOne, asStretch] = [await factsOf(ids), await factsOf(stretchOf(ids))]
    expect(asStretch).toEqual(oneByOne)
    return { book, rates: [...conversion.rates].sort(), facts: asStretch }
  })
}

describe('what was known at the end of a past day', () => {
  it('is what was known on that day, whatever has changed since, one by one and as a stretch of ids', async () => {
    const anyDays = fc.array(fc.array(anyChange, { minLength: 1, maxLength: 7 }), { minLength: 4, maxLength: 7 })
    await fc.assert(
      fc.asyncProperty(anyDays, async (days) => {
        const company = await givenTwoCustomers(db)
        const sources = memory()
        const lived = new Map<Day, Awaited<ReturnType<typeof loadedOn>>>()
        for (const [index, changes] of days.entries()) {
          const today = FIRST + index
          company.at(morningOf(today))
          for (const { kind, record } of changes) await company.import(kind, [record(today, sources)])
          lived.set(today, await loadedOn(company, today, 'now'))
        }
        company.at(morningOf(FIRST + 40))
        for (const [on, known] of lived) expect(await loadedOn(company, on, 'then')).toEqual(known)
      }),
      { numRuns: 4 },
    )
  })
})
