import type { Tx } from '../../../platform/postgres.ts'
import { BELONGING } from './references.ts'

type Change = { readonly tx: Tx; readonly table: string; readonly importId: string }

/** Columns that point to other records, and the tables they point to. */
const POINTERS: readonly (readonly [string, string])[] = [
  ['customer_id', 'customers'],
  ['parent_id', 'customers'],
  ['owner_id', 'users'],
  ['lead_id', 'users'],
  ['product_id', 'products'],
  ['contact_id', 'contacts'],
]

/** Says what becomes of each row that an import wrote, in the temporary table `undone` (id, fate, seq): gone, back or kept. */
export async function decideFates({ tx, table, importId }: Change): Promise<void> {
  await tx.run('drop table if exists undone')
  await tx.run(
    `create temp table undone on commit drop as
     with mine as (
       select t.id, t.external_id,
              (select v.superseded_by from record_versions v where v.company_id = t.company_id and v.kind = $2 and v.record_id = t.id
                order by v.seq desc limit 1) as last_by,
              first.seq, first.import_id as import_before,
              exists (select from record_versions v where v.company_id = t.company_id and v.kind = $2 and v.record_id = t.id) as has_versions
         from ${table} t
         left join lateral (select v.seq, v.import_id from record_versions v
                             where v.company_id = t.company_id and v.kind = $2 and v.record_id = t.id and v.superseded_by = $1
                             order by v.seq limit 1) first on true
        where t.company_id = app.company_id() and t.import_id = $1
     )
     select id, external_id, seq,
            case when has_versions and last_by is distinct from $1 then 'kept'
                 when seq is null or import_before = $1 then 'gone'
                 else 'back' end as fate
       from mine
     union all
     select t.id, t.external_id, null, 'kept' from ${table} t
      where t.company_id = app.company_id() and t.import_id is distinct from $1
        and t.id in (select record_id from record_versions where company_id = app.company_id() and kind = $2 and superseded_by = $1
                     union select record_id from record_versions where company_id = app.company_id() and kind = $2 and import_id = $1)`,
    [importId, table],
  )
}

// Somebody worked with these; what they did hangs on the record.
const IN_USE: Readonly<Record<string, string>> = {
  customers: `exists (select from workflow_executions w where w.company_id = t.company_id and w.customer_id = t.id)
    or exists (select from tasks w where w.company_id = t.company_id and w.customer_id = t.id)
    or exists (select from score_overrides w where w.company_id = t.company_id and w.customer_id = t.id)
    or exists (select from pulses w where w.company_id = t.company_id and w.customer_id = t.id)
    or ${BELONGING.map(([, table]) => `exists (select from ${table} w where w.company_id = t.company_id and w.customer_id = t.id and w.import_id is null${table === 'renewals' ? ' and not w.derived' : ''})`).join('\n    or ')}`,
  users: `exists (select from workflow_executions w where w.company_id = t.company_id and w.assigned_to = t.id)
    or exists (select from tasks w where w.company_id = t.company_id and w.assigned_to = t.id)
    or exists (select from absences w where w.company_id = t.company_id and w.cover_id = t.id
                   and w.user_id not in (select id from undone where fate = 'gone'))`,
  renewals: 'exists (select from workflow_executions w where w.company_id = t.company_id and w.renewal_id = t.id)',
}

/** Archives instead of deleting what people have worked with. Gives the external ids. */
export async function archiveInUse({ tx, table }: Change): Promise<string[]> {
  const inUse = IN_USE[table]
  if (inUse === undefined) return []
  const rows = await tx.rows<{ external_id: string }>(
    `update undone u set fate = 'archived' from ${table} t
      where t.company_id = app.company_id() and t.id = u.id and u.fate = 'gone' and (${inUse}) returning u.external_id`,
  )
  if (table === 'customers')
    await tx.run(
      `update customers set archived_at = app.now() where company_id = app.company_id() and id in (select id from undone where fate = 'archived')`,
    )
  if (table === 'users')
    await tx.run(
      `update users set active = false where company_id = app.company_id() and id in (select id from undone where fate = 'archived')`,
    )
  return rows.map(({ external_id }) => external_id)
}

/** Customers whose facts change by the undo, before anything is deleted. */
export async function rememberTouched({ tx, table }: Change): Promise<void> {
  await tx.run('drop table if exists undone_customers')
  const hasCustomer = table !== 'users' && table !== 'products' && table !== 'customers'
  await tx.run(
    `create temp table undone_customers on commit drop as
     select distinct ${table === 'customers' ? 't.id' : hasCustomer ? 't.customer_id' : 'null::uuid'} as customer_id
       from undone u join ${table} t on t.company_id = app.company_id() and t.id = u.id where u.fate in ('gone', 'back')`,
  )
}

/** Lets go of what points to rows that go: it waits again, as it did before they came. */
export async function detach({ tx, table }: Change): Promise<void> {
  const gone = `select id from undone where fate = 'gone'`
  const holders: readonly (readonly [string, string])[] =
    table === 'customers'
      ? [...BELONGING.map(([, holder]): [string, string] => [holder, 'customer_id']), ['customers', 'parent_id']]
      : table === 'users'
        ? [
            ['customers', 'owner_id'],
            ['renewals', 'owner_id'],
            ['opportunities', 'owner_id'],
            ['users', 'lead_id'],
          ]
        : table === 'products'
          ? [['opportunities', 'product_id']]
          : table === 'contacts'
            ? [['survey_responses', 'contact_id']]
            : []
  for (const [holder, column] of holders) {
    const label = column.replace('_id', '')
    await tx.run(
      `update ${holder} set ${column} = null, resolved_by = resolved_by - '${label}'
        where company_id = app.company_id() and ${column} in (${gone})${holder === 'renewals' ? ' and not derived' : ''}`,
    )
  }
  if (table !== 'customers') return
  await tx.run(
    `insert into unlinked_usage (company_id, customer_ref, metric, day, feature, source, external_id, value, import_id)
     select app.company_id(), c.external_id, u.metric, u.day, u.feature, u.source, u.external_id, u.value, u.import_id
       from usage_values u join undone d on d.id = u.customer_id and d.fate = 'gone' join customers c on c.company_id = u.company_id and c.id = u.customer_id
      where u.company_id = app.company_id() on conflict do nothing`,
  )
  await tx.run(
    `delete from usage_metrics where company_id = app.company_id() and customer_id in (select id from undone where fate = 'gone')`,
  )
}

/** Puts rows back as they were before the import, and deletes those that it brought. */
export async function takeBack({ tx, table, importId }: Change): Promise<{ deleted: number; restored: number }> {
  const columns = (
    await tx.rows<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname not in ('company_id', 'id')`,
      [table],
    )
  ).map(({ name }) => name)
  const pointers = new Map(POINTERS)
  const sets = columns.map((column) => {
    const target = pointers.get(column)
    if (target === undefined) return `${column} = r.${column}`
    return `${column} = (select x.id from ${target} x where x.company_id = app.company_id() and x.id = r.${column})`
  })
  const restored = await tx.run(
    `update ${table} t set ${sets.join(', ')}
       from (select (jsonb_populate_record(null::${table}, v.record)).* from undone u
               join record_versions v on v.company_id = app.company_id() and v.kind = '${table}' and v.record_id = u.id and v.seq = u.seq
              where u.fate = 'back') r
      where t.company_id = app.company_id() and t.id = r.id`,
  )
  // A cover may go before the one he covers: then the absence is looked at while it still names him.
  if (table === 'users') {
    await tx.run(
      `delete from absences where company_id = app.company_id() and user_id in (select id from undone where fate = 'gone')`,
    )
  }
  const deleted = await tx.run(
    `delete from ${table} where company_id = app.company_id() and id in (select id from undone where fate = 'gone')`,
  )
  await tx.run(
    `delete from record_versions v using undone u where v.company_id = app.company_id() and v.kind = $2 and v.record_id = u.id
        and (u.fate = 'gone' or u.fate = 'back' and v.superseded_by = $1)`,
    [importId, table],
  )
  return { deleted, restored }
}

export const keptIds = async (tx: Tx): Promise<string[]> =>
  (
    await tx.rows<{ external_id: string }>(`select external_id from undone where fate = 'kept' order by external_id`)
  ).map((row) => row.external_id)

/** Teams that came with the import and that nobody is in any more. */
export const dropEmptyTeams = (tx: Tx, since: Date): Promise<number> =>
  tx.run(
    `delete from teams t where t.company_id = app.company_id() and t.created_at >= $1
        and not exists (select from users u where u.company_id = t.company_id and u.team_id = t.id)`,
    [since],
  )
