-- kind: tenant
-- One conversation about continuing: given by a source, or derived from contracts that end within 30 days of each other.
create table renewals (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  derived boolean not null default false,
  customer_id uuid,
  customer_ref text,
  contract_ids uuid[] not null default '{}',
  contract_refs text[] not null default '{}',
  date date,
  decision_date date,
  arr_at_stake numeric(18, 2),
  target_amount numeric(18, 2),
  proposed_amount numeric(18, 2),
  closed_amount numeric(18, 2),
  currency text check (currency ~ '^[A-Z]{3}$'),
  progress text not null default 'none' check (progress in ('none', 'contacted', 'proposed', 'verbal', 'signed', 'lost')),
  -- Signed because the notice day passed in silence.
  auto_signed boolean not null default false,
  category text check (category in ('commit', 'best case', 'at risk', 'lost', 'closed')),
  csm_call numeric(18, 2),
  manager_call numeric(18, 2),
  churn_reason text,
  next_step text,
  next_step_date date,
  owner_id uuid,
  owner_ref text,
  closed_at timestamptz,
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
  check ((progress in ('signed', 'lost')) = (closed_at is not null)),
  check (not auto_signed or progress = 'signed'),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade,
  foreign key (company_id, owner_id) references users (company_id, id)
);
create index renewals_of on renewals (company_id, customer_id, date);
create index renewals_waiting on renewals (company_id, customer_ref) where customer_id is null;
call app.protect('renewals');
