import type { Tx } from '../postgres.ts'
import type { Repeatable } from './route.ts'

export type Repeated = { readonly callerId: string; readonly repeatable: Repeatable }

/** What was answered before: nothing yet, the same request's reply, or another request's. */
export type Before =
  { readonly kind: 'new' } | { readonly kind: 'same'; readonly reply: unknown } | { readonly kind: 'other' }

const KEPT = `interval '24 hours'`

/** Waits for whoever works under the same key, then says what was answered. Holds the key until the transaction ends. */
export async function answeredBefore(tx: Tx, { callerId, repeatable }: Repeated): Promise<Before> {
  const { key, fingerprint } = repeatable
  await tx.run(`select pg_advisory_xact_lock(hashtextextended(app.company_id()::text || $1 || ' ' || $2, 0))`, [
    callerId,
    key,
  ])
  const found = await tx.row<{ fingerprint: string; reply: unknown }>(
    `select fingerprint, reply from idempotency_keys where caller_id = $1 and key = $2 and created_at > app.now() - ${KEPT}`,
    [callerId, key],
  )
  if (!found) return { kind: 'new' }
  return found.fingerprint === fingerprint ? { kind: 'same', reply: found.reply } : { kind: 'other' }
}

/** Keeps an answer, in the transaction of the work that it answers. */
export async function keepAnswer(tx: Tx, { callerId, repeatable }: Repeated, reply: unknown): Promise<void> {
  await tx.run(
    `insert into idempotency_keys (company_id, caller_id, key, fingerprint, reply) values (app.company_id(), $1, $2, $3, $4)
     on conflict (company_id, caller_id, key) do update
       set fingerprint = excluded.fingerprint, reply = excluded.reply, created_at = excluded.created_at`,
    [callerId, repeatable.key, repeatable.fingerprint, JSON.stringify(reply)],
  )
}

/** Forgets the answers that nobody can ask for any more. */
export const forgetAnswers = (tx: Tx): Promise<number> =>
  tx.run(`delete from idempotency_keys where created_at < app.now() - ${KEPT}`)
