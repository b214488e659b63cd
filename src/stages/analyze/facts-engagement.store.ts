import type { Today } from '../../base/today.ts'
import { type InOrder, oneOf } from '../../platform/copied-rows.ts'
import type { Tx } from '../../platform/postgres.ts'
import { amongCustomers, type Customers } from '../../spine/among-customers.store.ts'
import type { EngagementFact } from './facts.ts'
import type { PageRead } from './facts-records.store.ts'
import {
  correctedSince,
  dayNumberOf,
  daysBefore,
  END_OF_DAY,
  type Knowledge,
  note,
  outlived,
  unlessNow,
} from './known.store.ts'

const THREADS_WITHIN_DAYS = 90

/**
 * The last 90 days of a customer are read once: its last two-way contact and review, and who took part (fifty addressees of a mail are no
 * fifty people in touch). Who had none of either in them is looked up by one backward index probe, however long the history.
 * Whoever never names attendees has unknown threads, not none.
 */
export async function readEngagement(
  tx: Tx,
  { knowledge, customers, parameters }: PageRead,
): Promise<InOrder<EngagementFact | null, Today>> {
  const { mode } = knowledge
  const rows = await tx.copied(mode === 'then' ? seenFromThen(customers) : seenAsItStands(mode, customers), parameters)
  return oneOf(rows, (row, today: Today) => {
    note(today, row.numberOrNull())
    return {
      lastTwoWayOn: row.numberOrNull(),
      lastQbrOn: row.numberOrNull(),
      threads: threadsOf(row.flag(), row.textOrNull()),
    }
  })
}

/** `attendees`: lists of people in lower case, as JSON with commas between. Counted here: to take lists apart is dear in the database. */
function threadsOf(areNamed: boolean, attendees: string | null): number | null {
  if (attendees === null) return areNamed ? 0 : null
  const people = new Set((JSON.parse(`[${attendees}]`) as (string | null)[][]).flat())
  people.delete(null)
  return people.size === 0 ? null : people.size
}

type Probe = { readonly from: string; readonly which: string }

const latest = ({ from, which }: Probe): string =>
  `(select e.at, e.id, e.attendees from ${from} e where e.customer_id = page.id and ${which} and e.at < ${END_OF_DAY}
     order by e.at desc, e.id desc limit 1)`

type Reading = {
  readonly mode: Knowledge['mode']
  /** The last engagement of a kind, as `at` and `attendees`. */
  readonly lastOf: (which: string) => string
  /** Engagements to read the last days of. */
  readonly all: string
}

// What is dated ahead comes on its day, and whoever took part in something that no longer counts may be in touch no more.
const CHANGES_AT = `case when e.at < ${END_OF_DAY} then case when e.two_way and e.attendees <> '{}' then ${outlived('e.at', THREADS_WITHIN_DAYS)} end
  when e.two_way or e.kind = 'qbr' then e.at end`

const engagementSql = (customers: Customers, { mode, lastOf, all }: Reading): string => `
  select page.id, ${dayNumberOf('recent.changes_at')}, ${dayNumberOf('coalesce(recent.contact, contact.at)')}, ${dayNumberOf('coalesce(recent.review, review.at)')},
         coalesce(contact.attendees <> '{}', false), recent.attendees
    from (select id from customers where ${amongCustomers(customers, 'id')}) page
    cross join lateral (select max(e.at) filter (where e.two_way and e.at < ${END_OF_DAY}) as contact,
                               max(e.at) filter (where e.kind = 'qbr' and e.at < ${END_OF_DAY}) as review,
                               string_agg(lower(to_json(e.attendees)::text), ',')
                                 filter (where e.two_way and e.attendees <> '{}' and e.at < ${END_OF_DAY}) as attendees,
                               min(${CHANGES_AT}) as changes_at
                          from ${all} e
                         where e.customer_id = page.id and e.at > ${daysBefore(THREADS_WITHIN_DAYS)}
                               ${unlessNow(mode, `and e.at < ${END_OF_DAY}`)}) recent
    left join lateral ${lastOf('e.two_way and recent.contact is null')} contact on true
    left join lateral ${lastOf("e.kind = 'qbr' and recent.review is null")} review on true
   where coalesce(recent.contact, recent.review, contact.at, review.at, recent.changes_at) is not null
   order by page.id`

const seenAsItStands = (mode: Knowledge['mode'], customers: Customers): string =>
  engagementSql(customers, { mode, lastOf: (which) => latest({ from: 'engagements', which }), all: 'engagements' })

const STOOD = `e.known_at < ${END_OF_DAY}`

// What has been corrected since is few: it is looked up once, and asked beside what still stands.
const seenFromThen = (customers: Customers): string =>
  `with corrected as materialized (${correctedSince('engagements', customers)}) ${engagementSql(customers, {
    mode: 'then',
    lastOf: (which) =>
      `(select * from (${latest({ from: 'engagements', which: `${which} and ${STOOD}` })} union all ${latest({ from: 'corrected', which })}) e
       order by e.at desc, e.id desc limit 1)`,
    all: `(select e.customer_id, e.kind, e.two_way, e.at, e.attendees from engagements e where ${STOOD}
         union all select e.customer_id, e.kind, e.two_way, e.at, e.attendees from corrected e)`,
  })}`
