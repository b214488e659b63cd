-- kind: tenant
-- References that had waited and were resolved by an import of what they mean. Taking the import back lets go of them again: by then the
-- record they point to may be there still, under the name that it had before.
create table import_links (
  company_id uuid not null,
  import_id uuid not null,
  kind text not null,
  record_id uuid not null,
  label text not null,
  primary key (company_id, import_id, kind, label, record_id),
  foreign key (company_id, import_id) references imports (company_id, id) on delete cascade
);
call app.protect('import_links');

-- The same for usage that had waited, as it waited.
create table import_usage_links (
  company_id uuid not null,
  id uuid not null default app.new_id(),
  linked_by uuid not null,
  customer_id uuid not null,
  customer_ref text,
  contract_ref text,
  metric text not null,
  day date not null,
  feature text not null,
  source text not null,
  external_id text not null,
  value double precision not null,
  import_id uuid,
  -- False where the customer had a value of its own already, which stayed.
  moved boolean not null,
  primary key (company_id, id),
  foreign key (company_id, linked_by) references imports (company_id, id) on delete cascade,
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
);
create index import_usage_links_by on import_usage_links (company_id, linked_by);
create index import_usage_links_of on import_usage_links (company_id, customer_id);
call app.protect('import_usage_links');
