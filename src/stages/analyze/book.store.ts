import { isoDay, type Day } from '../../base/day.ts'
import { Today } from '../../base/today.ts'
import { idList, type Tx } from '../../platform/postgres.ts'
import type { Conversion } from './currency.ts'
import type { UsageWindow } from './facts.ts'
import { believedUsage, FEATURES_WITHIN_DAYS, readUsage } from './facts-activity.store.ts'
import { END_OF_DAY, recordsOf, type Knowledge } from './known.store.ts'

/** What all customers of a company share on a day; read once for a run. */
export type Book = {
  /** Features and products that exist, against which a customer's are counted. */
  readonly features: number
  readonly products: number
  /** Tickets come in for the company's customers, so that a customer without any is quiet and not unknown. */
  readonly ticketsKnown: boolean
  readonly conversion: Conversion
}

// Enough for a median that hardly moves, and the same effort for ten thousand customers and for a million.
const SAMPLE_CUSTOMERS = 2000

export async function loadBook(
  tx: Tx,
  { currency, knowledge }: { currency: string; knowledge: Knowledge },
): Promise<Book> {
  const day = isoDay(knowledge.day)
  const row = await tx.row<Pick<Book, 'features' | 'products' | 'ticketsKnown'>>(
    `select (${knowledge.mode === 'now' ? FEATURES : pastFeatures(knowledge.mode)}) as features,
            (select count(*)::int from products p ${knowledge.mode === 'then' ? KNOWN_PRODUCTS : ''}) as products,
            exists (select from support_tickets where customer_id is not null and opened_at < ${END_OF_DAY}
                       and opened_at > ${END_OF_DAY} - interval '${String(TICKETS_WITHIN_DAYS)} days' and $1::uuid[] is not null) as "ticketsKnown"`,
    [[], day, knowledge.timeZone],
  )
  return {
    features: row?.features ?? 0,
    products: row?.products ?? 0,
    ticketsKnown: row?.ticketsKnown ?? false,
    conversion: {
      reporting: currency,
      rates: await (knowledge.mode === 'then' ? believedRates(tx, knowledge) : readRates(tx, knowledge.day)),
    },
  }
}

/** What the products and their names come to: profiles ask for them, and nobody is told of a new name. */
export async function markOfProducts(tx: Tx): Promise<string> {
  const row = await tx.row<{ mark: string }>(
    `select md5(coalesce(string_agg(concat_ws(' ', id, name), ',' order by id), '')) as mark from products`,
  )
  return row?.mark ?? ''
}

/** The rates in force on a day, by currency. */
export async function readRates(tx: Tx, day: Day): Promise<ReadonlyMap<string, number>> {
  const rates = await tx.rows<{ currency: string; rate: number }>(
    'select distinct on (currency) currency, rate from rates where day <= $1::date order by currency, day desc',
    [isoDay(day)],
  )
  return new Map(rates.map((each) => [each.currency, each.rate]))
}

/** The same as they were believed at the end of the day: a rate that was corrected later counts as it was. */
async function believedRates(tx: Tx, { day, timeZone }: Knowledge): Promise<ReadonlyMap<string, number>> {
  const rates = await tx.rows<{ currency: string; rate: number }>(
    `select distinct on (r.currency) r.currency, coalesce(was.rate, r.rate) as rate
       from rates r
       left join lateral (select (v.record ->> 'rate')::numeric as rate from record_versions v
                           where v.kind = 'rates' and v.record_id = md5(r.currency || r.day)::uuid and v.superseded_at >= ${END_OF_DAY}
                           order by v.seq limit 1) was on true
      where r.day <= $2::date and $1::uuid[] is not null order by r.currency, r.day desc`,
    [[], isoDay(day), timeZone],
  )
  return new Map(rates.map((each) => [each.currency, each.rate]))
}

// A desk that nobody has written to for a year is one that is not connected any more.
const TICKETS_WITHIN_DAYS = 400

const KNOWN_PRODUCTS = `where p.known_at < ${END_OF_DAY} or exists (
  select from record_versions v where v.kind = 'products' and v.record_id = p.id and v.known_at < ${END_OF_DAY})`

// Whatever has become of them since: what there was to use does not change with them. Nor with those who came later: of a past day the
// places go first to who had come by then, and only what is left to who counts from his own beginning.
const sampled = (mode: Knowledge['mode']): string =>
  `select id from customers order by ${mode === 'then' ? `created_at >= ${END_OF_DAY}, ` : ''}right(id::text, 12), id limit ${String(SAMPLE_CUSTOMERS)}`

const FEATURES = `
  select count(distinct k.feature)::int from usage_features f, unnest(f.features, f.last_days) k(feature, day)
   where f.customer_id in (${sampled('now')}) and k.day > $2::date - ${String(FEATURES_WITHIN_DAYS)} and k.day <= $2::date + 1`

const pastFeatures = (mode: Knowledge['mode']): string => `
  select count(distinct feature)::int from ${believedUsage(`u.customer_id in (${sampled(mode)})`, FEATURES_WITHIN_DAYS)} u
   where feature <> '' and value > 0`

async function sample(tx: Tx, { day, timeZone, mode }: Knowledge): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select s.id from (${sampled(mode)}) s where $1::uuid[] is not null and $2::date is not null and $3::text is not null`,
    [[], isoDay(day), timeZone],
  )
  return rows.map(({ id }) => id)
}

/**
 * The usage of at most 2,000 customers, always the same ones: ordered by the random half of their ids, so neither the oldest nor the newest.
 * One entry per customer; the book's trend is the median over them.
 */
export async function sampleUsage(tx: Tx, knowledge: Knowledge): Promise<readonly (readonly UsageWindow[])[]> {
  const parameters = (ids: readonly string[]) => [idList(ids), isoDay(knowledge.day), knowledge.timeZone]
  // Of a past day, those who were customers then.
  const customers = await tx.rows<{ id: string }>(
    `select c.id from ${recordsOf('customers', knowledge.mode)} c
      where c.archived_at is null and c.status in ('active', 'trial') and $2::date is not null and $3::text is not null
      order by right(c.id::text, 12), c.id`,
    parameters(await sample(tx, knowledge)),
  )
  const ids = customers.map(({ id }) => id).sort()
  const usage = await readUsage(tx, { customers: ids, knowledge, parameters: parameters(ids) })
  const today = new Today(knowledge.day)
  return ids.map((id) => usage(id, today)).filter((windows) => windows.length > 0)
}

/** The first day that usage, a ticket or an engagement is dated on; null: nothing is dated at all. */
export async function firstDatedFact(tx: Tx): Promise<Day | null> {
  const row = await tx.row<{ first: Day | null }>(
    `select least((select min(w.last_day - 84 + first.place::int) from usage_windows w
                    cross join lateral (select min(place) as place from unnest(w.days) with ordinality u(value, place) where value is not null) first),
                  (select min(opened_at)::date from support_tickets),
                  (select min(at)::date from engagements)) as first`,
  )
  return row?.first ?? null
}
