import { sealSession } from '../../src/access/session-token.ts'
import { SESSION_COOKIE } from '../../src/platform/http/guard.ts'
import { COMPANY } from '../company.ts'
import type { Askers } from './book.ts'
import type { HttpRequest } from './load.child.ts'

/** What is asked, by each connection in turns. */
export type ApiCase = {
  readonly name: string
  readonly asked: readonly (readonly HttpRequest[])[]
  /** Of the requests of a round this part: what does a thousand things at once is asked for less often. */
  readonly part: number
}

export const RECORDS_AT_ONCE = 1000
const CUSTOMERS_EACH = 10
const BULK_PART = 0.1
// In the year 2096.
const UNTIL = 4_000_000_000

export type Asking = {
  readonly askers: Askers
  readonly secret: string
  readonly connections: number
  readonly records: number
}

/** Today's data of a CSM, a customer's figures, a page of customers, and a thousand records at once. */
export function casesOf({ askers, secret, connections, records }: Asking): readonly ApiCase[] {
  const as = (userId: string): Record<string, string> => ({
    cookie: `${SESSION_COOKIE}=${sealSession({ companyId: COMPANY, userId, until: UNTIL }, secret)}`,
  })
  const get = (userId: string, path: string): HttpRequest => ({
    method: 'GET',
    path,
    headers: as(userId),
    body: undefined,
  })
  const each = <T>(make: (connection: number) => T): readonly T[] =>
    Array.from({ length: connections }, (_, n) => make(n))
  const person = (n: number): string => askers.people[n % askers.people.length] ?? ''
  const customersOf = (n: number): readonly string[] =>
    Array.from(
      { length: CUSTOMERS_EACH },
      (_, turn) => askers.customers[(n * CUSTOMERS_EACH + turn) % askers.customers.length] ?? '',
    )
  return [
    { name: 'today', part: 1, asked: each((n) => [get(person(n), '/api/today')]) },
    {
      name: 'customer',
      part: 1,
      asked: each((n) => customersOf(n).map((id) => get(person(n), `/api/intelligence/customer/${id}/insights`))),
    },
    { name: 'list of customers', part: 1, asked: each((n) => [get(person(n), '/api/customers?limit=50')]) },
    {
      name: 'bulk upsert',
      part: BULK_PART,
      asked: each((n) =>
        [0, 1].map((turn) => ({
          method: 'POST' as const,
          path: '/api/opportunities/bulk',
          headers: { ...as(askers.admin), 'content-type': 'application/json' },
          body: JSON.stringify({ records: recordsOf(n, { turn, records }) }),
        })),
      ),
    },
  ]
}

/** The records of a connection: the same ones every time, with one amount or the other, so that each upsert changes all of them. */
function recordsOf(connection: number, { turn, records }: { readonly turn: number; readonly records: number }) {
  return Array.from({ length: records }, (_, n) => ({
    externalId: `bulk-${String(connection)}-${String(n)}`,
    customerExternalId: `c-${String(1 + n)}`,
    name: `Expansion ${String(n)}`,
    stage: 'Proposal',
    amount: 1000 + n + turn,
    currency: 'USD',
    openedOn: '2027-02-01',
    closeDate: '2027-06-30',
    type: 'Expansion',
    probability: 40,
  }))
}
