-- kind: tenant
create table contacts (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  customer_id uuid,
  customer_ref text,
  name text,
  email text,
  title text,
  role text check (role in ('champion', 'economic-buyer', 'exec-sponsor', 'primary', 'user', 'detractor')),
  phone text,
  active boolean not null default true,
  left_on date,
  opted_out boolean not null default false,
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
create index contacts_of on contacts (company_id, customer_id);
-- What the daily cycle asks for: people with a part to play. Of mere users a customer may have thousands.
create index contacts_with_a_part on contacts (company_id, customer_id) where role <> 'user';
create index contacts_waiting on contacts (company_id, customer_ref) where customer_id is null;
call app.protect('contacts');
