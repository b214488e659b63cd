-- kind: tenant
create table imports (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  kind text not null,
  name text not null,
  source text not null,
  mapping jsonb not null default '{}',
  dry_run boolean not null default false,
  status text not null default 'running' check (status in ('running', 'finished', 'failed', 'undone')),
  report jsonb,
  -- Rows that are safely in: an import that was killed goes on from here.
  rows_done bigint not null default 0 check (rows_done >= 0),
  actor_name text not null,
  started_at timestamptz not null default app.now(),
  finished_at timestamptz,
  undone_at timestamptz,
  check ((status = 'running') = (finished_at is null)),
  check ((status = 'undone') = (undone_at is not null)),
  primary key (company_id, id)
);
call app.protect('imports', 'select, insert, update');

-- Rows that could not be taken, as they came, with the place and the reason; downloadable and importable again.
create table import_rejections (
  company_id uuid not null,
  import_id uuid not null,
  row_number bigint not null,
  column_name text,
  reason text not null,
  -- json, not jsonb: columns stay in the order of the file.
  record json not null,
  primary key (company_id, import_id, row_number),
  foreign key (company_id, import_id) references imports (company_id, id) on delete cascade
);
call app.protect('import_rejections');
