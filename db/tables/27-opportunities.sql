-- kind: tenant
create table opportunities (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  customer_id uuid,
  -- Null with customer_id null: the source names no customer at all; kept all the same.
  customer_ref text,
  name text,
  stage text,
  -- open, won or lost, concluded from the stage's word.
  outcome text check (outcome in ('open', 'won', 'lost')),
  amount numeric(18, 2),
  currency text check (currency ~ '^[A-Z]{3}$'),
  opened_on date,
  close_date date,
  type text,
  probability numeric(7, 2),
  owner_id uuid,
  owner_ref text,
  product_id uuid,
  product_ref text,
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
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade,
  foreign key (company_id, owner_id) references users (company_id, id),
  foreign key (company_id, product_id) references products (company_id, id)
);
create index opportunities_of on opportunities (company_id, customer_id);
create index opportunities_waiting on opportunities (company_id, customer_ref) where customer_id is null and customer_ref is not null;
create index opportunities_product on opportunities (company_id, product_id) where product_id is not null;
call app.protect('opportunities');
