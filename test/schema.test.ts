import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { PROJECT_ROOT } from '../src/platform/environment.ts'
import { migrate } from '../src/platform/migrate.ts'
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
      tables: [...text.matchAll(/^create (?:unlogged )?table (\w+)/gm)].map(([, table]) => String(table)),
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

describe('every tenant table', () => {
  let tenant: readonly string[]
  beforeAll(() => {
    tenant = tablesOf('tenant')
  })

  it('has the company first in its primary key and in every unique index', async () => {
    const { rows } = await asTables.owner.query(
      `select i.indexrelid::regclass::text as index from pg_index i join pg_class c on c.oid = i.indrelid
        where c.relname = any($1) and c.relnamespace = 'public'::regnamespace and (i.indisunique or i.indisprimary)
          and (select attname from pg_attribute where attrelid = c.oid and attnum = i.indkey[0]) is distinct from 'company_id'`,
      [tenant],
    )
    expect(rows).toEqual([])
  })

  it('has a primary key and a company in every row', async () => {
    const { rows } = await asTables.owner.query(
      `select c.relname from pg_class c where c.relname = any($1) and c.relnamespace = 'public'::regnamespace
          and (not exists (select from pg_index where indrelid = c.oid and indisprimary)
            or not exists (select from pg_attribute where attrelid = c.oid and attname = 'company_id' and attnotnull))`,
      [tenant],
    )
    expect(rows).toEqual([])
  })

  it('points at other tenant tables together with the company, so that no row belongs to two', async () => {
    const { rows } = await asTables.owner.query(
      `select conrelid::regclass::text as "from", conname from pg_constraint join pg_class target on target.oid = confrelid
        where contype = 'f' and conrelid::regclass::text = any($1) and target.relname = any($1)
          and not (select attname from pg_attribute where attrelid = conrelid and attnum = conkey[1]) = 'company_id'`,
      [tenant],
    )
    expect(rows).toEqual([])
  })

  it('is bound to the company by policy, its owner included', async () => {
    const { rows } = await asTables.owner.query(
      `select c.relname, c.relrowsecurity as enabled, c.relforcerowsecurity as forced, count(p.oid) as policies
         from pg_class c left join pg_policy p on p.polrelid = c.oid
          and pg_get_expr(p.polqual, p.polrelid) ~ 'company_id = app.company_id\\(\\)' and pg_get_expr(p.polwithcheck, p.polrelid) ~ 'company_id = app.company_id\\(\\)'
        where c.relname = any($1) and c.relnamespace = 'public'::regnamespace group by c.oid
       having not (c.relrowsecurity and c.relforcerowsecurity and count(p.oid) = 1)`,
      [tenant],
    )
    expect(rows).toEqual([])
  })

  it('shows the application nothing while no company is set', async () => {
    for (const table of tenant) {
      const rows = await asTables.database.platform((tx) => tx.rows(`select from ${table} limit 1`))
      expect(rows, table).toEqual([])
    }
  })
})

describe('every function that runs with its owner’s rights', () => {
  it('has a fixed search path', async () => {
    const { rows } = await asTables.owner.query(
      `select oid::regprocedure::text as function from pg_proc
        where prosecdef and pronamespace in ('public'::regnamespace, 'app'::regnamespace)
          and not exists (select from unnest(proconfig) as setting where setting like 'search_path=%')`,
    )
    expect(rows).toEqual([])
  })
})
