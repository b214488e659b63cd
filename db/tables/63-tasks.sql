-- kind: tenant
create table tasks (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  external_id text,
  customer_id uuid,
  execution_id uuid,
  renewal_id uuid,
  title text not null check (title <> ''),
  due_on date,
  assigned_to uuid,
  status text not null default 'open' check (status in ('open', 'done', 'dropped')),
  -- Written by a rule once: the key says which (anniversary of a contract, confirmation of an automatic renewal, minor renewal).
  rule_key text,
  done_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default app.now(),
  primary key (company_id, id),
  check ((status = 'done') = (done_at is not null)),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade,
  foreign key (company_id, execution_id) references workflow_executions (company_id, id) on delete set null (execution_id),
  foreign key (company_id, renewal_id) references renewals (company_id, id) on delete set null (renewal_id),
  foreign key (company_id, assigned_to) references users (company_id, id)
);
create unique index tasks_once on tasks (company_id, rule_key) where rule_key is not null;
create index tasks_open on tasks (company_id, assigned_to, due_on) where status = 'open';
create index tasks_done on tasks (company_id, assigned_to, done_at) where status = 'done';
create index tasks_of_execution on tasks (company_id, execution_id) where execution_id is not null;
create index tasks_of_renewal on tasks (company_id, renewal_id) where renewal_id is not null;
create index tasks_of on tasks (company_id, customer_id);
call app.protect('tasks');
