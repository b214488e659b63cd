import type { Tx } from '../../../platform/postgres.ts'
import { recordsSql } from '../export/export-sql.ts'
import { specOf } from '../import/fields/catalogue.ts'
import { linkOf } from '../import/references.ts'
import type { RecordFilters, RecordKind } from './records.contract.ts'

export type StoredRecord = { readonly id: string; readonly source: string } & Readonly<Record<string, unknown>>

type Condition = { readonly sql: (place: string) => string; readonly value: unknown }

/** Which text of a kind people search by. */
const SEARCHED: Partial<Record<RecordKind, string>> = {
  customers: 't.name',
  contacts: 't.name',
  users: 't.name',
  products: 't.name',
  opportunities: 't.name',
  tickets: 't.subject',
  engagements: 't.notes',
  events: 't.kind',
  surveys: 't.comment',
}

/** The text that a search pattern finds literally: `%` and `_` of the asked words mean themselves. */
const literally = (words: string): string => `%${words.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`

function conditionsOf(kind: RecordKind, filters: RecordFilters): readonly Condition[] | undefined {
  const links = new Set(specOf(kind).fields.flatMap((field) => linkOf(field)?.idColumn ?? []))
  const conditions: Condition[] = []
  const is = (column: string, value: unknown): void => {
    if (value !== undefined) conditions.push({ sql: (place) => `t.${column} = ${place}`, value })
  }
  is('external_id', filters.externalId)
  is('source', filters.source)
  if (filters.customerId !== undefined) {
    if (kind !== 'customers' && !links.has('customer_id')) return undefined
    is(kind === 'customers' ? 'id' : 'customer_id', filters.customerId)
  }
  if (filters.ownerId !== undefined) {
    if (!links.has('owner_id')) return undefined
    is('owner_id', filters.ownerId)
  }
  if (filters.updatedSince !== undefined)
    conditions.push({ sql: (place) => `t.updated_at >= ${place}::timestamptz`, value: filters.updatedSince })
  if (filters.q !== undefined) {
    const column = SEARCHED[kind]
    if (column === undefined) return undefined
    conditions.push({ sql: (place) => `${column} ilike ${place}`, value: literally(filters.q) })
  }
  return conditions
}

/** One more than a page of records after an id, in the order of their ids; undefined when the kind has not what is filtered by. */
export async function recordsAfter(
  tx: Tx,
  kind: RecordKind,
  { filters, after }: { readonly filters: RecordFilters; readonly after: string | null },
): Promise<StoredRecord[] | undefined> {
  const conditions = conditionsOf(kind, filters)
  if (!conditions) return undefined
  const { select, from, visible } = recordsSql(kind)
  const where = conditions.map(({ sql }, index) => `and ${sql(`$${String(index + 3)}`)}`).join(' ')
  return tx.rows<StoredRecord>(
    `select t.id, t.source, ${select} from ${from}
      where ${visible} and ($1::uuid is null or t.id > $1) ${where} order by t.id limit $2`,
    [after, filters.limit + 1, ...conditions.map(({ value }) => value)],
  )
}

/** One record; undefined when there is none of this id that the company has. */
export function recordById(tx: Tx, kind: RecordKind, id: string): Promise<StoredRecord | undefined> {
  const { select, from, visible } = recordsSql(kind)
  return tx.row<StoredRecord>(`select t.id, t.source, ${select} from ${from} where ${visible} and t.id = $1`, [id])
}
