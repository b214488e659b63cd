-- kind: tenant
-- One run of one workflow for one customer (the earlier name is workflow instance). A night may score each open one anew; half of a page is
-- left, so that the new row finds room beside the old one and none of the indexes has to be told.
create table workflow_executions (
  company_id uuid not null,
  id uuid not null default app.new_id(),
  customer_id uuid not null,
  renewal_id uuid,
  workflow_id text not null,
  workflow_version integer not null,
  family text not null check (family in ('renewal', 'risk', 'opportunity', 'strategic', 'cadence', 'event')),
  -- Stage of the renewal when it was opened or last moved on.
  stage text
    check (stage in ('strategic', 'prepare', 'active', 'negotiate', 'finalize', 'urgent', 'critical', 'emergency', 'monitor')),
  trigger text not null,
  rule text not null,
  -- Codes and values of why it is due; sentences are rendered on read.
  because json not null,
  -- What tells one event from another, so that the same one opens nothing twice.
  event_key text,
  -- What the trigger read when it was last looked at; a cancellation as "bad data" rests until this changes.
  input text not null default '',
  -- Steps that go before the definition's own, decided when it was opened (assess-risk before a negotiation at risk).
  leading_steps text[] not null default '{}',
  status text not null default 'pending'
    check (status in ('pending', 'in_progress', 'snoozed', 'escalated', 'completed', 'cancelled', 'superseded')),
  -- An opportunity that waits while a risk, critical or emergency execution is open: listed, folded, not ranked.
  held boolean not null default false,
  -- The execution that leads the card while this older one folds under it.
  folded_under uuid,
  superseded_by uuid,
  assigned_to uuid,
  assigned_because text,
  approval text not null default 'none' check (approval in ('none', 'waiting', 'approved')),
  priority_score numeric(12, 2),
  priority_factors json,
  due_at date,
  opened_on date not null,
  opened_run uuid,
  trigger_off_since date,
  snoozed_until timestamptz,
  escalated_to uuid,
  started_at timestamptz,
  completed_at timestamptz,
  closed_at timestamptz,
  closed_because text,
  outcome json,
  -- The data snapshot that all its artifacts read; taken at the start.
  context_data json,
  -- What its screens say and show, composed at the start from its definition's version and that snapshot.
  composition json,
  current_step integer not null default 0,
  total_steps integer not null check (total_steps > 0),
  has_snoozed_steps boolean not null default false,
  next_due_step_date timestamptz,
  completion_percentage integer not null default 0 check (completion_percentage between 0 and 100),
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, id),
  check ((status = 'completed') = (completed_at is not null)),
  check ((status in ('completed', 'cancelled', 'superseded')) = (closed_at is not null)),
  check ((status = 'snoozed') = (snoozed_until is not null)),
  check (status <> 'in_progress' or started_at is not null),
  check (status <> 'superseded' or started_at is null),
  check ((status = 'superseded') = (superseded_by is not null)),
  check (status = 'escalated' or escalated_to is null),
  check (status <> 'completed' or outcome is not null),
  check (not held or family = 'opportunity'),
  check (folded_under <> id and superseded_by <> id),
  check ((priority_score is null) = (priority_factors is null)),
  check (has_snoozed_steps = (next_due_step_date is not null)),
  check (current_step between 0 and total_steps),
  check ((family = 'event') = (event_key is not null)),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade,
  foreign key (company_id, renewal_id) references renewals (company_id, id) on delete set null (renewal_id),
  foreign key (company_id, assigned_to) references users (company_id, id),
  foreign key (company_id, escalated_to) references users (company_id, id),
  -- Deferred, because what makes room is written before what takes it.
  foreign key (company_id, folded_under) references workflow_executions (company_id, id) deferrable initially deferred,
  foreign key (company_id, workflow_id, workflow_version) references workflow_definitions (company_id, workflow_id, version)
) with (fillfactor = 50);
-- At most one open execution per family and customer, for renewals per renewal; an older one folded under a newer is out of the count.
create unique index workflow_executions_one_open on workflow_executions
  (company_id, customer_id, family, coalesce(renewal_id, '00000000-0000-0000-0000-000000000000'))
  where status in ('pending', 'in_progress', 'snoozed', 'escalated') and folded_under is null and family <> 'event'
    -- Several may have lost their renewals, which were withdrawn while somebody worked on them.
    and (family <> 'renewal' or renewal_id is not null or workflow_id = 'confirm-renewal-date');
-- The same event opens one execution, however often it is heard of.
create unique index workflow_executions_one_event on workflow_executions (company_id, customer_id, event_key)
  where event_key is not null and status in ('pending', 'in_progress', 'snoozed', 'escalated');
create index workflow_executions_open on workflow_executions (company_id, customer_id)
  where status in ('pending', 'in_progress', 'snoozed', 'escalated');
create index workflow_executions_of on workflow_executions (company_id, customer_id);
create index workflow_executions_renewal on workflow_executions (company_id, renewal_id) where renewal_id is not null;
create index workflow_executions_folded on workflow_executions (company_id, folded_under) where folded_under is not null;
create index workflow_executions_escalated on workflow_executions (company_id, escalated_to) where escalated_to is not null;
-- A person's hundred are sorted when they are read: with the score in the index, every score that changes would be written into all of them.
create index workflow_executions_queue on workflow_executions (company_id, assigned_to)
  where status in ('pending', 'in_progress', 'snoozed', 'escalated');
create index workflow_executions_closed on workflow_executions (company_id, assigned_to, closed_at) where closed_at is not null;
-- Not deleted by itself, which would take its history along; it goes with its customer.
call app.protect('workflow_executions', 'select, insert, update');

create table workflow_step_states (
  company_id uuid not null,
  execution_id uuid not null,
  step_index integer not null check (step_index >= 0),
  step_id text not null check (step_id <> ''),
  required boolean not null default true,
  status text not null default 'not_started'
    check (status in ('not_started', 'in_progress', 'completed', 'snoozed', 'skipped', 'escalated')),
  snoozed_until timestamptz,
  -- Whoever does this step, where it is not the execution's own.
  assigned_to uuid,
  result json,
  updated_at timestamptz not null default app.now(),
  primary key (company_id, execution_id, step_index),
  unique (company_id, execution_id, step_id),
  check ((status = 'snoozed') = (snoozed_until is not null)),
  foreign key (company_id, execution_id) references workflow_executions (company_id, id) on delete cascade,
  foreign key (company_id, assigned_to) references users (company_id, id)
);
create index workflow_step_states_assigned on workflow_step_states (company_id, assigned_to) where assigned_to is not null;
create index workflow_step_states_snoozed on workflow_step_states (company_id, snoozed_until) where status = 'snoozed';
call app.protect('workflow_step_states', 'select, insert, update');

-- What somebody has typed or chosen in a step and not handed in yet.
create table workflow_step_drafts (
  company_id uuid not null,
  execution_id uuid not null,
  -- A step, or `closing` for what is entered when all of them are done.
  step_id text not null check (step_id <> ''),
  data json not null check (json_typeof(data) = 'object'),
  -- Rises with every saving; who saves from an older one is shown the newer.
  version integer not null default 1 check (version > 0),
  -- A member or an API key.
  saved_by uuid,
  saved_by_name text not null check (saved_by_name <> ''),
  saved_at timestamptz not null default app.now(),
  primary key (company_id, execution_id, step_id),
  foreign key (company_id, execution_id) references workflow_executions (company_id, id) on delete cascade
);
call app.protect('workflow_step_drafts');

-- Append-only history of what was done (the earlier name is workflow step history).
create table workflow_step_actions (
  company_id uuid not null,
  id uuid not null default app.new_id(),
  execution_id uuid not null,
  step_index integer check (step_index >= 0),
  action text not null check (action <> ''),
  reason text,
  detail jsonb not null default '{}',
  performed_by uuid,
  performed_by_name text not null check (performed_by_name <> ''),
  performed_at timestamptz not null default app.now(),
  primary key (company_id, id),
  foreign key (company_id, execution_id) references workflow_executions (company_id, id) on delete cascade
);
create index workflow_step_actions_of on workflow_step_actions (company_id, execution_id, performed_at);
-- What somebody finished on a day, and why he put things off: read with the page of a team, whatever the years before were.
create index workflow_step_actions_by on workflow_step_actions (company_id, performed_by, performed_at) where action in ('complete', 'snooze');
call app.protect('workflow_step_actions', 'select, insert');

-- Keeps the execution's flags true whoever writes a step.
create function app.keep_step_flags() returns trigger language plpgsql as $$
begin
  update workflow_executions run set
    has_snoozed_steps = flags.next_due is not null, next_due_step_date = flags.next_due, completion_percentage = flags.completed
  from (
    select touched.company_id, touched.execution_id,
           min(step.snoozed_until) filter (where step.status = 'snoozed') as next_due,
           case when count(step.step_id) = 0 then 0
                when count(*) filter (where step.required) = 0 then 100
                else 100 * count(*) filter (where step.required and step.status in ('completed', 'skipped'))
                     / count(*) filter (where step.required) end as completed
    from (select distinct company_id, execution_id from changed) touched
    left join workflow_step_states step on step.company_id = touched.company_id and step.execution_id = touched.execution_id
    group by touched.company_id, touched.execution_id
  ) flags
  where run.company_id = flags.company_id and run.id = flags.execution_id
    and (run.next_due_step_date, run.completion_percentage) is distinct from (flags.next_due, flags.completed::integer);
  return null;
end $$;
create trigger keep_step_flags_insert after insert on workflow_step_states
  referencing new table as changed for each statement execute function app.keep_step_flags();
create trigger keep_step_flags_update after update on workflow_step_states
  referencing new table as changed for each statement execute function app.keep_step_flags();
-- A step that was moved leaves an execution behind.
create trigger keep_step_flags_moved after update on workflow_step_states
  referencing old table as changed for each statement execute function app.keep_step_flags();
create trigger keep_step_flags_delete after delete on workflow_step_states
  referencing old table as changed for each statement execute function app.keep_step_flags();
