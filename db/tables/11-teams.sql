-- kind: tenant
create table teams (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  name text not null check (name <> ''),
  created_at timestamptz not null default app.now(),
  primary key (company_id, id)
);
create unique index teams_name on teams (company_id, lower(name));
call app.protect('teams');
