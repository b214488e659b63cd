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

/** Where a link finds what its references mean, each once: `ref`, `other`, `id`, `mark` (how it was found), `first` and `count` of its rows. */
const tableOf = ({ label }: Reference): string => `found_${label}`

// Asked in a query of its own, which a statement asks once; as a plain call it is asked for every row.
const COMPANY = '(select app.company_id())'

/**
 * Statements that gather what the batch's rows refer to, each reference once, and find those that are ids of their own source ($1), as most are:
 * no other record comes before that one. All of them are one question to the index, which finds neighbours where the one before was.
 */
export const gatherReferences = (links: readonly Reference[]): string =>
  links
    .map((link) => {
      const other = link.fallback?.column ?? 'null::text'
      return `drop table if exists ${tableOf(link)};
    create temp table ${tableOf(link)} on commit drop as
    with given as materialized (
      select i.${link.refColumn} as ref, ${other} as other, min(i.row_number) as first, count(*) as count
        from incoming i where i.${link.refColumn} is not null group by 1, 2)
    select g.ref, g.other, t.id, null::jsonb as mark, g.first, g.count
      from given g
      left join ${link.refersTo} t on t.company_id = ${COMPANY} and t.source = $1 and t.external_id = g.ref
        and t.external_id = any(array(select ref from given))`
    })
    .join(';\n')

/** The references that are no ids of their source, in the order of the file; `place`: that of the link. A null one: rows that name no customer. */
export const openReferences = (links: readonly Reference[]): string =>
  links
    .flatMap((link, place) => [
      `select ${place} as place, ref, other, first, count from ${tableOf(link)} where id is null`,
      ...(link.label === 'customer'
        ? [
            `select ${place}, null, null, min(row_number), count(*) from incoming where ${link.refColumn} is null having count(*) > 0`,
          ]
        : []),
    ])
    .join(' union all ')
    .concat(' order by first, place')

/** Says what some references of a link mean: $1 as the source writes them, $2 what stood beside them, $3 ids, $4 how each was found. */
export const giveFound = (link: Reference): string =>
  `update ${tableOf(link)} f set id = g.id, mark = g.mark
     from unnest($1::text[], $2::text[], $3::uuid[], $4::jsonb[]) as g(ref, other, id, mark)
    where f.ref = g.ref and f.other is not distinct from g.other`

/** What joins the rows of `incoming i` to what they refer to. */
export const joinFound = (links: readonly Reference[]): string =>
  links
    .map((link) => {
      const table = tableOf(link)
      const beside = link.fallback ? ` and ${table}.other is not distinct from i.${link.fallback.column}` : ''
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
