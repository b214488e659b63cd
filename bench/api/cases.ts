import type { Limit } from '../report.ts'
import type { Askers } from './book.ts'
import type { HttpRequest } from './load.child.ts'
import { get, post, type Asker } from './requests.ts'

/** What is asked, by each connection in turns. */
export type ApiCase = {
  readonly name: string
  readonly asked: readonly (readonly HttpRequest[])[]
  /** Of the requests of a round this part: what does a thousand things at once is asked for less often. */
  readonly part: number
  /** What part of the rate of the driver alone the API reaches. */
  readonly limit: Limit
}

export const STEP_ACTION = 'step action'
export const RECORDS_AT_ONCE = 1000
const CUSTOMERS_EACH = 10
const BULK_PART = 0.1
const HALF: Limit = { atLeast: 0.5 }

export type Asking = {
  readonly askers: Askers
  readonly secret: string
  readonly connections: number
  readonly records: number
}

/** Today's data of a CSM, a customer's page, a list of customers, a step done and taken back, and a thousand records at once. */
export function casesOf({ askers, secret, connections, records }: Asking): readonly ApiCase[] {
  const each = <T>(make: (connection: number) => T): readonly T[] =>
    Array.from({ length: connections }, (_, n) => make(n))
  const person = (n: number): Asker => ({ secret, userId: askers.people[n % askers.people.length] ?? '' })
  const customersOf = (n: number): readonly string[] =>
    Array.from(
      { length: CUSTOMERS_EACH },
      (_, turn) => askers.customers[(n * CUSTOMERS_EACH + turn) % askers.customers.length] ?? '',
    )
  return [
    { name: 'today', part: 1, limit: HALF, asked: each((n) => [get(person(n), '/api/today')]) },
    {
      name: 'today as its page loads it',
      part: 1,
      limit: HALF,
      asked: each((n) => [get(person(n), '/api/session'), get(person(n), '/api/today')]),
    },
    {
      name: 'customer page',
      part: 1,
      limit: HALF,
      asked: each((n) => customersOf(n).map((id) => get(person(n), `/api/customers/${id}/page`))),
    },
    {
      name: 'list of customers',
      part: 1,
      limit: HALF,
      asked: each((n) => [get(person(n), '/api/customers?limit=50')]),
    },
    {
      name: STEP_ACTION,
      part: 1,
      limit: { atLeast: 0.4 },
      asked: each((n) => {
        const own = askers.steps.filter((_, place) => Math.floor((place * connections) / askers.steps.length) === n)
        return own.flatMap(({ userId, executionId, stepId }) =>
          (['complete', 'reopen'] as const).map((act) =>
            post({ secret, userId }, `/api/workflows/${executionId}/steps/${stepId}/${act}`, {}),
          ),
        )
      }),
    },
    {
      name: 'bulk upsert',
      part: BULK_PART,
      limit: HALF,
      asked: each((n) =>
        [0, 1].map((turn) =>
          post({ secret, userId: askers.admin }, '/api/opportunities/bulk', {
            records: recordsOf(n, { turn, records }),
          }),
        ),
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
