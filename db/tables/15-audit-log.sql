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

-- Two are told of what was written, in the transaction itself and with nothing but ids. Whoever seals the trail hears which company has
-- something to seal. Whoever shows it hears what changed, whichever part of the program wrote it: of an execution and its steps also whose
-- it is, because an act concerns few of those who look. More than a few things of one statement are told by their kind alone.
create function app.audit_written() returns trigger language plpgsql as $$
begin
  perform pg_notify('audit_written', company_id::text) from (select distinct company_id from written) as companies;
  if (select count(*) > 20 from written) then
    perform pg_notify('changed', json_build_object('company', company_id, 'id', max(id::text), 'object', object)::text)
       from written where action <> 'deny' group by company_id, object;
  else
    perform pg_notify('changed', json_build_object('company', w.company_id, 'id', w.id, 'object', w.object, 'objectId', w.object_id,
              'customerId', coalesce(e.customer_id, case w.object when 'customer' then w.object_id end),
              'ownerId', case when w.action <> 'reassign' then e.assigned_to end)::text)
       from written w left join workflow_executions e
         on w.object in ('execution', 'step') and e.company_id = w.company_id and e.id = w.object_id
      where w.action <> 'deny';
  end if;
  return null;
end $$;
create trigger audit_written after insert on audit_log
  referencing new table as written for each statement execute function app.audit_written();
