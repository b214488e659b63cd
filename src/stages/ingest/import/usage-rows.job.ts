import { day } from '../../../base/day.ts'
import type { Tx } from '../../../platform/postgres.ts'
import { CUSTOMERS_IN_MIND, keepInMind, type Merging, type Run } from './import-run.job.ts'
import type { Rejection } from './fields/spec.ts'
import { usageCustomer } from './link.store.ts'
import type { DraftRow } from './prepare.store.ts'
import type { Row } from './read/open-records.job.ts'
import { createResolver } from './references.store.ts'
import { usageValues } from './usage.ts'
import type { UsageBatch, UsageRef } from './usage-batch.store.ts'
import {
  compareUsage,
  type ComparedUsage,
  giveOwners,
  mergeUsage,
  refsOfSameOwner,
  refsWithoutOwner,
  takeRefsIn,
  takeUsageIn,
  usageOwners,
} from './usage.store.ts'
import { keepWaiting } from './waiting-usage.store.ts'
import { faultOf, OutOfDate } from './without-bad.store.ts'

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

/** A batch of usage that was brought to the server. */
export type BroughtUsage = {
  /** Those of whom it does not know the customer. */
  readonly unowned: readonly Unowned[]
  /** What is known of it, where that was looked at too. */
  readonly compared: ComparedUsage | undefined
}

type Unowned = UsageRef & { readonly place: number }

/**
 * Brings the values of a batch to the server before it has its turn, and finds whose they are. What is known of them is looked at as well where
 * the batch is apart from the one that has its turn now, which is about to write of others.
 */
export async function makeUsageReady(
  tx: Tx,
  run: Run,
  { batch, isApart }: { readonly batch: UsageBatch; readonly isApart: boolean },
): Promise<BroughtUsage | undefined> {
  if (batch.size() === 0) return undefined
  const unowned = await bringUsage(tx, run, batch)
  return { unowned, compared: isApart ? await compareUsage(tx, run.source) : undefined }
}

/** Merges a batch of usage values, and says of whom it does not know the customer. `ready`: what this transaction has made so. */
export async function mergeUsageValues(
  tx: Tx,
  run: Merging,
  { batch, ready }: { readonly batch: UsageBatch; readonly ready: BroughtUsage | undefined },
): Promise<void> {
  if (batch.size() === 0) return
  if (ready && (await faultOf(tx, () => mergeReady(tx, run, { batch, ready }))) === undefined) return
  const anew: Merging = ready ? { ...run, resolver: createResolver(run.source) } : run
  const unowned = await bringUsage(tx, anew, batch)
  await mergeBrought(tx, anew, { batch, unowned, compared: undefined })
}

/** Merges what was made ready. Throws `OutOfDate` where somebody has come since, or something else is known. */
async function mergeReady(
  tx: Tx,
  run: Merging,
  { batch, ready }: { readonly batch: UsageBatch; readonly ready: BroughtUsage },
): Promise<void> {
  const owners = await ownersOf(tx, run, ready.unowned)
  if (owners.length > 0) throw new OutOfDate('A customer came after he was looked for')
  await mergeBrought(tx, run, { batch, ...ready })
}

async function bringUsage(tx: Tx, run: Run, batch: UsageBatch): Promise<readonly Unowned[]> {
  const { source, company, named } = run
  await takeRefsIn(tx, batch, source)
  const unowned = await findOtherOwners(tx, run, batch)
  if (named.customers) keepInMind(run, await usageOwners(tx, CUSTOMERS_IN_MIND + 1))
  await takeUsageIn(tx, batch.packed({ same: await refsOfSameOwner(tx), until: day(company.today) + 1 }))
  return unowned
}

async function mergeBrought(
  tx: Tx,
  run: Merging,
  { batch, unowned, compared }: BroughtUsage & { readonly batch: UsageBatch },
): Promise<void> {
  const { tally, notes, importId, source, company } = run
  const linked = await mergeUsage(tx, {
    importId,
    source,
    today: company.today,
    features: batch.hasFeatures(),
    compared: compared ?? (await compareUsage(tx, source)),
    before: compared !== undefined,
  })
  const waiting = unowned.length > 0 ? await keepWaiting(tx, { importId, source }) : { created: 0, updated: 0 }
  const [created, updated] = [linked.created + waiting.created, linked.updated + waiting.updated]
  for (const { customerRef, contractRef, values } of unowned) {
    tally.unlinked += values
    notes.note('unknown-customer', customerRef ?? contractRef ?? '', values)
  }
  tally.created += created
  tally.updated += updated
  tally.unchanged += batch.size() - created - updated
}

/** Looks for the customers of references that are no ids of their source. Gives those that belong to nobody. */
async function findOtherOwners(tx: Tx, run: Run, { refs }: UsageBatch): Promise<readonly Unowned[]> {
  const open = (await refsWithoutOwner(tx)).flatMap((place) => {
    const ref = refs[place]
    return ref ? [{ place, ...ref }] : []
  })
  const owners = await ownersOf(tx, run, open)
  if (owners.length > 0) await giveOwners(tx, owners)
  const found = new Set(owners.map(({ ref }) => ref))
  return open.filter(({ place }) => !found.has(place))
}

async function ownersOf(
  tx: Tx,
  { resolver }: Run,
  open: readonly Unowned[],
): Promise<readonly { readonly ref: number; readonly customerId: string }[]> {
  if (open.length === 0) return []
  await resolver.learn(tx, 'customers', new Set(open.flatMap(({ customerRef }) => customerRef ?? [])))
  await resolver.learn(tx, 'contracts', new Set(open.flatMap(({ contractRef }) => contractRef ?? [])))
  return open.flatMap(({ place, ...ref }) => {
    const customerId = usageCustomer(resolver, ref)
    return customerId === undefined ? [] : [{ ref: place, customerId }]
  })
}
