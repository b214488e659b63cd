import type { Referred } from './fields/field.ts'

/** A reference that is stored, with what it may be found by if not by itself. */
export type Reference = {
  readonly name: string
  readonly label: string
  readonly refersTo: Referred
  readonly idColumn: string
  readonly refColumn: string
  /** Another field that it may be found by, and the column that this waits in; undefined for most. */
  readonly fallback: { readonly name: string; readonly column: string } | undefined
}

/** Where a link finds what its references mean: `ref` (with `beside`, unless `alone`), `id` and `mark`, how it was found. */
const tableOf = ({ label }: Reference): string => `found_${label}`

/** Asked in a query of its own, which a statement asks once; as a plain call it is asked for every row. */
export const COMPANY = '(select app.company_id())'

/** Many rows name few of them: what is named is gathered before anything is looked up or joined. */
const FEW = new Set<Referred>(['users', 'products'])

/**
 * Statements that find the references of the batch's rows that are ids of their own source ($1), as most are: no other record comes before that one.
 * All of them are one question to the index, which finds neighbours where the one before was.
 */
export const findOwnIds = (links: readonly Reference[]): string =>
  links.map((link) => `${FEW.has(link.refersTo) ? gatherNamed(link) : ''}${findNamed(link)}`).join(';\n')

const gatherNamed = ({ label, refColumn }: Reference): string =>
  `drop table if exists named_${label};
    create temp table named_${label} on commit drop as
    select ${refColumn} as ref, min(row_number) as first, count(*) as count from incoming where ${refColumn} is not null group by 1;
    `

function findNamed(link: Reference): string {
  const named = FEW.has(link.refersTo)
    ? `select ref from named_${link.label}`
    : `select ${link.refColumn} from incoming`
  return `drop table if exists ${tableOf(link)};
    create temp table ${tableOf(link)} on commit drop as
    select t.external_id as ref, null::text as beside, true as alone, t.id, null::jsonb as mark
      from ${link.refersTo} t where t.company_id = ${COMPANY} and t.source = $1 and t.external_id = any(array(${named}))`
}

/** The references that are no ids of their source, in the order of the file; `place`: that of the link. A null one: rows that name no customer. */
export const openReferences = (links: readonly Reference[]): string =>
  links.map(openOf).join(' union all ').concat(' order by first, place')

function openOf(link: Reference, place: number): string {
  const { label, refersTo, refColumn, fallback } = link
  const found = tableOf(link)
  if (FEW.has(refersTo))
    return `select ${place} as place, n.ref, null::text as beside, n.first, n.count
       from named_${label} n where not exists (select from ${found} f where f.ref = n.ref)`
  return `select ${place} as place, i.${refColumn} as ref, ${fallback ? `i.${fallback.column}` : 'null::text'} as beside,
              min(i.row_number) as first, count(*) as count
       from incoming i where not exists (select from ${found} f where f.ref = i.${refColumn})
        ${label === 'customer' ? '' : `and i.${refColumn} is not null`} group by 1, 2, 3`
}

/** Says what some references of a link mean: $1 as the source writes them, $2 what stood beside them, $3 ids, $4 how each was found. */
export const giveFound = (link: Reference): string =>
  `insert into ${tableOf(link)} (ref, beside, alone, id, mark)
   select ref, beside, false, id, mark from unnest($1::text[], $2::text[], $3::uuid[], $4::jsonb[]) as g(ref, beside, id, mark)`

/** What joins the rows of `incoming i` to what they refer to. */
export const joinFound = (links: readonly Reference[]): string =>
  links
    .map((link) => {
      const table = tableOf(link)
      const beside = link.fallback
        ? ` and (${table}.alone or ${table}.beside is not distinct from i.${link.fallback.column})`
        : ''
      return `left join ${table} on ${table}.ref = i.${link.refColumn}${beside}`
    })
    .join('\n      ')

/** Nobody is his own parent or lead: `t` is the record itself where it is known. */
const isItself = (link: Reference): string | undefined =>
  link.label === 'parent' || link.label === 'lead' ? `${tableOf(link)}.id = t.id` : undefined

/** What a row's reference means. */
export function foundId(link: Reference): string {
  const itself = isItself(link)
  const id = `${tableOf(link)}.id`
  return itself === undefined ? id : `(case when ${itself} then null else ${id} end)`
}

/** By which form each of a row's references was found, as one object; null where all are ids. */
export const foundMarks = (links: readonly Reference[]): string =>
  links
    .map((link) => {
      const itself = isItself(link)
      const mark = `${tableOf(link)}.mark`
      return itself === undefined ? mark : `(case when ${itself} then null else ${mark} end)`
    })
    // To join two takes longer than to ask whether there are two.
    .reduce(
      (all, mark) =>
        `(case when ${mark} is null then ${all} when ${all} is null then ${mark} else ${all} || ${mark} end)`,
    )
