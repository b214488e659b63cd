-- kind: tenant
create table contracts (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  customer_id uuid,
  customer_ref text,
  start_date date,
  end_date date,
  term_months integer,
  value numeric(18, 2),
  currency text check (currency ~ '^[A-Z]{3}$'),
  auto_renew boolean not null default false,
  notice_days integer check (notice_days >= 0),
  notice_given_on date,
  -- As the source says it; what the product concludes is the contract status of the analysis.
  status text,
  attributes jsonb not null default '{}',
  -- By which form of its name each reference was found; empty for those found by id.
  resolved_by jsonb not null default '{}',
  source_updated_at timestamptz,
  known_at timestamptz not null default app.now(),
  import_id uuid,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, id),
  unique (company_id, source, external_id),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
);
create index contracts_of on contracts (company_id, customer_id, end_date);
create index contracts_waiting on contracts (company_id, customer_ref) where customer_id is null;
call app.protect('contracts');

create table contract_terms (
  company_id uuid not null,
  contract_id uuid not null,
  position smallint not null,
  kind text not null,
  text text not null default '',
  value numeric(18, 2),
  primary key (company_id, contract_id, position),
  foreign key (company_id, contract_id) references contracts (company_id, id) on delete cascade
);
call app.protect('contract_terms');
