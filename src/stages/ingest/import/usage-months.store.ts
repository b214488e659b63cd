import type { Tx } from '../../../platform/postgres.ts'

const KEY = 'customer_id, metric, month, feature, source, external_id'

const same = (one: string, other: string): string =>
  KEY.split(', ')
    .map((column) => `${one}.${column} = ${other}.${column}`)
    .join(' and ')

/**
 * Writes single values into the months that they belong to. The temporary table `usage_changes` (customer_id, metric, day, feature, source,
 * external_id, value, import_id) says each once; one without a value goes. Gives how many there are. A month is read day by day
 * and packed anew, so this is for what comes in small numbers, or seldom: what is behind all that is known of a month is put there as a whole.
 */
export async function rewriteUsage(tx: Tx): Promise<number> {
  await tx.run('drop table if exists rewritten_usage')
  const months = await tx.run(
    `create temp table rewritten_usage on commit drop as
     with changed as (select date_trunc('month', day)::date as month, * from usage_changes),
     laid as (
       select m.*, place, case when c.day is null then u.days[place] else c.value end as value,
              case when c.day is null then u.import_ids[width_bucket(place, u.since)] else c.import_id end as import_id
         from (select distinct ${KEY} from changed) m
        cross join generate_series(1, 31) place
         left join usage_metrics u on u.company_id = app.company_id() and ${same('u', 'm')}
         left join changed c on ${same('c', 'm')} and c.day = m.month + place - 1
     ),
     begun as (
       select *, case when value is null then false when row_number() over known = 1 then true
                      else import_id is distinct from lag(import_id) over known end as begins,
              value is not null and row_number() over known = 1 as is_first
         from laid window known as (partition by ${KEY}, value is null order by place)
     )
     select ${KEY}, (array_agg(value order by place))[1:max(place) filter (where value is not null)] as days,
            array_agg(import_id order by place) filter (where begins) as import_ids,
            array_agg(case when is_first then 1 else place end order by place) filter (where begins) as since
       from begun group by ${KEY}`,
  )
  if (months === 0) return 0
  const mine = `u.company_id = app.company_id() and ${same('u', 'r')}`
  await tx.run(
    `update usage_metrics u set days = r.days, import_ids = r.import_ids, since = r.since from rewritten_usage r where r.since is not null and ${mine}`,
  )
  await tx.run(`delete from usage_metrics u using rewritten_usage r where r.since is null and ${mine}`)
  await tx.run(
    `insert into usage_metrics (company_id, ${KEY}, days, import_ids, since)
     select app.company_id(), ${KEY}, days, import_ids, since from rewritten_usage where since is not null on conflict do nothing`,
  )
  const row = await tx.row<{ count: number }>('select count(*) from usage_changes')
  return row?.count ?? 0
}
