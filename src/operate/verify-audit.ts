import type { Database, Tx } from '../platform/postgres.ts'
import {
  belongsElsewhere,
  continuesLater,
  countSeals,
  fitsElsewhere,
  LATE_HOURS,
  NOTHING_BEFORE,
  sealedAfter,
  sealOf,
  slippedIn,
  type Counts,
  type Sealed,
} from './audit-seals.store.ts'

/** `changed`: the row is not what was sealed. `missing`: the row or its seal is gone. `inserted`: put in later. `reordered`: stood elsewhere. */
export type Breach = 'changed' | 'missing' | 'inserted' | 'reordered'

export type Broken = { readonly seq: number; readonly auditId: string | null; readonly why: Breach }

export type Verification = Counts & {
  /** The first place that does not hold, by the order of the seals. */
  readonly firstBroken: Broken | null
  /** The last seal that holds. Who keeps it elsewhere notices even when the end of the trail is cut off, or all of it is written anew. */
  readonly head: { readonly seq: number; readonly hash: string } | null
}

const READ_AT_ONCE = 5_000
const MS_PER_HOUR = 3_600_000

type Walk = { seq: number; hash: Buffer; latest: number; broken: Broken | null }

/** Reads the whole trail of a company, a part at a time, and recomputes every hash. Changes nothing. */
export async function verifyAudit(database: Database, companyId: string): Promise<Verification> {
  const walk: Walk = { seq: 0, hash: NOTHING_BEFORE, latest: -Infinity, broken: null }
  for (let more = true; more && walk.broken === null;)
    more = await database.withCompany(companyId, (tx) => walkOn(tx, walk))
  return database.withCompany(companyId, async (tx) => {
    const late = await slippedIn(tx)
    const slipped: Broken | null = late ? { ...late, why: 'inserted' } : null
    const { seq, hash, broken } = walk
    return {
      ...(await countSeals(tx)),
      firstBroken: broken && slipped && slipped.seq < broken.seq ? slipped : (broken ?? slipped),
      head: seq === 0 ? null : { seq, hash: hash.toString('hex') },
    }
  })
}

/** Follows the chain over the next part, until something does not hold. False: that was the end. */
async function walkOn(tx: Tx, walk: Walk): Promise<boolean> {
  const part = await sealedAfter(tx, walk.seq, READ_AT_ONCE)
  for (const sealed of part) {
    walk.broken = await breachAt(tx, sealed, walk)
    if (walk.broken) return false
    walk.seq = sealed.seq
    walk.hash = sealed.hash
    walk.latest = Math.max(walk.latest, sealed.at?.getTime() ?? walk.latest)
  }
  return part.length === READ_AT_ONCE
}

async function breachAt(tx: Tx, sealed: Sealed, { seq: before, hash: previous, latest }: Walk): Promise<Broken | null> {
  const { seq, auditId, at, text } = sealed
  if (seq !== before + 1) return { seq: before + 1, auditId: null, why: 'missing' }
  if (text === null || at === null) return { seq, auditId, why: 'missing' }
  if (!sealOf(previous, text).equals(sealed.hash)) return { seq, auditId, why: await whyOther(tx, sealed, previous) }
  return at.getTime() < latest - LATE_HOURS * MS_PER_HOUR ? { seq, auditId, why: 'inserted' } : null
}

/** Why a hash does not fit: something else belongs there, or belonged there before something was put before it, or the row was changed. */
async function whyOther(tx: Tx, sealed: Sealed, previous: Buffer): Promise<Breach> {
  if (await belongsElsewhere(tx, sealed, previous)) return 'reordered'
  if (!(await continuesLater(tx, sealed.seq, previous))) return 'changed'
  return (await fitsElsewhere(tx, sealed)) ? 'reordered' : 'inserted'
}
