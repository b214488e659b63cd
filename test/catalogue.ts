import type pg from 'pg'

const TABLES = `pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and c.relname <> 'schema_migrations'`
const OURS = `('public'::regnamespace, 'app'::regnamespace)`

// Everything that makes two schemas differ, a line each. Left out is what the migration runner, the job queue and the test clock add.
const QUERIES = [
  `select 'table', relname, relkind, relowner::regrole, relrowsecurity, relforcerowsecurity, relacl, reloptions from ${TABLES}`,
  `select 'column', attrelid::regclass, attname, attnum, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid),
          attgenerated, attidentity, attcollation::regcollation, attacl
     from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where attnum > 0 and not attisdropped and attrelid in (select oid from ${TABLES})`,
  `select 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid) from pg_constraint where conrelid in (select oid from ${TABLES})`,
  `select 'index', indexdef from pg_indexes where schemaname = 'public' and tablename <> 'schema_migrations'`,
  `select 'policy', polrelid::regclass, polname, polcmd, polpermissive, polroles::regrole[], pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
     from pg_policy`,
  `select 'trigger', pg_get_triggerdef(oid), tgenabled from pg_trigger where not tgisinternal and tgrelid in (select oid from ${TABLES})`,
  `select 'function', oid::regprocedure, proowner::regrole, proacl, pg_get_functiondef(oid) from pg_proc
    where pronamespace in ${OURS} and oid::regprocedure::text <> 'app.now()' and proowner <> 'renubu_jobs'::regrole`,
  `select 'sequence', relname, relacl from pg_class where relnamespace in ${OURS} and relkind = 'S'`,
  `select 'type', t.oid::regtype, typtype, (select array_agg(enumlabel order by enumsortorder) from pg_enum where enumtypid = t.oid)
     from pg_type t where typnamespace in ${OURS} and typtype in ('e', 'd')`,
  `select 'schema', nspname, nspacl from pg_namespace where nspname = 'app'`,
]

/** The schema of a database as sorted lines. Two databases are alike when their lines are. */
export async function catalogueOf(pool: pg.Pool): Promise<readonly string[]> {
  const lines: string[] = []
  for (const text of QUERIES) {
    const { rows } = await pool.query<unknown[]>({ text, rowMode: 'array' })
    for (const row of rows)
      lines.push(row.map((cell) => (typeof cell === 'string' ? cell : JSON.stringify(cell))).join(' | '))
  }
  return lines.sort()
}
