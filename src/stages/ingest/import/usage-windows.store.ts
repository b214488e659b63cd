import type { Tx } from '../../../platform/postgres.ts'

/** Days that a window holds; the check of its table says the same. */
const WINDOW = 84

/**
 * Brings the windows up to the truth for the days that were touched: the sum of a day over features, sources and ids.
 * `touched`: SQL of our own that gives distinct (customer_id, metric, day). Days after tomorrow are kept but stay out of the windows:
 * one mistyped year would empty them.
 */
export async function deriveWindows(tx: Tx, touched: string, today: string): Promise<void> {
  await tx.run('drop table if exists touched_days, touched_windows')
  await tx.run(
    `create temp table touched_days on commit drop as
     select t.customer_id, t.metric, t.day, sum(u.value) as value
       from (${touched}) t
       left join usage_metrics u on u.company_id = app.company_id() and u.customer_id = t.customer_id and u.metric = t.metric and u.day = t.day
      where t.day <= $1::date + 1
      group by t.customer_id, t.metric, t.day`,
    [today],
  )
  await tx.run(
    `create temp table touched_windows on commit drop as
     select d.customer_id, d.metric, w.last_day as old_last, w.days as old_days,
            greatest(w.last_day, d.newest) as last_day, d.touched, d.newest, d.newest_value
       from (select customer_id, metric, count(*) as touched, max(day) filter (where value is not null) as newest,
                    (array_agg(value order by day desc))[1] as newest_value
               from touched_days group by customer_id, metric) d
       left join usage_windows w on w.company_id = app.company_id() and w.customer_id = d.customer_id and w.metric = d.metric`,
  )
  await oneDay(tx)
  await severalDays(tx)
}

// The daily feed: one new day per window, cut and joined whole instead of element by element.
async function oneDay(tx: Tx): Promise<void> {
  await tx.run(
    `update usage_windows w set last_day = t.last_day,
            days = case
              when t.newest >= w.last_day + ${WINDOW} then array_fill(null::float8, array[${WINDOW - 1}]) || t.newest_value
              when t.newest > w.last_day
                then w.days[1 + t.newest - w.last_day:${WINDOW}] || array_fill(null::float8, array[t.newest - w.last_day - 1]) || t.newest_value
              when t.newest = w.last_day then w.days[1:${WINDOW - 1}] || t.newest_value
              else w.days[1:${WINDOW - 1} - (w.last_day - t.newest)] || t.newest_value || w.days[${WINDOW + 1} - (w.last_day - t.newest):${WINDOW}] end
       from touched_windows t
      where t.touched = 1 and t.newest is not null and t.old_last is not null and t.newest > t.old_last - ${WINDOW}
        and w.company_id = app.company_id() and w.customer_id = t.customer_id and w.metric = t.metric`,
  )
}

// Many days at once, a window that is not there yet, or a day that is gone: rebuilt from what it was and the touched days.
async function severalDays(tx: Tx): Promise<void> {
  await tx.run(
    `insert into usage_windows (company_id, customer_id, metric, last_day, days)
     select app.company_id(), t.customer_id, t.metric, min(t.last_day),
            array_agg(case when d.day is not null then d.value
                           when t.old_last is not null and t.last_day - back between t.old_last - ${WINDOW - 1} and t.old_last
                             then t.old_days[${WINDOW} - (t.old_last - (t.last_day - back))] end order by back desc)
       from touched_windows t
       cross join generate_series(0, ${WINDOW - 1}) back
       left join touched_days d on d.customer_id = t.customer_id and d.metric = t.metric and d.day = t.last_day - back
      where t.last_day is not null and (t.touched > 1 or t.old_last is null or t.newest is null)
      group by t.customer_id, t.metric
     on conflict (company_id, customer_id, metric) do update set last_day = excluded.last_day, days = excluded.days`,
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
    `select distinct customer_id, metric, day from usage_metrics where company_id = app.company_id() and customer_id in (${customers})`,
    today,
  )
  await deriveFeatures(
    tx,
    `select customer_id, feature, max(day) as day from usage_metrics
      where company_id = app.company_id() and customer_id in (${customers}) and feature <> '' and value > 0 group by 1, 2`,
  )
}
