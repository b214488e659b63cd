import type { Tx } from '../../../platform/postgres.ts'
import type { Referred } from './fields/field.ts'

const KNOWN: Readonly<Record<Referred, string>> = {
  customers:
    'select external_id as word from customers where external_id = any($1) union select name from customers where name = any($1)',
  users: `select external_id as word from users where external_id = any($1) union select name from users where name = any($1)
          union select email from users where lower(email) = any($1)`,
  products:
    'select external_id as word from products where external_id = any($1) union select name from products where name = any($1)',
  contracts: 'select external_id as word from contracts where external_id = any($1)',
  contacts:
    'select external_id as word from contacts where external_id = any($1) union select email from contacts where email = any($1)',
}

/** The share of each column's sample that is an external id, a name or an address of records already here. */
export async function shareOfKnown(
  tx: Tx,
  kind: Referred,
  samples: readonly (readonly [string, readonly string[]])[],
): Promise<[string, number][]> {
  const wanted = [...new Set(samples.flatMap(([, texts]) => texts))].filter(
    (text) => text.length < 300 && !text.includes('\0') && text.isWellFormed(),
  )
  const known = new Set((await tx.rows<{ word: string }>(KNOWN[kind], [wanted])).map(({ word }) => word))
  return samples.map(([name, texts]) => [
    name,
    texts.length === 0 ? 0 : texts.filter((text) => known.has(text)).length / texts.length,
  ])
}
