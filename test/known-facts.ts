import type { Day } from '../src/base/day.ts'
import type { Tx } from '../src/platform/postgres.ts'
import { stretchOf } from '../src/spine/among-customers.store.ts'
import { loadBook, type Book } from '../src/stages/analyze/book.store.ts'
import { loadFacts } from '../src/stages/analyze/facts.store.ts'
import { pageOfCustomers } from '../src/stages/analyze/customers-to-look-at.store.ts'
import type { CustomerFacts } from '../src/stages/analyze/facts.ts'
import type { Knowledge } from '../src/stages/analyze/known.store.ts'
import type { TestDatabase } from './database.ts'
import type { GivenCompany } from './given-company.ts'

export type Known = { readonly book: Book; readonly customers: ReadonlyMap<string, CustomerFacts> }
type Seen = { readonly on?: Day; readonly mode?: Knowledge['mode']; readonly timeZone?: string }

/** What is known of all customers of a company, by their external ids, as the daily run loads it; today unless another day is given. */
export function knownOf(
  db: TestDatabase,
  company: GivenCompany,
  { on = company.today(), mode = 'now', timeZone = 'UTC' }: Seen = {},
): Promise<Known> {
  return db.database.withCompany(company.id, async (tx: Tx) => {
    const knowledge = { day: on, timeZone, mode }
    const book = await loadBook(tx, { currency: 'USD', knowledge })
    const ids = await pageOfCustomers(tx, { after: null, limit: 500 })
    const loaded = await loadFacts(tx, { customers: stretchOf(ids), knowledge, book })
    return { book, customers: new Map([...loaded].map(({ facts }) => [facts.externalId, facts])) }
  })
}
