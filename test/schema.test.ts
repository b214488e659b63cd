import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROJECT_ROOT } from '../src/platform/environment.ts'
import { migrate } from '../src/platform/migrate.ts'
import { CATALOGUE_RULES, faultsOf } from './catalogue-faults.ts'
import { catalogueOf } from './catalogue.ts'
import { testDatabase } from './database.ts'

const asTables = await testDatabase()
const asMigrated = await testDatabase({ schema: 'none' })

const FOLDER = join(PROJECT_ROOT, 'db', 'tables')
const KINDS = ['tenant', 'platform', 'reference'] as const
type Kind = (typeof KINDS)[number]

/** What each file of db/tables declares: its kind, and the tables it creates. */
const declared = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.sql'))
  .map((name) => {
    const text = readFileSync(join(FOLDER, name), 'utf8')
    return {
      name,
      text,
      kind: /^-- kind: (\w+)\n/.exec(text)?.[1],
      tables: [...text.matchAll(/^create (?:unlogged )?table (\w+)\b(?!\.)/gm)].map(([, table]) => String(table)),
    }
  })

const tablesOf = (kind: Kind): readonly string[] =>
  declared.filter((file) => file.kind === kind).flatMap(({ tables }) => tables)

describe('the road and the schema', () => {
  it('lead to the same: db/migrations makes what db/tables says (else: npm run db:initial)', async () => {
    await migrate(asMigrated.urls.ownerUrl)
    expect(await catalogueOf(asMigrated.owner)).toEqual(await catalogueOf(asTables.owner))
  })
})

describe('every table', () => {
  it('is declared in the header of its file as tenant, platform or reference', async () => {
    const undeclared = declared.filter(
      ({ kind, tables }) => tables.length > 0 && !KINDS.some((known) => known === kind),
    )
    expect(undeclared.map(({ name }) => name)).toEqual([])
    const { rows } = await asTables.owner.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`,
    )
    expect(rows.map(({ name }) => name)).toEqual(KINDS.flatMap(tablesOf).sort())
  })

  it('that belongs to no tenant says why', () => {
    const silent = declared.filter(({ kind, text }) => kind === 'platform' && !/^-- kind: platform\n-- \S/.test(text))
    expect(silent.map(({ name }) => name)).toEqual([])
  })

  it('belongs to the owner, and the application owns none', async () => {
    const { rows } = await asTables.owner.query(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relowner <> 'renubu_owner'::regrole`,
    )
    expect(rows).toEqual([])
  })
})

const tables = { tenant: tablesOf('tenant'), shared: [...tablesOf('platform'), ...tablesOf('reference')] }

describe('the catalogue of the database', () => {
  it.each(CATALOGUE_RULES)('keeps the rule that $says', async (rule) => {
    expect(await faultsOf(asTables.owner, rule, tables)).toEqual([])
  })

  it('keeps the rules on the road too, where the migrations have a table of their own', async () => {
    const shared = [...tables.shared, 'schema_migrations']
    for (const rule of CATALOGUE_RULES)
      expect(await faultsOf(asMigrated.owner, rule, { ...tables, shared }), rule.says).toEqual([])
  })
})

describe('a fault that somebody plants is reported', () => {
  const KEYED = 'company_id uuid not null, id uuid not null, primary key (company_id, id)'
  const WHOLE = '(company_id = (select app.company_id()))'
  const planted = (name: string): string =>
    `create table ${name} (${KEYED}); alter table ${name} enable row level security`
  const bound = (name: string, using = WHOLE, check = WHOLE): string =>
    `${planted(name)}; alter table ${name} force row level security; create policy tenant on ${name} using ${using} with check ${check}`

  it.each([
    ['a table that no file declares', bound('planted'), 'a table is declared', ['planted']],
    [
      'a table without a policy',
      planted('planted'),
      'every command',
      ['planted: delete', 'planted: insert', 'planted: select', 'planted: update'],
    ],
    [
      'a table whose policy is not switched on',
      `create table planted (${KEYED}); create policy tenant on planted using ${WHOLE}`,
      'is enabled',
      ['planted'],
    ],
    [
      'a policy that the owner need not keep',
      `${planted('planted')}; create policy tenant on planted using ${WHOLE} with check ${WHOLE}`,
      'is forced',
      ['planted'],
    ],
    [
      'a policy for reading only',
      `${planted('planted')}; create policy tenant on planted for select using ${WHOLE}`,
      'every command',
      ['planted: delete', 'planted: insert', 'planted: update'],
    ],
    [
      'a policy that lets anybody write',
      bound('planted', WHOLE, '(true)'),
      'says the set company',
      ['tenant on planted'],
    ],
    [
      'a policy that checks nothing written',
      `${planted('planted')}; create policy tenant on planted using ${WHOLE}`,
      'says the set company',
      ['tenant on planted'],
    ],
    [
      'a second policy that opens the first',
      `${bound('planted')}; create policy also on planted for select using (true)`,
      'says the set company',
      ['also on planted'],
    ],
    [
      'a policy for one role only',
      `${planted('planted')}; create policy tenant on planted to renubu_app using ${WHOLE} with check ${WHOLE}`,
      'says the set company',
      ['tenant on planted'],
    ],
    ['a view with its owner’s rights', 'create view planted as select * from customers', 'a view reads', ['planted']],
    ['a materialized view', 'create materialized view planted as select * from customers', 'a view reads', ['planted']],
    [
      'a key that the company does not lead',
      'create table planted (id uuid primary key, company_id uuid not null)',
      'the company leads the primary',
      ['planted_pkey'],
    ],
    ['a row that may be nobody’s', 'create table planted (company_id uuid, id uuid)', 'has a primary key', ['planted']],
    [
      'a reference that may cross companies',
      `create table planted (${KEYED}, team uuid references planted_teams (id))`,
      'the company leads every foreign',
      ['planted.planted_team_fkey'],
    ],
    [
      'a foreign key that no index serves',
      `create table planted (${KEYED}, team_id uuid, foreign key (company_id, team_id) references teams (company_id, id))`,
      'an index serves',
      ['planted.team_id'],
    ],
    [
      'an index that serves a part of the rows only',
      `create table planted (${KEYED}, team_id uuid, old boolean, foreign key (company_id, team_id) references teams (company_id, id)); create index on planted (company_id, team_id) where old`,
      'an index serves',
      ['planted.team_id'],
    ],
    [
      'an id that nothing holds',
      `create table planted (${KEYED}, user_id uuid)`,
      'a column that names',
      ['planted.user_id'],
    ],
    [
      'a right to empty a table',
      `${bound('planted')}; grant truncate on planted to renubu_app`,
      'the application may',
      ['planted: renubu_app may TRUNCATE'],
    ],
    [
      'a right for everybody',
      `${bound('planted')}; grant select on planted to public`,
      'the application may',
      ['planted: public may SELECT'],
    ],
    [
      'a right that may be passed on',
      `${bound('planted')}; grant select on planted to renubu_app with grant option`,
      'the application may',
      ['planted: renubu_app may SELECT'],
    ],
    [
      'a right to one column',
      `${bound('planted')}; grant update (id) on planted to renubu_app`,
      'the application may',
      ['planted.id has a grant of its own'],
    ],
    [
      'a function whose path can be led astray',
      `create function app.planted() returns integer language sql security definer as 'select 1'; revoke execute on function app.planted from public`,
      'a function with',
      ['app.planted()'],
    ],
    [
      'a function with its owner’s rights for everybody',
      `create function app.planted() returns integer language sql security definer set search_path = public, pg_temp as 'select 1'`,
      'a function with',
      ['app.planted()'],
    ],
    [
      'a table that the application owns',
      `${bound('planted')}; grant create on schema public to renubu_app; alter table planted owner to renubu_app`,
      'has no power',
      ['may create in public'],
    ],
    ['a table that is not the owner’s', bound('planted'), 'belong to the owner', ['planted']],
  ])('%s', async (_what, sql, rule, expected) => {
    const client = await asTables.owner.connect()
    try {
      await client.query('begin')
      await client.query('create table planted_teams (id uuid primary key)')
      await client.query(sql)
      const found = CATALOGUE_RULES.find(({ says }) => says.includes(rule))
      if (!found) throw new Error(`There is no rule like "${rule}"`)
      const faults = await faultsOf(client, found, tables)
      expect(faults.filter((fault) => !fault.startsWith('planted_teams'))).toEqual(expected)
    } finally {
      await client.query('rollback')
      client.release()
    }
  })
})

describe('who can sign in', () => {
  it('is read and written by a role of its own, and by no other', async () => {
    const { rows } = await asTables.owner.query<{ role: string; rights: string[] }>(
      `select a.grantee::regrole::text as role, array_agg(distinct lower(a.privilege_type) order by lower(a.privilege_type)) as rights
         from pg_class c, aclexplode(c.relacl) a
        where c.relnamespace = 'auth'::regnamespace and c.relkind = 'r' and a.grantee <> c.relowner group by 1`,
    )
    expect(rows).toEqual([{ role: 'renubu_auth', rights: ['delete', 'insert', 'select', 'update'] }])
    const others = await asTables.owner.query(
      `select c.relname from pg_class c where c.relnamespace in ('public'::regnamespace, 'app'::regnamespace) and c.relkind = 'r'
          and has_table_privilege('renubu_auth', c.oid, 'select')`,
    )
    expect(others.rows).toEqual([])
  })
})

describe('what the application may do with a table', () => {
  const ADDED_AND_DROPPED = ['import_pieces', 'record_versions']
  const ADDED_ONLY = ['audit_log', 'audit_seals', 'workflow_definitions', 'workflow_step_actions']
  const KEPT = [
    'api_keys',
    'companies',
    'configurations',
    'decision_turns',
    'imports',
    'invitations',
    'job_runs',
    'mails',
    'memberships',
    'score_overrides',
    'webhook_secrets',
    'workflow_executions',
    'workflow_step_states',
  ]

  it('is to add, and neither to change nor to take away, where history is kept', async () => {
    const { rows } = await asTables.owner.query<{ name: string; rights: string[] }>(
      `select c.relname as name, array_agg(lower(a.privilege_type) order by a.privilege_type) as rights from pg_class c, aclexplode(c.relacl) a
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.grantee = 'renubu_app'::regrole group by c.relname order by 1`,
    )
    const withRights = (rights: string) => rows.filter((row) => row.rights.join(' ') === rights).map(({ name }) => name)
    expect(withRights('insert select')).toEqual(ADDED_ONLY)
    expect(withRights('insert select update')).toEqual(KEPT)
    expect(withRights('delete insert select')).toEqual(ADDED_AND_DROPPED)
    expect(withRights('delete insert select update')).toHaveLength(
      rows.length - ADDED_ONLY.length - KEPT.length - ADDED_AND_DROPPED.length,
    )
    expect(rows.map(({ name }) => name)).toEqual([...tables.tenant, ...tables.shared].sort())
  })
})

it('a table that keeps versions compares all of its columns but those that say when and by whom', async () => {
  const { rows } = await asTables.owner.query<{ missing: string }>(
    `select format('%s.%s', c.relname, a.attname) as missing
       from pg_trigger t
       join pg_class c on c.oid = t.tgrelid
       join pg_proc p on p.oid = t.tgfoid
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where t.tgname = 'keep_version' and p.prosrc !~ ('\\mnew_row\\.' || a.attname || '\\M')
        and a.attname not in ('updated_at', 'known_at', 'source_updated_at', 'import_id')`,
  )
  expect(rows.map(({ missing }) => missing)).toEqual([])
})

it('a function with the rights of the owner, or with a path of its own, looks at temporary tables last, which are the caller’s', async () => {
  const { rows } = await asTables.owner.query<{ name: string }>(
    `select p.oid::regprocedure::text as name from pg_proc p
      left join unnest(p.proconfig) path on path like 'search_path=%'
     where p.pronamespace = 'app'::regnamespace and (p.prosecdef or path is not null) and coalesce(path, '') not like '%, pg_temp'`,
  )
  expect(rows).toEqual([])
})
