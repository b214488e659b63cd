-- kind: tenant
create table customers (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  name text not null check (btrim(name) <> ''),
  name_key text not null,
  domain text,
  industry text,
  segment text,
  tier text,
  touch text check (touch in ('high', 'mid', 'low', 'digital')),
  arr numeric(18, 2),
  currency text check (currency ~ '^[A-Z]{3}$'),
  account_plan text check (account_plan in ('invest', 'expand', 'manage', 'monitor')),
  owner_id uuid,
  -- The owner as the source named him, kept until (and after) he is found.
  owner_ref text,
  licensed_users integer check (licensed_users >= 0),
  renewal_date date,
  customer_since date,
  go_live_date date,
  status text not null default 'active' check (status in ('active', 'trial', 'churned', 'test', 'internal')),
  lifecycle_stage text check (lifecycle_stage in ('onboarding', 'adopting', 'mature', 'renewing', 'churned', 'won-back')),
  churned_at date,
  churn_reason text,
  parent_id uuid,
  parent_ref text,
  competitors text[] not null default '{}',
  attributes jsonb not null default '{}',
  last_touch_at timestamptz,
  next_step text,
  -- By which form of its name each reference was found; empty for those found by id.
  resolved_by jsonb not null default '{}',
  source_updated_at timestamptz,
  known_at timestamptz not null default app.now(),
  import_id uuid,
  archived_at timestamptz,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, id),
  unique (company_id, source, external_id),
  foreign key (company_id, owner_id) references users (company_id, id),
  foreign key (company_id, parent_id) references customers (company_id, id)
);
create index customers_name_key on customers (company_id, name_key);
-- The list of customers: searched while somebody types, without reading the records themselves.
create index customers_listed on customers (company_id, name_key, id) include (status, owner_id, account_plan) where archived_at is null;
-- Search reads the names of a company from here: `%words%` has no better place to begin.
create index customers_names on customers (company_id, name) include (id) where archived_at is null;
create index customers_owner on customers (company_id, owner_id);
create index customers_parent on customers (company_id, parent_id) where parent_id is not null;
create index customers_waiting on customers (company_id) where owner_ref is not null and owner_id is null or parent_ref is not null and parent_id is null;
call app.protect('customers');
