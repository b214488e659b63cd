import { askerAt } from '../access/asker.store.ts'
import { can } from '../access/policies.ts'
import type { Clock } from '../base/clock.ts'
import { ok } from '../base/result.ts'
import { act } from '../platform/http/act.ts'
import type { Route } from '../platform/http/route.ts'
import type { Database } from '../platform/postgres.ts'
import { MOST_FOUND, Search } from './search.contract.ts'
import { customersCalled } from './search.store.ts'

/** What is found by its name, with what the caller may do to it. */
export const searchRoutes = ({
  database,
  clock,
}: {
  readonly database: Database
  readonly clock: Clock
}): readonly Route[] => [
  act(Search, database, async (tx, { query, caller }) => {
    const { asker } = await askerAt(tx, caller, clock.now())
    const rows = await customersCalled(tx, query.q, MOST_FOUND)
    return ok({
      customers: rows.map((row) => ({
        id: row.id,
        name: row.name,
        owner: row.owner,
        stage: row.stage,
        arr: { amount: row.arr, currency: row.currency },
        can: [...can(asker, 'customer', row)],
      })),
    })
  }),
]
