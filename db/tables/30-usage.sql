-- kind: tenant
-- The truth: one value per customer, metric, feature, day, source and external id. Those of a calendar month are one row: a row each took more
-- than ten times what the values themselves take, in time and in room (decision 0028). usage_values shows them one by one.
create table usage_metrics (
  company_id uuid not null,
  customer_id uuid not null,
  metric text not null,
  -- Its first day.
  month date not null check (extract(day from month) = 1),
  feature text not null default '',
  source text not null default 'import',
  external_id text not null default '',
  -- From the first of the month to the last day that is known, NULL where nothing is.
  days double precision[] not null check (cardinality(days) between 1 and 31 and days[cardinality(days)] is not null),
  -- What brought them: the values from element since[n] of the days to the one before since[n + 1] came with import_ids[n].
  import_ids uuid[] not null,
  since integer[] not null check (since[1] = 1),
  primary key (company_id, customer_id, metric, month, feature, source, external_id),
  check (cardinality(import_ids) = cardinality(since)),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
-- A night's usage touches every row of a page at once, so that a page keeps room for the second version of each: no index is told then.
) with (fillfactor = 50);
call app.protect('usage_metrics');
-- What its elements are helps no plan, and to look at those of 30,000 rows takes a second.
alter table usage_metrics alter column days set statistics 0, alter column import_ids set statistics 0, alter column since set statistics 0;

-- Its values, a row each.
create view usage_values with (security_invoker = true) as
  select u.company_id, u.customer_id, u.metric, u.month, u.month + known.place::integer - 1 as day, u.feature, u.source, u.external_id, known.value,
         u.import_ids[width_bucket(known.place::integer, u.since)] as import_id
    from usage_metrics u cross join lateral unnest(u.days) with ordinality known(value, place)
   where known.value is not null;
grant select on usage_values to renubu_app;

-- What the cycle reads: 84 days of one metric in one row, oldest first, the last element belonging to last_day, NULL where nothing is known.
-- Daily rows of a million customers are 84 million a night; this is one row each (decision 0005).
create table usage_windows (
  company_id uuid not null,
  customer_id uuid not null,
  metric text not null,
  last_day date not null,
  days double precision[] not null check (cardinality(days) = 84),
  primary key (company_id, customer_id, metric),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
) with (fillfactor = 50);
call app.protect('usage_windows');
alter table usage_windows alter column days set statistics 0;

-- The last day each feature was used, packed by customer.
create table usage_features (
  company_id uuid not null,
  customer_id uuid not null,
  features text[] not null,
  last_days date[] not null,
  primary key (company_id, customer_id),
  check (cardinality(features) = cardinality(last_days)),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
) with (fillfactor = 70);
call app.protect('usage_features');

-- A corrected usage day: what it was, until when it was believed.
create table usage_corrections (
  company_id uuid not null,
  customer_id uuid not null,
  metric text not null,
  day date not null,
  feature text not null,
  source text not null,
  external_id text not null,
  superseded_at timestamptz not null default app.now(),
  value double precision not null,
  import_id uuid,
  superseded_by uuid,
  -- The order in which corrections were written; times alone cannot tell two of one moment apart.
  seq bigint not null generated always as identity,
  primary key (company_id, customer_id, metric, day, feature, source, external_id, seq),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
);
call app.protect('usage_corrections');

-- Usage of customers that are not here yet; linked when they arrive.
create table unlinked_usage (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  customer_ref text,
  contract_ref text,
  metric text not null,
  day date not null,
  feature text not null default '',
  source text not null default 'import',
  external_id text not null default '',
  value double precision not null,
  import_id uuid,
  primary key (company_id, id)
);
create unique index unlinked_usage_once on unlinked_usage
  (company_id, coalesce(customer_ref, ''), coalesce(contract_ref, ''), metric, day, feature, source, external_id);
call app.protect('unlinked_usage');
