import type { Actor } from '../base/actor.ts'
import type { Tx } from '../platform/postgres.ts'

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
