import { randomBytes } from 'node:crypto'
import type { Actor } from '../base/actor.ts'
import { openText, sealText } from '../platform/secrets.ts'
import type { Tx } from '../platform/postgres.ts'
import { recordAudit } from './audit.store.ts'

const KEY_BYTES = 32

const sealingOf = (companyId: string, secret: string) => ({ secret, belongsTo: `webhook secret of ${companyId}` })

type NewSecret = {
  readonly companyId: string
  readonly name: string
  /** The installation's secret, under which it is kept. */
  readonly secret: string
}

/** Makes a secret to sign webhooks with. The answer is the only time that it can be read. */
export async function makeWebhookSecret(
  tx: Tx,
  { companyId, name, secret }: NewSecret,
  actor: Actor,
): Promise<{ readonly id: string; readonly secret: string }> {
  const made = `whsec_${randomBytes(KEY_BYTES).toString('base64')}`
  const row = await tx.row<{ id: string }>(
    'insert into webhook_secrets (company_id, name, sealed) values (app.company_id(), $1, $2) returning id',
    [name, sealText(made, sealingOf(companyId, secret))],
  )
  if (!row) throw new Error('The webhook secret was not stored')
  await recordAudit(tx, { actor, action: 'create', object: 'webhook-secret', objectId: row.id, detail: { name } })
  return { id: row.id, secret: made }
}

type ListedSecret = {
  readonly id: string
  readonly name: string
  readonly createdAt: string
  readonly endedAt: string | null
}

/** Every secret of the company without what it is, the newest first; the ended ones too. */
export async function listWebhookSecrets(tx: Tx): Promise<ListedSecret[]> {
  const rows = await tx.rows<{ id: string; name: string; createdAt: Date; endedAt: Date | null }>(
    `select id, name, created_at as "createdAt", ended_at as "endedAt" from webhook_secrets order by created_at desc, id desc limit 500`,
  )
  return rows.map(({ createdAt, endedAt, ...secret }) => ({
    ...secret,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }))
}

/** Ends a secret at once. False when there is none that is valid. */
export async function endWebhookSecret(tx: Tx, id: string, actor: Actor): Promise<boolean> {
  const ended = await tx.run('update webhook_secrets set ended_at = app.now() where id = $1 and ended_at is null', [id])
  if (ended > 0) await recordAudit(tx, { actor, action: 'revoke', object: 'webhook-secret', objectId: id })
  return ended > 0
}

/** The secrets that are valid now. One that was kept under another secret of the installation cannot be read and counts for nothing. */
export async function validWebhookSecrets(tx: Tx, companyId: string, secret: string): Promise<string[]> {
  const rows = await tx.rows<{ sealed: string }>('select sealed from webhook_secrets where ended_at is null')
  return rows.flatMap(({ sealed }) => openText(sealed, sealingOf(companyId, secret)) ?? [])
}
