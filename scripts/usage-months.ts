/**
 * SQL that puts values of usage into the table where they are packed by month. `values`: SQL that gives (company_id, customer_id, metric, feature,
 * day, value); within a month no day may be missing between two that are there.
 */
export const intoUsageMonths = (values: string): string => `
  insert into usage_metrics (company_id, customer_id, metric, month, feature, days, import_ids, since)
  select company_id, customer_id, metric, date_trunc('month', day)::date, feature,
         array_fill(null::float8, array[extract(day from min(day))::integer - 1]) || array_agg(value order by day), '{null}', '{1}'
    from (${values}) given group by company_id, customer_id, metric, date_trunc('month', day)::date, feature`
