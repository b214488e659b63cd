import type { Actor } from '../base/actor.ts'
import type { Tx } from '../platform/postgres.ts'
import type { AuditFilters } from './audit.contract.ts'

export type AuditEntry = {
  /** Left out: the company of the transaction. */
  readonly companyId?: string
  readonly actor: Actor
  /** A verb: create, start, override, … */
  readonly action: string
  /** What it was done to: company, user, execution, … */
  readonly object: string
  readonly objectId?: string | null
  /** What a reader needs beyond that, as JSON; never a secret. */
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Writes one row of the append-only audit trail, in the same transaction as the act itself. */
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.run(
    `insert into audit_log (company_id, actor_kind, actor_id, actor_name, action, object, object_id, detail)
     values (coalesce($1::uuid, app.company_id()), $2, $3, $4, $5, $6, $7, $8)`,
    [
      entry.companyId ?? null,
      entry.actor.kind,
      entry.actor.id,
      entry.actor.name,
      entry.action,
      entry.object,
      entry.objectId ?? null,
      JSON.stringify(entry.detail ?? {}),
    ],
  )
}

/** The same act done to several things: a row of the trail for each, in one statement. */
export async function recordAuditOfEach(
  tx: Tx,
  { actor, action, object, detail = {} }: Omit<AuditEntry, 'companyId' | 'objectId'>,
  objectIds: readonly string[],
): Promise<void> {
  await tx.run(
    `insert into audit_log (company_id, actor_kind, actor_id, actor_name, action, object, object_id, detail)
     select app.company_id(), $1, $2, $3, $4, $5, id, $6 from unnest($7::uuid[]) id`,
    [actor.kind, actor.id, actor.name, action, object, JSON.stringify(detail), objectIds],
  )
}

/** A row as it is read: the time to the microsecond, because rows of one millisecond have an order too. */
export type ReadAudit = {
  readonly id: string
  readonly at: string
  readonly actor: Actor
  readonly action: string
  readonly object: string
  readonly objectId: string | null
  readonly detail: Record<string, unknown>
  readonly seal: number | null
}

export type AuditPlace = Pick<ReadAudit, 'at' | 'id'>

/** One more than a page of rows before a place (null: the latest), the latest first. */
export const auditBefore = (tx: Tx, filters: AuditFilters, place: AuditPlace | null): Promise<ReadAudit[]> =>
  tx.rows<ReadAudit>(
    `select a.id, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
            jsonb_build_object('kind', a.actor_kind, 'id', a.actor_id, 'name', a.actor_name) as actor,
            a.action, a.object, a.object_id as "objectId", a.detail, s.seq as seal
       from audit_log a left join audit_seals s on s.company_id = a.company_id and s.audit_id = a.id
      where ($2::timestamptz is null or (a.at, a.id) < ($2::timestamptz, $3::uuid))
        and ($4::text is null or a.actor_id::text = lower($4) or lower(a.actor_name) = lower($4))
        and ($5::text is null or a.object = $5) and ($6::uuid is null or a.object_id = $6) and ($7::text is null or a.action = $7)
        and ($8::timestamptz is null or a.at >= $8::timestamptz) and ($9::timestamptz is null or a.at < $9::timestamptz)
      order by a.at desc, a.id desc limit $1`,
    [
      filters.limit + 1,
      place?.at ?? null,
      place?.id ?? null,
      filters.actor ?? null,
      filters.object ?? null,
      filters.objectId ?? null,
      filters.action ?? null,
      filters.from ?? null,
      filters.to ?? null,
    ],
  )
