-- kind: tenant
-- What ships is files; a company gets its own row per built-in version when it is first used. A running execution keeps its version.
create table workflow_definitions (
  company_id uuid not null references companies (id) on delete cascade,
  workflow_id text not null,
  version integer not null check (version > 0),
  origin text not null check (origin in ('builtin', 'company')),
  content_hash text not null,
  title text not null,
  family text not null check (family in ('renewal', 'risk', 'opportunity', 'strategic', 'cadence', 'event')),
  stage text
    check (stage in ('strategic', 'prepare', 'active', 'negotiate', 'finalize', 'urgent', 'critical', 'emergency', 'monitor')),
  target_minutes integer not null check (target_minutes > 0),
  definition jsonb not null check (coalesce(jsonb_typeof(definition -> 'steps'), '') = 'array'),
  created_at timestamptz not null default app.now(),
  primary key (company_id, workflow_id, version)
);
-- A version is never changed, because executions run by it; a change is another version.
call app.protect('workflow_definitions', 'select, insert');
