-- kind: tenant
-- Points, weights, thresholds, cadences, stage tables, rules and profiles of a company: one document, every version kept.
create table configurations (
  company_id uuid not null references companies (id) on delete cascade,
  version integer not null check (version > 0),
  settings jsonb not null check (jsonb_typeof(settings) = 'object'),
  note text not null default '',
  created_by text not null,
  created_at timestamptz not null default app.now(),
  -- The version in force is the newest adopted one; a proposal has no day of adoption.
  adopted_at timestamptz,
  primary key (company_id, version)
);
call app.protect('configurations', 'select, insert, update');
