import { createHash } from 'node:crypto'
import type { Tx } from '../platform/postgres.ts'

/** A row dated this much before one that is sealed already was not written by the program: none of its transactions lasts so long. */
export const LATE_HOURS = 1

// The whole row as text that is the same on every server and in every session: jsonb orders its keys, the time is in UTC to the microsecond.
const TEXT = `jsonb_build_object('company', a.company_id, 'id', a.id, 'at', to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  'actorKind', a.actor_kind, 'actorId', a.actor_id, 'actorName', a.actor_name, 'action', a.action, 'object', a.object,
  'objectId', a.object_id, 'detail', a.detail)::text`

/** What the first row is hashed behind. */
export const NOTHING_BEFORE = Buffer.alloc(0)

/** The hash of a row behind another: sha256 of the hash before and the row's text. */
export const sealOf = (previous: Buffer, text: string): Buffer =>
  createHash('sha256').update(previous).update(text).digest()

/** A place in the order of the trail. */
export type Place = { readonly at: string; readonly id: string }

type Unsealed = { readonly id: string; readonly at: string; readonly text: string }
type Head = { readonly seq: number; readonly hash: Buffer; readonly at: string | null }

/**
 * Seals the next rows of the transaction's company in their order, at most `limit`; one sealer at a time. `after`: go on behind this place;
 * null: look as far back as a transaction may last. Answers the place of the last one; null: there was nothing to seal.
 */
export async function sealNext(tx: Tx, after: Place | null, limit: number): Promise<Place | null> {
  await tx.run(`select pg_advisory_xact_lock(hashtextextended('audit seals ' || app.company_id()::text, 0))`)
  const head = await tx.row<Head>(
    `select s.seq, s.hash, a.at::text as at from audit_seals s left join audit_log a on a.company_id = s.company_id and a.id = s.audit_id
      order by s.seq desc limit 1`,
  )
  const rows = await tx.rows<Unsealed>(
    `select a.id, a.at::text as at, ${TEXT} as text from audit_log a
      where a.at >= coalesce($3::timestamptz, $1::timestamptz - make_interval(hours => $2), '-infinity')
        and ($3::timestamptz is null or (a.at, a.id) > ($3::timestamptz, $4::uuid))
        and not exists (select from audit_seals s where s.company_id = a.company_id and s.audit_id = a.id)
      order by a.at, a.id limit $5`,
    [head?.at ?? null, LATE_HOURS, after?.at ?? null, after?.id ?? null, limit],
  )
  const last = rows.at(-1)
  if (!last) return null
  let hash = head?.hash ?? NOTHING_BEFORE
  const hashes = rows.map(({ text }) => (hash = sealOf(hash, text)).toString('hex'))
  await tx.run(
    `insert into audit_seals (company_id, seq, audit_id, hash)
     select app.company_id(), $1 + place, audit_id, decode(hash, 'hex') from unnest($2::uuid[], $3::text[]) with ordinality as r(audit_id, hash, place)`,
    [head?.seq ?? 0, rows.map(({ id }) => id), hashes],
  )
  return { at: last.at, id: last.id }
}

/** A seal and the row under it as they stand; `text` null: the row is gone. */
export type Sealed = {
  readonly seq: number
  readonly auditId: string
  readonly hash: Buffer
  readonly at: Date | null
  readonly text: string | null
}

/** The next seals behind a number, in order. */
export const sealedAfter = (tx: Tx, seq: number, limit: number): Promise<Sealed[]> =>
  tx.rows<Sealed>(
    `select s.seq, s.audit_id as "auditId", s.hash, a.at, case when a.id is not null then ${TEXT} end as text
       from (select * from audit_seals where seq > $1 order by seq limit $2) s
       left join audit_log a on a.company_id = s.company_id and a.id = s.audit_id order by s.seq`,
    [seq, limit],
  )

const PAIRS = 'audit_seals s join audit_log a on a.company_id = s.company_id and a.id = s.audit_id'

/** Whether another row's seal stands at a place: hashed behind what is before, it gives the hash that is there. */
export async function belongsElsewhere(tx: Tx, { seq, hash }: Sealed, previous: Buffer): Promise<boolean> {
  const found = await tx.row(
    `select from ${PAIRS} where s.seq <> $1 and sha256($2 || convert_to(${TEXT}, 'UTF8')) = $3 limit 1`,
    [seq, previous, hash],
  )
  return found !== undefined
}

/** Whether the chain goes on later, as if what stands at a place were not there. */
export async function continuesLater(tx: Tx, seq: number, previous: Buffer): Promise<boolean> {
  const found = await tx.row(
    `select from ${PAIRS} where s.seq > $1 and sha256($2 || convert_to(${TEXT}, 'UTF8')) = s.hash limit 1`,
    [seq, previous],
  )
  return found !== undefined
}

/** Whether a row with its seal fits behind some other seal: it is genuine, and stood there. */
export async function fitsElsewhere(tx: Tx, { hash, text }: Sealed): Promise<boolean> {
  const found = await tx.row(
    `select where sha256(convert_to($1, 'UTF8')) = $2
     union all (select from audit_seals where sha256(hash || convert_to($1, 'UTF8')) = $2 limit 1) limit 1`,
    [text, hash],
  )
  return found !== undefined
}

export type Counts = { readonly rows: number; readonly sealed: number; readonly unsealed: number }

/** How many rows the trail has, how many of them are sealed, and how many are not (yet). */
export async function countSeals(tx: Tx): Promise<Counts> {
  const counts = await tx.row<Counts>(
    `select count(*)::integer as rows, count(s.seq)::integer as sealed, count(*)::integer - count(s.seq)::integer as unsealed
       from audit_log a left join audit_seals s on s.company_id = a.company_id and s.audit_id = a.id`,
  )
  return counts ?? { rows: 0, sealed: 0, unsealed: 0 }
}

/** The oldest row that has no seal and is dated too long before one that has; with the number of the first seal that it stands before. */
export const slippedIn = (tx: Tx): Promise<{ seq: number; auditId: string } | undefined> =>
  tx.row(
    `with sealed as (select s.seq, s.audit_id, a.at from ${PAIRS}), newest as (select max(at) as at from sealed)
     select late.id as "auditId", (select min(seq) from sealed where sealed.at > late.at) as seq
       from audit_log late, newest
      where late.at < newest.at - make_interval(hours => $1) and not exists (select from audit_seals s where s.company_id = late.company_id and s.audit_id = late.id)
      order by late.at, late.id limit 1`,
    [LATE_HOURS],
  )
