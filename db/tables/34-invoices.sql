-- kind: tenant
create table invoices (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  customer_id uuid,
  customer_ref text,
  date date,
  due_date date,
  amount numeric(18, 2),
  currency text check (currency ~ '^[A-Z]{3}$'),
  status text,
  paid_at date,
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
create index invoices_of on invoices (company_id, customer_id, due_date);
create index invoices_waiting on invoices (company_id, customer_ref) where customer_id is null;
call app.protect('invoices');
