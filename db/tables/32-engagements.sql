-- kind: tenant
create table engagements (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  customer_id uuid,
  customer_ref text,
  kind text not null check (kind in ('meeting', 'qbr', 'email', 'call', 'note')),
  at timestamptz not null,
  duration_minutes integer check (duration_minutes >= 0),
  attendees text[] not null default '{}',
  direction text check (direction in ('inbound', 'outbound')),
  -- Both sides took part: meetings, QBRs, calls that were not missed, inbound mail.
  two_way boolean not null,
  sentiment numeric(4, 2),
  notes text,
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
create index engagements_of on engagements (company_id, customer_id, at);
-- The last review of a customer is one probe, however many mails lie behind it.
create index engagements_reviews on engagements (company_id, customer_id, at) where kind = 'qbr';
-- Those that were corrected, or told later than they happened: a run as of a past day looks for the ones that it must not see as they stand.
create index engagements_corrected on engagements (company_id, customer_id, known_at) where known_at <> at;
create index engagements_waiting on engagements (company_id, customer_ref) where customer_id is null;
call app.protect('engagements');
