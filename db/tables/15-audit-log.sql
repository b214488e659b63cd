-- kind: tenant
-- Append-only: the application may add and read, nobody but the owner may change. A person's act is one row, a cycle's page is one row.
create table audit_log (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  at timestamptz not null default clock_timestamp(),
  actor_kind text not null check (actor_kind in ('person', 'key', 'system')),
  actor_id uuid,
  actor_name text not null check (actor_name <> ''),
  action text not null check (action <> ''),
  object text not null check (object <> ''),
  object_id uuid,
  detail jsonb not null default '{}',
  primary key (company_id, id)
);
create index audit_log_of on audit_log (company_id, object, object_id, at);
create index audit_log_in_order on audit_log (company_id, at, id);
call app.protect('audit_log', 'select, insert');

-- Tells whoever seals the trail that there is something to seal: the company's id, once per transaction, and no row that others wait for.
create function app.audit_written() returns trigger language plpgsql as $$
begin
  perform pg_notify('audit_written', company_id::text) from (select distinct company_id from written) as companies;
  return null;
end $$;
create trigger audit_written after insert on audit_log
  referencing new table as written for each statement execute function app.audit_written();
