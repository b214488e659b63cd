-- kind: tenant
-- A row per analysis that said something new; history is kept. Inputs and factors are lean json, values by their places (decision
-- 0007): fat jsonb cost ten times the CPU, and a row beyond 2 kB is compressed.
create table customer_intelligence (
  company_id uuid not null,
  customer_id uuid not null,
  as_of date not null,
  run_id uuid not null,
  health numeric(5, 2) not null check (health between 0 and 100),
  risk numeric(5, 2) not null check (risk between 0 and 100),
  opportunity numeric(5, 2) not null check (opportunity between 0 and 100),
  coverage numeric(3, 2) not null check (coverage between 0 and 1),
  usage_change real,
  health_decline numeric(5, 2),
  profile text not null,
  configuration_version integer not null check (configuration_version >= 0),
  model_version integer not null check (model_version > 0),
  facts_version bigint not null,
  inputs json not null,
  factors json not null,
  analyzed_at timestamptz not null default app.now(),
  primary key (company_id, customer_id, as_of, run_id),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
);
call app.protect('customer_intelligence');

-- Where each customer stands now: one row, for lists and for the next run to compare with. A night may write each of them anew; half of a
-- page is left, so that the new row finds room beside the old one and no index has to be told.
create table customer_standings (
  company_id uuid not null,
  customer_id uuid not null,
  as_of date not null,
  run_id uuid not null,
  facts_version bigint not null,
  health numeric(5, 2) not null check (health between 0 and 100),
  risk numeric(5, 2) not null check (risk between 0 and 100),
  opportunity numeric(5, 2) not null check (opportunity between 0 and 100),
  coverage numeric(3, 2) not null check (coverage between 0 and 1),
  health_override numeric(5, 2) check (health_override between 0 and 100),
  risk_override numeric(5, 2) check (risk_override between 0 and 100),
  usage_change real,
  health_decline numeric(5, 2),
  contract_status text check (contract_status in ('active', 'expiring', 'renewed', 'expired', 'churned')),
  stage text
    check (stage in ('strategic', 'prepare', 'active', 'negotiate', 'finalize', 'urgent', 'critical', 'emergency', 'monitor')),
  next_renewal_id uuid,
  renewal_date date,
  decision_date date,
  -- The date the stage counts to.
  stage_date date,
  gate text,
  -- Before this day nothing can come of the customer that did not, unless more is known of it or people do something. Null: the next run looks.
  holds_until date,
  -- What the versions of its open executions came to.
  work_version bigint not null default 0,
  primary key (company_id, customer_id),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
) with (fillfactor = 50);
call app.protect('customer_standings');

create table score_overrides (
  company_id uuid not null,
  id uuid not null default app.new_id(),
  customer_id uuid not null,
  figure text not null check (figure in ('health', 'risk')),
  value numeric(5, 2) not null check (value between 0 and 100),
  reason text not null check (reason <> ''),
  note text not null default '',
  by_user uuid,
  by_name text not null,
  from_day date not null,
  until_day date not null,
  ended_at timestamptz,
  created_at timestamptz not null default app.now(),
  primary key (company_id, id),
  check (until_day - from_day between 0 and 90),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
);
create index score_overrides_of on score_overrides (company_id, customer_id, until_day);
call app.protect('score_overrides', 'select, insert, update');

create table pulses (
  company_id uuid not null,
  id uuid not null default app.new_id(),
  customer_id uuid not null,
  colour text not null check (colour in ('green', 'amber', 'red')),
  note text not null default '',
  by_name text not null,
  day date not null,
  created_at timestamptz not null default app.now(),
  primary key (company_id, id),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
);
create index pulses_of on pulses (company_id, customer_id, day);
call app.protect('pulses');
