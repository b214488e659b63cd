-- kind: tenant
create table products (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  name text not null,
  name_key text not null,
  unit text,
  attributes jsonb not null default '{}',
  source_updated_at timestamptz,
  known_at timestamptz not null default app.now(),
  import_id uuid,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, id),
  unique (company_id, source, external_id)
);
create index products_name_key on products (company_id, name_key);
call app.protect('products');

create table prices (
  company_id uuid not null,
  product_id uuid not null,
  currency text not null,
  list_price numeric(18, 2) not null,
  unit text,
  import_id uuid,
  primary key (company_id, product_id, currency),
  foreign key (company_id, product_id) references products (company_id, id) on delete cascade
);
call app.protect('prices');
