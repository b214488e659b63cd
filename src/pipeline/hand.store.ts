import { isoDay, type Day } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'
import type { AccountPlan } from '../spine/words.ts'
import type { Rates } from '../stages/analyze/currency.ts'

export type OwnedCustomer = {
  /** Null: nobody's, or somebody's who left. */
  readonly ownerId: string | null
  readonly arr: number | null
  readonly currency: string | null
  readonly accountPlan: AccountPlan | null
  readonly reporting: string
  /** The company's. */
  readonly timeZone: string
}

/** What ranking a customer's workflow by hand needs beside its analysis. */
export const ownedCustomer = (tx: Tx, customerId: string): Promise<OwnedCustomer | undefined> =>
  tx.row<OwnedCustomer>(
    `select u.id as "ownerId", c.arr, c.currency, c.account_plan as "accountPlan", co.currency as reporting, co.time_zone as "timeZone"
       from customers c join companies co on co.id = c.company_id
       left join users u on u.company_id = c.company_id and u.id = c.owner_id and u.active where c.id = $1`,
    [customerId],
  )

export async function currentRates(tx: Tx, today: Day): Promise<Rates> {
  const rates = await tx.rows<{ currency: string; rate: number }>(
    'select distinct on (currency) currency, rate from rates where day <= $1::date order by currency, day desc',
    [isoDay(today)],
  )
  return new Map(rates.map((each) => [each.currency, each.rate]))
}
