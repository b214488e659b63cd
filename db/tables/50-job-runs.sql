-- kind: tenant
-- One run of the daily, nightly or weekly work for a company. A page of customers and the cursor are saved in one transaction,
-- so a run that was killed goes on behind the last customer it finished.
create table job_runs (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  kind text not null check (kind in ('daily', 'nightly', 'weekly', 'event')),
  cause text not null check (cause in ('scheduled', 'by-hand', 'first-import', 'as-of', 'event')),
  local_date date not null,
  status text not null default 'running' check (status in ('running', 'finished', 'failed')),
  phase text not null default 'customers' check (phase in ('customers', 'assignment', 'summaries', 'done')),
  cursor_customer uuid,
  customers_total integer not null default 0,
  analyzed integer not null default 0,
  confirmed integer not null default 0,
  overtaken integer not null default 0,
  opened integer not null default 0,
  closed integer not null default 0,
  configuration_version integer,
  -- What the whole run reads alike: the book's trend and each person's load at the start.
  snapshot json,
  error text,
  started_by text not null,
  started_at timestamptz not null default clock_timestamp(),
  heartbeat_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  primary key (company_id, id),
  check ((status = 'running') = (finished_at is null))
);
create unique index job_runs_once on job_runs (company_id, kind, local_date) where cause = 'scheduled';
create index job_runs_latest on job_runs (company_id, kind, started_at);
call app.protect('job_runs');
