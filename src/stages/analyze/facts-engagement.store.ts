import { type InOrder, oneOf } from '../../platform/copied-rows.ts'
import type { Tx } from '../../platform/postgres.ts'
import { amongCustomers, type Customers } from '../../spine/among-customers.store.ts'
import type { EngagementFact } from './facts.ts'
import type { PageRead } from './facts-records.store.ts'
import { correctedSince, dayNumberOf, END_OF_DAY } from './known.store.ts'

const THREADS_WITHIN_DAYS = 90

/**
 * People are counted over 90 days, those who took part: fifty addressees of a mail are no fifty people in touch. The last two-way contact
 * is among the same rows; only where there is none, and for the last review, one backward index probe finds it, however long the history.
 * Whoever never names attendees has unknown threads, not none.
 */
export async function readEngagement(
  tx: Tx,
  { knowledge, customers, parameters }: PageRead,
): Promise<InOrder<EngagementFact | null>> {
  const rows = await tx.copied(knowledge.mode === 'then' ? seenFromThen(customers) : seenFromNow(customers), parameters)
  return oneOf(rows, (row) => ({
    lastTwoWayOn: row.numberOrNull(),
    lastQbrOn: row.numberOrNull(),
    threads: row.numberOrNull(),
  }))
}

type Probe = { readonly from: string; readonly which: string }

const latest = ({ from, which }: Probe): string =>
  `(select e.at, e.id, e.attendees from ${from} e where e.customer_id = page.id and ${which} and e.at < ${END_OF_DAY}
     order by e.at desc, e.id desc limit 1)`

type Reading = {
  /** The last engagement of a kind, as `at` and `attendees`. */
  readonly lastOf: (which: string) => string
  /** Engagements to count people in. */
  readonly all: string
}

const engagementSql = (customers: Customers, { lastOf, all }: Reading): string => `
  select page.id, ${dayNumberOf('coalesce(recent.at, contact.at)')}, ${dayNumberOf('review.at')},
         coalesce(recent.threads, case when contact.attendees <> '{}' then 0 end)
    from (select id from customers where ${amongCustomers(customers, 'id')}) page
    left join lateral (select max(e.at) as at, nullif(count(distinct lower(person)), 0)::int as threads
                         from ${all} e left join lateral unnest(e.attendees) person on true
                        where e.customer_id = page.id and e.two_way and e.at < ${END_OF_DAY}
                          and e.at > ${END_OF_DAY} - interval '${String(THREADS_WITHIN_DAYS)} days') recent on true
    left join lateral ${lastOf('recent.at is null and e.two_way')} contact on true
    left join lateral ${lastOf("e.kind = 'qbr'")} review on true
   where coalesce(recent.at, contact.at) is not null or review.at is not null
   order by page.id`

const seenFromNow = (customers: Customers): string =>
  engagementSql(customers, { lastOf: (which) => latest({ from: 'engagements', which }), all: 'engagements' })

const STOOD = `e.known_at < ${END_OF_DAY}`

// What has been corrected since is few: it is looked up once, and asked beside what still stands.
const seenFromThen = (customers: Customers): string =>
  `with corrected as materialized (${correctedSince('engagements', customers)}) ${engagementSql(customers, {
    lastOf: (which) =>
      `(select * from (${latest({ from: 'engagements', which: `${which} and ${STOOD}` })} union all ${latest({ from: 'corrected', which })}) e
       order by e.at desc, e.id desc limit 1)`,
    all: `(select e.customer_id, e.two_way, e.at, e.attendees from engagements e where ${STOOD}
         union all select e.customer_id, e.two_way, e.at, e.attendees from corrected e)`,
  })}`
