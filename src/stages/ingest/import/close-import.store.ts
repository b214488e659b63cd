import type { Tx } from '../../../platform/postgres.ts'
import type { KindSpec } from './fields/spec.ts'
import { beginBatch } from './imports.store.ts'
import { linkWaiting } from './link.store.ts'
import type { Notes } from './report.ts'

type Closing = { readonly spec: KindSpec; readonly source: string; readonly importId: string; readonly notes: Notes }

/** After the last row: links what waited for these records, and counts what contradicts what is known from elsewhere. */
export async function closeImport(tx: Tx, { spec, source, importId, notes }: Closing): Promise<void> {
  await beginBatch(tx, importId)
  const linked = await linkWaiting(tx, spec.kind, source)
  if (linked > 0) notes.note('linked-later', undefined, linked)
}
