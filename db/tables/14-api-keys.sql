-- kind: tenant
-- The company's id is inside the key, so that the lookup already runs inside the company. Only a hash is kept.
create table api_keys (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  name text not null check (name <> ''),
  role text not null check (role in ('csm', 'manager', 'admin', 'viewer')),
  scopes text[] not null default '{}',
  secret_hash text not null check (secret_hash ~ '^[0-9a-f]{64}$'),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default app.now(),
  primary key (company_id, id)
);
create unique index api_keys_secret on api_keys (company_id, secret_hash);
call app.protect('api_keys', 'select, insert, update');
