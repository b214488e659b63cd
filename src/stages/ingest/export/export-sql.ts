import { specOf } from '../import/fields/catalogue.ts'
import type { Field, Kind } from '../import/fields/field.ts'
import { linkOf } from '../import/references.ts'

/** A field of an export, and the expression that gives it. */
type Exported = { readonly name: string; readonly sql: string }

const INSTANT = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

// How a linked record is called: people by their address, everything else by its id at the source; else as the source wrote it.
const CALLED: Readonly<Record<string, (label: string) => string>> = {
  customer: (label) => `coalesce(${label}.external_id, t.customer_ref)`,
  parent: (label) => `coalesce(${label}.external_id, t.parent_ref)`,
  product: (label) => `coalesce(${label}.external_id, t.product_ref)`,
  contact: (label) => `coalesce(${label}.external_id, t.contact_ref)`,
  owner: (label) => `coalesce(${label}.email, ${label}.external_id, t.owner_ref)`,
  lead: (label) => `coalesce(${label}.email, ${label}.external_id, t.lead_ref)`,
}

const TABLE_OF: Readonly<Record<string, string>> = {
  customer: 'customers',
  parent: 'customers',
  product: 'products',
  contact: 'contacts',
  owner: 'users',
  lead: 'users',
}

const SPECIAL: Readonly<Record<string, string>> = {
  'users.team': 'team.name',
  'users.absences': `(select json_agg(json_build_object('from', a.from_day, 'to', a.to_day, 'coverEmail', coalesce(c.email, c.external_id)) order by a.from_day, a.to_day)
      from absences a left join users c on c.company_id = a.company_id and c.id = a.cover_id where a.company_id = t.company_id and a.user_id = t.id)`,
  'contracts.terms': `(select json_agg(json_build_object('kind', k.kind, 'text', k.text, 'value', k.value) order by k.position)
      from contract_terms k where k.company_id = t.company_id and k.contract_id = t.id)`,
  'products.listPrice': 'price.list_price',
  'products.currency': 'price.currency',
}

const JOINS: Readonly<Record<string, string>> = {
  users: 'left join teams team on team.company_id = t.company_id and team.id = t.team_id',
  products: `left join lateral (select list_price, currency from prices p where p.company_id = t.company_id and p.product_id = t.id
      order by p.currency = (select c.currency from companies c where c.id = t.company_id) desc, p.currency limit 1) price on true`,
}

/** A kind's records as a statement's parts: `t` is the kind's own table, joined with what it refers to. */
export type RecordsSql = {
  readonly fields: readonly Field[]
  readonly select: string
  readonly from: string
  readonly visible: string
}

/** How records of a kind are read in canonical fields. Not for usage, whose rows are no records of their own. */
export function recordsSql(kind: Kind): RecordsSql {
  const spec = specOf(kind)
  const fields = spec.fields.filter(({ inputOnly }) => !inputOnly)
  const exported = fields.map((field): Exported => ({ name: field.name, sql: expressionOf(kind, field) }))
  const joins = fields.flatMap((field) => {
    const link = linkOf(field)
    if (!link) return []
    return [
      `left join ${TABLE_OF[link.label] ?? ''} ${link.label} on ${link.label}.company_id = t.company_id and ${link.label}.id = t.${link.idColumn}`,
    ]
  })
  return {
    fields,
    select: exported.map(({ name, sql }) => `${sql} as "${name}"`).join(', '),
    from: `${spec.table} t ${[...joins, JOINS[kind] ?? ''].join(' ')}`,
    visible: kind === 'customers' ? 't.archived_at is null' : kind === 'renewals' ? 'not t.derived' : 'true',
  }
}

/** The statement that gives all records of a kind in a stable order, and the names of their fields. */
export function exportSql(kind: Kind): { readonly fields: readonly Field[]; readonly sql: string } {
  const { fields, select, from, visible } = recordsSql(kind)
  if (kind === 'usage') return { fields, sql: USAGE }
  const order = kind === 'rates' ? 't.currency, t.day' : 't.external_id collate "C", t.source collate "C"'
  return { fields, sql: `select ${select} from ${from} where ${visible} order by ${order}` }
}

function expressionOf(kind: Kind, field: Field): string {
  const special = SPECIAL[`${kind}.${field.name}`]
  if (special !== undefined) return special
  const link = linkOf(field)
  if (link) return CALLED[link.label]?.(link.label) ?? 'null'
  const column = `t.${field.column ?? ''}`
  if (field.type === 'instant') return INSTANT(column)
  return field.type === 'day' ? `${column}::text` : column
}

// What waits for its customer is exported as well, by the reference it came with.
const USAGE = `
  select "externalId", "customerExternalId", "contractExternalId", date, metric, value, feature from (
    select nullif(u.external_id, '') as "externalId", c.external_id as "customerExternalId", null::text as "contractExternalId",
           u.day::text as date, u.metric, u.value, nullif(u.feature, '') as feature, u.source
      from usage_values u join customers c on c.company_id = u.company_id and c.id = u.customer_id
    union all
    select nullif(u.external_id, ''), u.customer_ref, u.contract_ref, u.day::text, u.metric, u.value, nullif(u.feature, ''), u.source from unlinked_usage u
  ) all_usage
  order by "customerExternalId" collate "C", "contractExternalId" collate "C", date, metric collate "C", feature collate "C", source collate "C", "externalId" collate "C"`
