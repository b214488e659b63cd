-- kind: tenant
-- The customer's timeline beyond tickets and engagements. A risk signal is an event of kind `risk-signal` with severity and text in data.
create table events (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  customer_id uuid,
  customer_ref text,
  kind text not null,
  at timestamptz not null,
  data jsonb not null default '{}',
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
create index events_of on events (company_id, customer_id, at);
-- Those that were corrected, or told later than they happened: a run as of a past day looks for the ones that it must not see as they stand.
create index events_corrected on events (company_id, customer_id, known_at) where known_at <> at;
create index events_waiting on events (company_id, customer_ref) where customer_id is null;
call app.protect('events');
