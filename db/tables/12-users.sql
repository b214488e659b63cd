-- kind: tenant
-- People of a company. Imported ones without e-mail cannot sign in, but can own customers and be assigned.
create table users (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  email text,
  name text not null,
  -- Coarsest normal form of the name (see references); finer forms are told apart among the few candidates.
  name_key text not null,
  role text not null check (role in ('csm', 'manager', 'admin', 'viewer')),
  team_id uuid,
  -- The manager or team lead of this person.
  lead_id uuid,
  lead_ref text,
  experience numeric(4, 2) not null default 1.0 check (experience between 0.9 and 1.2),
  -- Executions in progress and due this week that this person can carry.
  capacity integer not null default 15 check (capacity >= 0),
  time_zone text,
  -- Monday 1 … Sunday 7. Another number is no day, and whoever looks for the next working day would look for ever.
  working_days smallint[] not null default '{1,2,3,4,5}' check (working_days <@ '{1,2,3,4,5,6,7}'),
  active boolean not null default true,
  attributes jsonb not null default '{}',
  -- By which form of its name the lead was found; empty when by id.
  resolved_by jsonb not null default '{}',
  source_updated_at timestamptz,
  known_at timestamptz not null default app.now(),
  import_id uuid,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, id),
  unique (company_id, source, external_id),
  foreign key (company_id, team_id) references teams (company_id, id),
  foreign key (company_id, lead_id) references users (company_id, id)
);
create unique index users_email on users (company_id, lower(email)) where email is not null;
create index users_team on users (company_id, team_id) where team_id is not null;
create index users_lead on users (company_id, lead_id) where lead_id is not null;
create index users_name_key on users (company_id, name_key);
call app.protect('users');
