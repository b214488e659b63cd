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
-- Everybody's to find and to make, but only a company's own to change.
alter table companies enable row level security;
alter table companies force row level security;
create policy found on companies for select using (true);
create policy made on companies for insert with check (true);
create policy changed on companies for update using (id = app.company_id()) with check (id = app.company_id());
grant select, insert, update on companies to renubu_app;
