import type { Tx } from '../../../platform/postgres.ts'
import { linkDeliveries } from '../webhook/customer-attributes.store.ts'
import { crossChecks } from './cross-checks.store.ts'
import type { CompanyContext, KindSpec } from './fields/spec.ts'
import { beginBatch, requireRunning } from './imports.store.ts'
import { linkWaiting, linkWaitingUsage } from './link.store.ts'
import type { Notes } from './report.ts'
import { keepLeads } from './users.store.ts'

type Closing = {
  readonly spec: KindSpec
  readonly source: string
  readonly importId: string
  readonly company: CompanyContext
  readonly roleGiven: boolean
  readonly batches: { readonly done: number }
  readonly named: { readonly customers: ReadonlySet<string> | undefined }
  readonly counted: { readonly notes: Notes }
}

/** After the last row: links what waited for these records, and counts what contradicts what is known from elsewhere. */
export async function closeImport(
  tx: Tx,
  { spec, source, importId, company, roleGiven, batches, named, counted: { notes } }: Closing,
): Promise<void> {
  await beginBatch(tx, importId)
  await requireRunning(tx, importId, batches.done)
  const linked = await linkWaiting(tx, spec.kind, { source, importId })
  if (linked > 0) notes.note('linked-later', undefined, linked)
  if (spec.kind === 'users') await keepLeads(tx, { source, importId, roleGiven, notes })
  if (spec.kind === 'customers') {
    const told = await linkDeliveries(tx)
    if (told > 0) notes.note('webhooks-linked-later', undefined, told)
    await beginBatch(tx, importId)
  }
  if (spec.kind === 'customers' || spec.kind === 'contracts') {
    const usage = await linkWaitingUsage(tx, { source, importId, today: company.today })
    if (usage > 0) notes.note('usage-linked-later', undefined, usage)
  }
  notes.add(await crossChecks(tx, spec.kind, named.customers))
}
