import { day } from '../../../base/day.ts'
import type { Tx } from '../../../platform/postgres.ts'
import { CUSTOMERS_IN_MIND, keepInMind, type Merging, type Run } from './import-run.job.ts'
import type { Rejection } from './fields/spec.ts'
import { usageCustomer } from './link.store.ts'
import type { DraftRow } from './prepare.store.ts'
import type { Row } from './read/open-records.job.ts'
import { usageValues } from './usage.ts'
import type { UsageBatch } from './usage-batch.store.ts'
import {
  giveOwners,
  mergeUsage,
  refsOfSameOwner,
  refsWithoutOwner,
  takeRefsIn,
  takeUsageIn,
  usageOwners,
} from './usage.store.ts'
import { keepWaiting } from './waiting-usage.store.ts'

/** Puts the values of a row into a batch: gives how many there are, or why there are none. */
export function takeUsage(
  { survey, company, valueName }: Run,
  { row, ...given }: DraftRow & { readonly row: Row },
  batch: UsageBatch,
): number | Rejection {
  const reading = { order: 'unknown', mark: 'unknown', timeZone: company.timeZone } as const
  const read = usageValues(given.draft, {
    ...given,
    metric: valueName,
    wide: { columns: survey.metricColumns, row, reading },
  })
  if ('reason' in read) return read
  for (const value of read.values) batch.add(value)
  return read.values.length
}

/** Merges a batch of usage values, and says of whom it does not know the customer. */
export async function mergeUsageValues(tx: Tx, run: Merging, batch: UsageBatch): Promise<void> {
  if (batch.size() === 0) return
  const { tally, importId, source, company, named } = run
  await takeRefsIn(tx, batch, source)
  const waits = await findOtherOwners(tx, run, batch)
  if (named.customers) keepInMind(run, await usageOwners(tx, CUSTOMERS_IN_MIND + 1))
  const { today } = company
  await takeUsageIn(tx, batch.packed({ same: await refsOfSameOwner(tx), until: day(today) + 1 }))
  const linked = await mergeUsage(tx, { importId, source, today, features: batch.hasFeatures() })
  const waiting = waits ? await keepWaiting(tx, { importId, source }) : { created: 0, updated: 0 }
  const [created, updated] = [linked.created + waiting.created, linked.updated + waiting.updated]
  tally.created += created
  tally.updated += updated
  tally.unchanged += batch.size() - created - updated
}

/** Looks for the customers of references that are no ids of their source. True when some belong to nobody. */
async function findOtherOwners(tx: Tx, { resolver, tally, notes }: Merging, { refs }: UsageBatch): Promise<boolean> {
  const open = (await refsWithoutOwner(tx)).flatMap((place) => {
    const ref = refs[place]
    return ref ? [{ place, ...ref }] : []
  })
  if (open.length === 0) return false
  await resolver.learn(tx, 'customers', new Set(open.flatMap(({ customerRef }) => customerRef ?? [])))
  await resolver.learn(tx, 'contracts', new Set(open.flatMap(({ contractRef }) => contractRef ?? [])))
  const owners: { ref: number; customerId: string }[] = []
  let unlinked = 0
  for (const { place, values, ...ref } of open) {
    const customerId = usageCustomer(resolver, ref)
    if (customerId !== undefined) owners.push({ ref: place, customerId })
    else {
      unlinked += values
      notes.note('unknown-customer', ref.customerRef ?? ref.contractRef ?? '', values)
    }
  }
  if (owners.length > 0) await giveOwners(tx, owners)
  tally.unlinked += unlinked
  return unlinked > 0
}
