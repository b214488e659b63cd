-- kind: tenant
-- One run of the daily, nightly or weekly work for a company. A page of customers and the cursor are saved in one transaction,
-- so a run that was killed goes on behind the last customer it finished.
create table job_runs (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  kind text not null check (kind in ('daily', 'nightly', 'weekly', 'event')),
  cause text not null check (cause in ('scheduled', 'by-hand', 'first-import', 'as-of', 'event')),
  -- The day that it is run for, in the company's zone; for `as-of` and `first-import` a past one.
  local_date date not null,
  status text not null default 'running' check (status in ('running', 'finished', 'failed')),
  phase text not null default 'customers' check (phase in ('customers', 'assignment', 'summaries', 'done')),
  -- Rises when another process takes the run over; who finds another number than its own has lost the run and stops.
  lease integer not null default 1 check (lease > 0),
  cursor_customer uuid,
  customers_total integer not null default 0 check (customers_total >= 0),
  analyzed integer not null default 0 check (analyzed >= 0),
  confirmed integer not null default 0 check (confirmed >= 0),
  overtaken integer not null default 0 check (overtaken >= 0),
  opened integer not null default 0 check (opened >= 0),
  closed integer not null default 0 check (closed >= 0),
  configuration_version integer,
  -- What the whole run reads alike: the book's trend and each person's load at the start.
  snapshot json,
  error text,
  started_by text not null,
  started_at timestamptz not null default clock_timestamp(),
  heartbeat_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  primary key (company_id, id),
  check ((status = 'running') = (finished_at is null)),
  check (status <> 'finished' or phase = 'done')
);
create unique index job_runs_once on job_runs (company_id, kind, local_date) where cause = 'scheduled';
create index job_runs_latest on job_runs (company_id, kind, started_at);
call app.protect('job_runs', 'select, insert, update');

-- Whose turn it is to decide about a company's customers: whoever decides raises the number, and holds the row until he is done. A run
-- that has read ahead sees by it whether anybody has decided something since.
create table decision_turns (
  company_id uuid primary key references companies (id) on delete cascade,
  turn bigint not null default 1
);
call app.protect('decision_turns', 'select, insert, update');

-- How each company's daily cycle stands, for those who run the installation: one round trip however many companies there are. With the
-- rights of who asks, in each company in turn, so it reads nothing that the application could not read; it leaves no company set.
create function app.cycle_ends() returns table (age double precision, seconds double precision, customers integer, running boolean)
  language plpgsql set search_path = public, pg_temp as $$
declare
  company uuid;
begin
  for company in select id from companies loop
    perform set_config('app.company_id', company::text, true);
    age := null; seconds := null; customers := null;
    select extract(epoch from clock_timestamp() - r.finished_at), extract(epoch from r.finished_at - r.started_at), r.customers_total
      into age, seconds, customers from job_runs r
     where r.kind = 'daily' and r.cause in ('scheduled', 'by-hand') and r.status = 'finished' order by r.started_at desc limit 1;
    running := exists (select from job_runs r where r.kind = 'daily' and r.status = 'running' and r.heartbeat_at > clock_timestamp() - interval '1 minute');
    return next;
  end loop;
  perform set_config('app.company_id', '', true);
end $$;

-- A table that has just grown by an import is planned as if it were small until the server looks again, up to a minute later; a page of
-- customers then took minutes instead of a second. The owner looks at once at those that have grown by a quarter since, and waits for nobody
-- who looks at one of them just now.
create function app.refresh_statistics() returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare
  grown regclass;
  refreshed integer := 0;
begin
  for grown in
    select oid from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r'
       and pg_relation_size(oid) / current_setting('block_size')::integer > 8 + 1.25 * case when reltuples < 0 then 0 else relpages end
  loop
    execute format('analyze (skip_locked) %s', grown);
    refreshed := refreshed + 1;
  end loop;
  return refreshed;
end $$;
revoke execute on function app.refresh_statistics() from public;
grant execute on function app.refresh_statistics() to renubu_app;
