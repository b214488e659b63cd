import { type Actor, systemActor } from '../base/actor.ts'
import type { Database } from '../platform/postgres.ts'
import { newApiKey, readApiKey } from './api-key.ts'
import { recordAudit } from './audit.store.ts'
import type { Role } from './role.ts'

export type ApiKey = {
  readonly companyId: string
  readonly id: string
  readonly name: string
  readonly role: Role
  /** Empty: everything that the role may. */
  readonly scopes: readonly string[]
}

type NewApiKey = {
  readonly companyId: string
  readonly role: Role
  readonly name?: string
  readonly expiresAt?: Date | null
}

/** Makes a key. The answer is the only time that it can be read. */
export async function createApiKey(
  deps: { readonly database: Database },
  wanted: NewApiKey,
  actor: Actor = systemActor('command line'),
): Promise<{ readonly id: string; readonly key: string }> {
  const key = newApiKey(wanted.companyId)
  const name = wanted.name ?? `${wanted.role} key`
  return deps.database.withCompany(wanted.companyId, async (tx) => {
    const made = await tx.row<{ id: string }>(
      `insert into api_keys (company_id, name, role, secret_hash, expires_at) values (app.company_id(), $1, $2, $3, $4) returning id`,
      [name, wanted.role, readApiKey(key)?.hash, wanted.expiresAt ?? null],
    )
    if (!made) throw new Error('The key was not stored')
    await recordAudit(tx, {
      actor,
      action: 'create',
      object: 'api-key',
      objectId: made.id,
      detail: { name, role: wanted.role },
    })
    return { id: made.id, key }
  })
}

/** Who a key stands for; undefined for a key that is malformed, unknown, expired or revoked: callers tell them not apart. */
export async function verifyApiKey(deps: { readonly database: Database }, key: string): Promise<ApiKey | undefined> {
  const read = readApiKey(key)
  if (!read) return undefined
  return deps.database.withCompany(read.companyId, async (tx) => {
    const found = await tx.row<ApiKey & { readonly stale: boolean }>(
      `select company_id as "companyId", id, name, role, scopes,
              last_used_at is null or last_used_at < app.now() - interval '1 minute' as stale
         from api_keys where secret_hash = $1 and revoked_at is null and (expires_at is null or expires_at > app.now())`,
      [read.hash],
    )
    if (!found) return undefined
    const { stale, ...apiKey } = found
    // Once a minute is enough to see whether a key is in use, and spares a write per request.
    if (stale) await tx.run('update api_keys set last_used_at = app.now() where id = $1', [apiKey.id])
    return apiKey
  })
}

/** Ends a key at once. False when there is none that is alive. */
export async function revokeApiKey(
  deps: { readonly database: Database },
  key: { readonly companyId: string; readonly id: string },
  actor: Actor,
): Promise<boolean> {
  return deps.database.withCompany(key.companyId, async (tx) => {
    const ended = await tx.run('update api_keys set revoked_at = app.now() where id = $1 and revoked_at is null', [
      key.id,
    ])
    if (ended > 0) await recordAudit(tx, { actor, action: 'revoke', object: 'api-key', objectId: key.id })
    return ended > 0
  })
}
