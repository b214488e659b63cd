import { z } from 'zod'
import type { Clock } from '../base/clock.ts'
import { dayIn, isoDay, type Day } from '../base/day.ts'
import { err, ok } from '../base/result.ts'
import { act } from '../platform/http/act.ts'
import { cut, NO_CURSOR, positionOf } from '../platform/http/cursor.ts'
import type { Route } from '../platform/http/route.ts'
import type { Database } from '../platform/postgres.ts'
import { GetCustomerList, type ListedCustomer } from './customer-list.contract.ts'
import { countListed, listedCustomers, ownersOfCustomers, type ListedRow } from './customer-list.store.ts'
import { companyOf, hasNoCustomers } from './day.store.ts'

type Deps = { readonly database: Database; readonly clock: Clock }

// The sort stands in the cursor: a place among names is none among dates.
const Place = z.tuple([z.string(), z.string(), z.uuid()])

/** The customers for people: everybody of the company may read all of them. */
export function customerListRoutes({ database, clock }: Deps): readonly Route[] {
  return [
    act(GetCustomerList, database, async (tx, { query: { cursor, limit, ...asked } }) => {
      const sorted = `${asked.sort} ${asked.order}`
      const place = cursor === undefined ? null : Place.safeParse(positionOf(cursor)).data
      if (place === undefined || (place && place[0] !== sorted)) return err(NO_CURSOR)
      const { time_zone } = await companyOf(tx)
      const today = dayIn(time_zone, clock.now())
      const question = { ...asked, today }
      const after = place && ([place[1], place[2]] as const)
      const rows = await listedCustomers(tx, question, { after, limit: limit + 1 })
      const { items, nextCursor } = cut(rows, limit, (row) => [sorted, row.place, row.id])
      const first = place === null
      return ok({
        items: items.map((row) => listed(row, today)),
        nextCursor,
        total: first ? await countListed(tx, question) : null,
        owners: first ? await ownersOfCustomers(tx) : [],
        isEmpty: first && items.length === 0 && (await hasNoCustomers(tx)),
      })
    }),
  ]
}

function listed({ ownerId, owner, renewalDate, place: _, ...row }: ListedRow, today: Day): ListedCustomer {
  return {
    ...row,
    owner: ownerId !== null && owner !== null ? { id: ownerId, name: owner } : null,
    renewalDate: renewalDate === null ? null : isoDay(renewalDate),
    daysUntilRenewal: renewalDate === null ? null : renewalDate - today,
  }
}
