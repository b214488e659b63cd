-- kind: tenant
-- A finished or cancelled execution rests its trigger, so that nothing comes back that was done.
create table trigger_rests (
  company_id uuid not null,
  id uuid not null default app.new_id(),
  customer_id uuid not null,
  family text not null check (family in ('renewal', 'risk', 'opportunity', 'strategic', 'cadence', 'event')),
  -- What rests within the family: renewal and stage, workflow, or event.
  scope text not null check (scope <> ''),
  reason text not null check (reason in ('completed', 'cancelled', 'not-relevant', 'bad-data')),
  from_day date not null,
  -- Null: until its condition changes, see `until_changed`.
  until_day date,
  -- The input as it was (risk, factors, a field's value); the rest ends when it moves as the rules say.
  until_changed json,
  execution_id uuid,
  woken_at timestamptz,
  woken_by text,
  created_at timestamptz not null default app.now(),
  primary key (company_id, id),
  check (until_day >= from_day),
  check ((woken_at is null) = (woken_by is null)),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade,
  foreign key (company_id, execution_id) references workflow_executions (company_id, id) on delete cascade
);
-- The newest of a scope counts, also when it was woken.
create index trigger_rests_of on trigger_rests (company_id, customer_id);
create index trigger_rests_after on trigger_rests (company_id, execution_id) where execution_id is not null;
call app.protect('trigger_rests');
