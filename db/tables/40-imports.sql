-- kind: tenant
create table imports (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  kind text not null,
  name text not null,
  source text not null,
  mapping jsonb not null default '{}',
  dry_run boolean not null default false,
  status text not null default 'running' check (status in ('held', 'rehearsing', 'waiting', 'running', 'finished', 'failed', 'undoing', 'undone')),
  -- Of an uploaded file: how large it is, and its columns with some of their values.
  file_bytes bigint check (file_bytes >= 0),
  columns jsonb,
  -- How a person has said that columns are written: their order of day and month, their decimal mark.
  readings jsonb not null default '{}',
  report jsonb,
  undo_report jsonb,
  -- What a held import would do as it is set now, once it was rehearsed.
  rehearsal jsonb,
  -- Rows that are safely in, of how many. With what was counted until then (`progress`) an import that was killed goes on from here.
  rows_done bigint not null default 0 check (rows_done >= 0),
  rows_total bigint check (rows_total >= 0),
  progress jsonb,
  -- Raised with every batch: of two that go on with one import, the one that was overtaken finds another number than it left.
  batches_done bigint not null default 0 check (batches_done >= 0),
  actor_name text not null,
  started_at timestamptz not null default app.now(),
  finished_at timestamptz,
  undone_at timestamptz,
  check ((status in ('held', 'rehearsing', 'waiting', 'running')) = (finished_at is null)),
  check ((status = 'undone') = (undone_at is not null)),
  primary key (company_id, id)
);
create index imports_of_source on imports (company_id, source, kind, finished_at) where status = 'finished' and not dry_run;
call app.protect('imports', 'select, insert, update');

-- An uploaded file in pieces, until its import has ended. In the database, because whoever reads it may run on another machine; the import
-- itself is written when the last piece is there.
create table import_pieces (
  company_id uuid not null references companies (id) on delete cascade,
  import_id uuid not null,
  place integer not null check (place >= 0),
  bytes bytea not null,
  received_at timestamptz not null default app.now(),
  primary key (company_id, import_id, place)
);
-- Not compressed: a file is written once and read three times, and what is in it is seldom text alone.
alter table import_pieces alter column bytes set storage external;
call app.protect('import_pieces', 'select, insert, delete');

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
