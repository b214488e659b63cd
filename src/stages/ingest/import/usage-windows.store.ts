import type { Tx } from '../../../platform/postgres.ts'
import { addRows } from './add-rows.store.ts'
import type { Addition } from './merge-sql.ts'
import { withoutJoins } from './without-joins.store.ts'

/** Days that a window holds; the check of its table says the same. */
export const WINDOW_DAYS = 84

/** SQL that gives what days come to by the truth: the sum over features, sources and ids. `days`: SQL that gives (customer_id, metric, day). */
export const sumsOf = (days: string): string =>
  `select t.customer_id, t.metric, t.day, sum(u.days[1 + t.day - u.month]) as value
     from (select distinct customer_id, metric, day from (${days}) touched) t
     join usage_metrics u on u.company_id = app.company_id() and u.customer_id = t.customer_id and u.metric = t.metric
                             and u.month = date_trunc('month', t.day)::date and u.days[1 + t.day - u.month] is not null
    group by t.customer_id, t.metric, t.day`

/**
 * Brings the windows up to the truth for the days that were touched. `days`: SQL of our own that gives each touched (customer_id, metric, day)
 * once, with the value that it comes to. Days after tomorrow are kept but stay out of the windows: one mistyped year would empty them.
 */
export async function deriveWindows(tx: Tx, days: string, today: string): Promise<void> {
  await tx.run('drop table if exists touched_days, touched_windows')
  await tx.run(
    `create temp table touched_days on commit drop as select * from (${days}) touched where day <= $1::date + 1`,
    [today],
  )
  await tx.run(
    `create temp table touched_windows on commit drop as
     select t.customer_id, t.metric, t.first, t.last, t.last - t.first + 1 > t.days as has_gaps, w.last_day as last_before
       from (select customer_id, metric, min(day) as first, max(day) as last, count(*) as days from touched_days group by customer_id, metric) t
       left join usage_windows w on w.company_id = app.company_id() and w.customer_id = t.customer_id and w.metric = t.metric`,
  )
  const found = await tx.row<{ whole: number; gaps: number; among: number }>(
    `select count(*) filter (where not has_gaps and ${BEHIND}) as whole, count(*) filter (where has_gaps and ${BEHIND}) as gaps,
            count(*) filter (where not ${BEHIND}) as among from touched_windows w`,
  )
  const { whole = 0, gaps = 0, among = 0 } = found ?? {}
  // Those first that need the windows as they were.
  if (among > 0) await rebuild(tx)
  if (whole > 0) await append(tx, { days: 'touched_days', which: 'not w.has_gaps', about: whole })
  if (gaps > 0) await append(tx, { days: WITHOUT_GAPS, which: 'w.has_gaps', about: gaps })
}

// All days come after those that the window has: they are put behind them as a whole, instead of element by element.
const BEHIND = '(w.last_before is null or w.first > w.last_before)'

// Nulls for the days between.
const WITHOUT_GAPS = `(
  select customer_id, metric, day + back as day, case back when 0 then value end as value
    from (select t.*, lead(day, 1, day + 1) over (partition by customer_id, metric order by day) - day - 1 as missing from touched_days t) t
   cross join generate_series(0, missing) back)`

/** SQL for an array of so many nulls. */
export const nulls = (count: string): string => `array_fill(null::float8, array[${count}])`

/** Puts touched days behind windows, or begins windows with them. */
async function append(tx: Tx, { days, which, about }: { days: string; which: string; about: number }): Promise<void> {
  await tx.run('drop table if exists appended_days')
  await tx.run(
    `create temp table appended_days on commit drop as
     select w.customer_id, w.metric, min(t.day) as first, w.last, array_agg(t.value order by t.day) as days
       from touched_windows w join ${days} t on t.customer_id = w.customer_id and t.metric = w.metric and t.day > w.last - ${WINDOW_DAYS}
      where ${which} and ${BEHIND} group by w.customer_id, w.metric, w.last`,
  )
  await putBehind(tx, { behind: 'select * from appended_days', about })
}

/**
 * Puts days behind windows, or begins windows with them. `behind`: SQL of our own that reads from temporary tables, for `about` many windows
 * (customer_id, metric), the days from `first` to `last`, at most as many as a window has, all of them later than its own. Gives how many it did:
 * a window that has one of the days is left as it is.
 */
export async function putBehind(tx: Tx, { behind, about }: { behind: string; about: number }): Promise<number> {
  // All windows are one question to the index, which gives them in order.
  const statement = `
    update usage_windows w set last_day = b.last,
           days = case when b.first = w.last_day + 1 then w.days[1 + b.last - w.last_day:${WINDOW_DAYS}]
                       when b.first > w.last_day + ${WINDOW_DAYS} - cardinality(b.days) then ${nulls(`${WINDOW_DAYS} - cardinality(b.days)`)}
                       else w.days[1 + b.last - w.last_day:${WINDOW_DAYS}] || ${nulls('b.first - w.last_day - 1')} end || b.days
      from (${behind}) b
     where w.company_id = (select app.company_id()) and w.customer_id = any(array(select customer_id from (${behind}) asked))
       and w.customer_id = b.customer_id and w.metric = b.metric and w.last_day < b.first`
  const updated = await withoutJoins(tx, ['nestloop', 'hashjoin'], { statement })
  return updated < about
    ? updated + (await addRows(tx, begunBy(behind), { params: [], about: about - updated }))
    : updated
}

const begunBy = (behind: string): Addition => ({
  table: 'usage_windows',
  columns: ['company_id', 'customer_id', 'metric', 'last_day', 'days'],
  values: [
    '(select app.company_id())',
    'b.customer_id',
    'b.metric',
    'b.last',
    `${nulls(`${WINDOW_DAYS} - cardinality(b.days)`)} || b.days`,
  ],
  from: `(${behind}) b where not exists (
           select from usage_windows w where w.company_id = app.company_id() and w.customer_id = b.customer_id and w.metric = b.metric)`,
})

/** Works windows out anew from what they were and the touched days, some of which lie among theirs. */
async function rebuild(tx: Tx): Promise<void> {
  await tx.run(
    `update usage_windows u set last_day = b.last, days = b.days
       from (select w.customer_id, w.metric, w.last,
                    array_agg(case when t.day is not null then t.value
                                   when w.last - back between w.last_before - ${WINDOW_DAYS - 1} and w.last_before
                                     then w.days[${WINDOW_DAYS} - (w.last_before - (w.last - back))] end order by back desc) as days
               from (select t.customer_id, t.metric, greatest(t.last, t.last_before) as last, t.last_before, old.days
                       from touched_windows t
                       join usage_windows old on old.company_id = app.company_id() and old.customer_id = t.customer_id and old.metric = t.metric
                      where t.first <= t.last_before) w
              cross join generate_series(0, ${WINDOW_DAYS - 1}) back
               left join touched_days t on t.customer_id = w.customer_id and t.metric = w.metric and t.day = w.last - back
              group by w.customer_id, w.metric, w.last) b
      where u.company_id = app.company_id() and u.customer_id = b.customer_id and u.metric = b.metric`,
  )
}

/** Brings the last days of features forward. `touched`: SQL of our own that gives (customer_id, feature, day). */
export async function deriveFeatures(tx: Tx, touched: string): Promise<void> {
  await tx.run(
    `with seen as (${touched}),
     known as (
       select f.customer_id, k.feature, k.day from usage_features f, unnest(f.features, f.last_days) as k(feature, day)
        where f.company_id = app.company_id() and f.customer_id in (select customer_id from seen)
     ),
     newest as (
       select customer_id, feature, max(day) as day from (select * from seen union all select * from known) both_of_them group by 1, 2
     )
     insert into usage_features (company_id, customer_id, features, last_days)
     select app.company_id(), customer_id, array_agg(feature order by feature), array_agg(day order by feature) from newest group by customer_id
     on conflict (company_id, customer_id) do update set features = excluded.features, last_days = excluded.last_days`,
  )
}

/** Works the windows and features of some customers out anew from the truth: after an import was taken back. */
export async function rebuildUsage(tx: Tx, customers: string, today: string): Promise<void> {
  await tx.run(`delete from usage_windows where company_id = app.company_id() and customer_id in (${customers})`)
  await tx.run(`delete from usage_features where company_id = app.company_id() and customer_id in (${customers})`)
  await deriveWindows(
    tx,
    `select customer_id, metric, day, sum(value) as value from usage_values
      where company_id = app.company_id() and customer_id in (${customers}) group by customer_id, metric, day`,
    today,
  )
  await deriveFeatures(
    tx,
    `select customer_id, feature, max(day) as day from usage_values
      where company_id = app.company_id() and customer_id in (${customers}) and feature <> '' and value > 0 group by 1, 2`,
  )
}
