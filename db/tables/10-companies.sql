-- kind: platform
-- Tenants. Readable without a company set, because sign-in and the schedulers have to find them. Holds no customer's text.
create table companies (
  id uuid primary key default app.new_id(),
  name text not null check (name <> ''),
  time_zone text not null,
  locale text not null default 'en-US',
  currency text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
  -- The public part of webhook addresses; says nothing about the company.
  endpoint_id text not null unique default encode(uuid_send(gen_random_uuid()), 'hex'),
  sample boolean not null default false,
  created_at timestamptz not null default app.now()
);
create unique index companies_name on companies (lower(name));
grant select, insert, update on companies to renubu_app;
