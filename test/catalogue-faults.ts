import type pg from 'pg'

/** What db/tables declares: which tables are everybody's, and which rows may be added but never changed or taken away. */
export type DeclaredTables = { readonly tenant: readonly string[]; readonly shared: readonly string[] }

/** A rule of the house about the schema; `sql` lists what breaks it. Parameters: $1 tenant tables, $2 tables that belong to no tenant. */
export type CatalogueRule = { readonly says: string; readonly sql: string }

const OURS = `'public'::regnamespace`
/** Whatever is not declared as platform or reference is held to be a tenant's. */
const TENANT = `pg_class c where c.relnamespace = ${OURS} and c.relkind in ('r', 'p') and not c.relname = any($2::text[])`
const SAME_COMPANY = `'(company_id = ( SELECT app.company_id() AS company_id))'`

// Deleting what these point at is a person's rare act on one row; an index would be paid for at every write of the largest tables.
const WITHOUT_INDEX: Readonly<Record<string, string>> = {
  'workflow_executions.assigned_to': 'its queue and its history are indexed apart, and a person is erased once',
  'workflow_executions.workflow_version': 'definitions are kept for ever',
  'tasks.assigned_to': 'the open ones are indexed',
  'opportunities.owner_id': 'a person is erased once',
  'renewals.owner_id': 'a person is erased once',
}

// Ids that outlive what they name, or name rows of several tables.
const WITHOUT_FOREIGN_KEY: Readonly<Record<string, string>> = {
  import_id: 'an import may be erased, what it brought stays',
  superseded_by: 'of versions: the import that ended them; of executions: kept with the history',
  opened_run: 'a run may be erased, what it did stays',
  run_id: 'a run may be erased, what it found stays',
  record_id: 'names rows of every versioned table',
  object_id: 'names rows of every table',
  actor_id: 'the audit trail outlives the person',
  performed_by: 'the history of a run outlives the person',
  saved_by: 'a program with a key saves drafts too',
  by_user: 'a judgement outlives the person',
  caller_id: 'a person or a key, and forgotten after a day',
  cursor_customer: 'a place in the order of ids, not a customer',
  next_renewal_id: 'worked out anew every day',
}

const keys = (reasons: Readonly<Record<string, string>>): string =>
  Object.keys(reasons)
    .map((key) => `'${key}'`)
    .join(', ')

export const CATALOGUE_RULES: readonly CatalogueRule[] = [
  {
    says: 'a table is declared in db/tables',
    sql: `select c.relname from pg_class c where c.relnamespace = ${OURS} and c.relkind in ('r', 'p', 'f') and not c.relname = any($1::text[] || $2::text[])`,
  },
  {
    says: 'a tenant table has a primary key and a company in every row',
    sql: `select c.relname from ${TENANT}
       and (not exists (select from pg_index where indrelid = c.oid and indisprimary)
         or not exists (select from pg_attribute where attrelid = c.oid and attname = 'company_id' and attnotnull))`,
  },
  {
    says: 'the company leads the primary key and every unique index of a tenant table',
    sql: `select i.indexrelid::regclass::text from pg_index i where i.indisunique and i.indrelid in (select c.oid from ${TENANT})
       and (select attname from pg_attribute where attrelid = i.indrelid and attnum = i.indkey[0]) is distinct from 'company_id'`,
  },
  {
    says: 'the company leads every foreign key of a tenant table, on both sides',
    sql: `select k.conrelid::regclass || '.' || k.conname from pg_constraint k
      where k.contype = 'f' and k.conrelid in (select c.oid from ${TENANT}) and k.confrelid <> to_regclass('companies')
        and exists (select from unnest(array[k.conrelid, k.confrelid], array[k.conkey[1], k.confkey[1]]) as side(relation, number)
                     where (select attname from pg_attribute where attrelid = relation and attnum = number) is distinct from 'company_id')`,
  },
  {
    says: 'row-level security is enabled on a tenant table',
    sql: `select c.relname from ${TENANT} and not c.relrowsecurity`,
  },
  {
    says: 'row-level security is forced on a tenant table, so that it binds its owner too',
    sql: `select c.relname from ${TENANT} and not c.relforcerowsecurity`,
  },
  {
    says: 'every command on a tenant table has a policy',
    sql: `select c.relname || ': ' || command.name
       from (values ('r', 'select'), ('a', 'insert'), ('w', 'update'), ('d', 'delete')) as command(code, name), ${TENANT}
        and not exists (select from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', command.code::"char"))`,
  },
  {
    says: 'a policy of a tenant table says the set company and nothing else, for what is read and for what is written',
    sql: `select p.polname || ' on ' || p.polrelid::regclass from pg_policy p where p.polrelid in (select c.oid from ${TENANT})
       and (p.polcmd <> 'a' and pg_get_expr(p.polqual, p.polrelid) is distinct from ${SAME_COMPANY}
         or p.polcmd in ('*', 'a', 'w') and pg_get_expr(p.polwithcheck, p.polrelid) is distinct from ${SAME_COMPANY}
         or p.polroles <> '{0}')`,
  },
  {
    says: 'the application may read and write rows and nothing more, and nobody but it and the owner may do anything',
    sql: `select c.relname || ': ' || coalesce(nullif(a.grantee, 0)::regrole::text, 'public') || ' may ' || a.privilege_type
       from pg_class c, aclexplode(c.relacl) a
      where c.relnamespace = ${OURS} and c.relkind in ('r', 'p', 'v', 'm') and a.grantee <> c.relowner
        and not (a.grantee = 'renubu_app'::regrole and not a.is_grantable and a.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE'))
      union all
     select attrelid::regclass || '.' || attname || ' has a grant of its own' from pg_attribute join pg_class c on c.oid = attrelid
      where c.relnamespace = ${OURS} and attacl is not null`,
  },
  {
    says: 'an index serves every foreign key, or there is a reason why not',
    sql: `select place from (
       select k.*, k.conrelid::regclass || '.' || (select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[cardinality(k.conkey)]) as place
         from pg_constraint k where k.contype = 'f' and k.connamespace = ${OURS}) k
      where place not in (${keys(WITHOUT_INDEX)}) and not exists (
        select from pg_index i where i.indrelid = k.conrelid and i.indisvalid
           and (select array_agg(n order by n) from unnest((i.indkey::int2[])[0:cardinality(k.conkey) - 1]) n)
             = (select array_agg(n order by n) from unnest(k.conkey) n)
           and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) in
             (select format('(%I IS NOT NULL)', attname) from pg_attribute where attrelid = k.conrelid and attnum = any(k.conkey))))`,
  },
  {
    says: 'a column that names another row is a foreign key, or there is a reason why not',
    sql: `select c.relname || '.' || a.attname from pg_attribute a, ${TENANT}
       and a.attrelid = c.oid and a.atttypid = 'uuid'::regtype and a.attnum > 0 and not a.attisdropped
       and a.attname not in ('id', 'company_id', ${keys(WITHOUT_FOREIGN_KEY)})
       and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any(k.conkey))`,
  },
  {
    says: 'a view reads with the rights of who asks it, and none is materialized',
    sql: `select c.relname from pg_class c where c.relnamespace in (${OURS}, 'app'::regnamespace)
       and (c.relkind = 'm' or c.relkind = 'v' and not coalesce(c.reloptions @> '{security_invoker=true}' or c.reloptions @> '{security_invoker=on}', false))`,
  },
  {
    says: 'a function with its owner’s rights has a fixed search path, temporary objects last, and is not everybody’s',
    sql: `select p.oid::regprocedure::text from pg_proc p
      where p.prosecdef and p.pronamespace in (${OURS}, 'app'::regnamespace)
        and (not exists (select from unnest(p.proconfig) as setting where setting ~ '^search_path=.*, ?pg_temp$')
          or exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0))`,
  },
  {
    says: 'the application owns nothing',
    sql: `select 'class ' || classid::regclass || ' object ' || objid from pg_shdepend
      where refobjid = 'renubu_app'::regrole and deptype = 'o' and dbid in (0, (select oid from pg_database where datname = current_database()))`,
  },
  {
    says: 'the application’s role has no power over the server, is no member of another, and makes nothing in our schemas',
    sql: `select 'power' from pg_roles where rolname = 'renubu_app'
       and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
      union all select 'member of ' || roleid::regrole from pg_auth_members where member = 'renubu_app'::regrole
      union all select 'may create in ' || nspname from pg_namespace
       where nspname in ('public', 'app') and has_schema_privilege('renubu_app', oid, 'create')`,
  },
  {
    says: 'tables, views and sequences belong to the owner',
    sql: `select relname from pg_class where relnamespace = ${OURS} and relkind in ('r', 'p', 'v', 'm', 'S') and relowner <> 'renubu_owner'::regrole`,
  },
]

/** What breaks a rule in a database, by name and sorted; empty: nothing. */
export async function faultsOf(
  connection: Pick<pg.PoolClient, 'query'>,
  { sql }: CatalogueRule,
  tables: DeclaredTables,
): Promise<string[]> {
  // A parameter that a rule does not use has no type of its own.
  const text = `with declared as (select $1::text[], $2::text[]) select fault from (${sql}) as found(fault)`
  const { rows } = await connection.query<{ fault: string }>(text, [tables.tenant, tables.shared])
  return rows.map(({ fault }) => fault).sort()
}
