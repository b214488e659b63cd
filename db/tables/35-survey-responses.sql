-- kind: tenant
create table survey_responses (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  customer_id uuid,
  customer_ref text,
  contact_id uuid,
  contact_ref text,
  kind text not null check (kind in ('nps', 'csat', 'ces')),
  score numeric(6, 2) not null,
  comment text,
  at timestamptz not null,
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
  foreign key (company_id, contact_id) references contacts (company_id, id)
);
create index survey_responses_contact on survey_responses (company_id, contact_id) where contact_id is not null;
create index survey_responses_of on survey_responses (company_id, customer_id, at);
create index survey_responses_waiting on survey_responses (company_id, customer_ref) where customer_id is null;
call app.protect('survey_responses');
