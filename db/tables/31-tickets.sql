-- kind: tenant
create table support_tickets (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  customer_id uuid,
  customer_ref text,
  subject text,
  body text,
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  status text,
  -- Concluded from the status and the resolution time.
  open boolean not null default true,
  opened_at timestamptz not null,
  first_replied_at timestamptz,
  resolved_at timestamptz,
  reopened boolean not null default false,
  satisfaction numeric(6, 2),
  -- What the text says, worked out once when it comes in; null: there is no text to judge.
  sentiment real check (sentiment between -1 and 1),
  sentiment_words text[] not null default '{}',
  leaving boolean not null default false,
  leaving_words text[] not null default '{}',
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
create index support_tickets_of on support_tickets (company_id, customer_id, opened_at);
create index support_tickets_open on support_tickets (company_id, customer_id) where open;
create index support_tickets_waiting on support_tickets (company_id, customer_ref) where customer_id is null;
call app.protect('support_tickets');
