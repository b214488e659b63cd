import { type Actor, systemActor } from '../base/actor.ts'
import type { Database, Tx } from '../platform/postgres.ts'
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
  /** Empty: everything that the role may. */
  readonly scopes?: readonly string[]
  readonly expiresAt?: Date | null
}

type MadeKey = { readonly id: string; readonly key: string }

/** Makes a key in a transaction of its own. The answer is the only time that it can be read. */
export const createApiKey = (
  deps: { readonly database: Database },
  wanted: NewApiKey,
  actor: Actor = systemActor('command line'),
): Promise<MadeKey> => deps.database.withCompany(wanted.companyId, (tx) => makeApiKey(tx, wanted, actor))

/** Makes a key. The answer is the only time that it can be read. */
export async function makeApiKey(tx: Tx, wanted: NewApiKey, actor: Actor): Promise<MadeKey> {
  const key = newApiKey(wanted.companyId)
  const name = wanted.name ?? `${wanted.role} key`
  const made = await tx.row<{ id: string }>(
    `insert into api_keys (company_id, name, role, scopes, secret_hash, expires_at)
     values (app.company_id(), $1, $2, $3, $4, $5) returning id`,
    [name, wanted.role, wanted.scopes ?? [], readApiKey(key)?.hash, wanted.expiresAt ?? null],
  )
  if (!made) throw new Error('The key was not stored')
  const detail = { name, role: wanted.role, scopes: wanted.scopes ?? [] }
  await recordAudit(tx, { actor, action: 'create', object: 'api-key', objectId: made.id, detail })
  return { id: made.id, key }
}

export type ListedKey = {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly scopes: string[]
  readonly createdAt: string
  readonly lastUsedAt: string | null
  readonly expiresAt: string | null
  readonly revokedAt: string | null
}

type KeyRow = Omit<ListedKey, 'createdAt' | 'lastUsedAt' | 'expiresAt' | 'revokedAt'> & {
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
}

/** Every key of the company, the newest first; the ended ones too. */
export async function listApiKeys(tx: Tx): Promise<ListedKey[]> {
  const rows = await tx.rows<KeyRow>(
    `select id, name, role, scopes, created_at as "createdAt", last_used_at as "lastUsedAt", expires_at as "expiresAt",
            revoked_at as "revokedAt" from api_keys order by created_at desc, id desc limit 500`,
  )
  return rows.map(({ createdAt, lastUsedAt, expiresAt, revokedAt, ...key }) => ({
    ...key,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  }))
}

/** Who a key stands for; undefined for a key that is malformed, unknown, expired or revoked: callers tell them not apart. */
export async function verifyApiKey(deps: { readonly database: Database }, key: string): Promise<ApiKey | undefined> {
  const read = readApiKey(key)
  if (!read) return undefined
  const found = await deps.database.withCompany(read.companyId, (tx) =>
    tx.row<ApiKey & { readonly stale: boolean }>(
      `select company_id as "companyId", id, name, role, scopes,
              last_used_at is null or last_used_at < app.now() - interval '1 minute' as stale
         from api_keys where secret_hash = $1 and revoked_at is null and (expires_at is null or expires_at > app.now())`,
      [read.hash],
    ),
  )
  if (!found) return undefined
  const { stale, ...apiKey } = found
  if (stale) await noteUse(deps, apiKey)
  return apiKey
}

/**
 * Once a minute is enough to see whether a key is in use, and spares a write per request. In a transaction of its own: with a full disk
 * nothing can be written, and whoever only reads is answered all the same.
 */
const noteUse = ({ database }: { readonly database: Database }, { companyId, id }: ApiKey): Promise<unknown> =>
  database
    .withCompany(companyId, (tx) => tx.run('update api_keys set last_used_at = app.now() where id = $1', [id]))
    .catch(() => undefined)

/** Ends a key at once. False when there is none that is alive. */
export async function revokeKey(tx: Tx, id: string, actor: Actor): Promise<boolean> {
  const ended = await tx.run('update api_keys set revoked_at = app.now() where id = $1 and revoked_at is null', [id])
  if (ended > 0) await recordAudit(tx, { actor, action: 'revoke', object: 'api-key', objectId: id })
  return ended > 0
}
