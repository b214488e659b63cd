import type { Actor } from '../base/actor.ts'
import type { MailStatus } from '../platform/mails.store.ts'
import type { Tx } from '../platform/postgres.ts'
import { newCompanySecret, readCompanySecret } from './api-key.ts'
import { recordAudit } from './audit.store.ts'

const PREFIX = 'inv'
const LASTS = `interval '7 days'`

export type Invited = { readonly userId: string; readonly email: string }
export type MadeInvitation = { readonly id: string; readonly token: string; readonly expiresAt: Date }

/** Makes the link by which a person comes in; one that he had before is worth nothing from now on. The answer is the only time that it can be read. */
export async function invite(
  tx: Tx,
  { userId, email }: Invited,
  { companyId, actor }: Inviting,
): Promise<MadeInvitation> {
  await endInvitations(tx, userId)
  const token = newCompanySecret(PREFIX, companyId)
  const made = await tx.row<{ id: string; expiresAt: Date }>(
    `insert into invitations (company_id, user_id, email, secret_hash, expires_at)
     values (app.company_id(), $1, $2, $3, app.now() + ${LASTS}) returning id, expires_at as "expiresAt"`,
    [userId, email, readCompanySecret(PREFIX, token)?.hash],
  )
  if (!made) throw new Error('The invitation was not stored')
  await recordAudit(tx, { actor, action: 'invite', object: 'user', objectId: userId, detail: { email } })
  return { ...made, token }
}

type Inviting = { readonly companyId: string; readonly actor: Actor }

export const noteInvitationMailed = (tx: Tx, id: string, mailId: string): Promise<number> =>
  tx.run('update invitations set mail_id = $2 where id = $1', [id, mailId])

/** Takes back the link that somebody has; false: he has none. */
export async function endInvitations(tx: Tx, userId: string): Promise<boolean> {
  const ended = await tx.run(
    'update invitations set ended_at = app.now() where user_id = $1 and accepted_at is null and ended_at is null',
    [userId],
  )
  return ended > 0
}

export const companyOfInvitation = (token: string): string | undefined => readCompanySecret(PREFIX, token)?.companyId

export type OpenInvitation = Invited & {
  readonly id: string
  readonly name: string
  readonly company: string
}

/** What a link leads to, held until the transaction ends; undefined: to nothing (any more). */
export const openInvitation = (tx: Tx, token: string): Promise<OpenInvitation | undefined> =>
  tx.row<OpenInvitation>(
    `select i.id, i.user_id as "userId", i.email, u.name, c.name as company
       from invitations i join users u on u.company_id = i.company_id and u.id = i.user_id join companies c on c.id = i.company_id
      where i.secret_hash = $1 and i.accepted_at is null and i.ended_at is null and i.expires_at > app.now()
        and u.active and lower(u.email) = lower(i.email) for update of i`,
    [readCompanySecret(PREFIX, token)?.hash ?? ''],
  )

/** A link is used once. */
export async function acceptInvitation(tx: Tx, { id, userId, email, name }: OpenInvitation): Promise<void> {
  await tx.run('update invitations set accepted_at = app.now() where id = $1', [id])
  const actor: Actor = { kind: 'person', id: userId, name }
  await recordAudit(tx, { actor, action: 'accept-invitation', object: 'user', objectId: userId, detail: { email } })
}

/** How people come in: with an account since when they were last here, or by an invitation that waits or has lapsed. */
export type Access = {
  readonly userId: string
  /** Whom he signs in as; null: he has not come in yet. */
  readonly identityId: string | null
  readonly lastSeenAt: Date | null
  readonly expiresAt: Date | null
  readonly lapsed: boolean
  /** What became of the invitation's mail; null: there is none. */
  readonly mail: MailStatus | null
}

export async function accessOf(tx: Tx, userIds: readonly string[]): Promise<ReadonlyMap<string, Access>> {
  const rows = await tx.rows<Access>(
    `select u.id as "userId", m.identity_id as "identityId", m.last_seen_at as "lastSeenAt", i.expires_at as "expiresAt",
            coalesce(i.expires_at <= app.now(), false) as lapsed, l.status as mail
       from unnest($1::uuid[]) u(id)
       left join memberships m on m.company_id = app.company_id() and m.user_id = u.id
       left join invitations i on i.user_id = u.id and i.accepted_at is null and i.ended_at is null
       left join mails l on l.company_id = i.company_id and l.id = i.mail_id`,
    [userIds],
  )
  return new Map(rows.map((row) => [row.userId, row]))
}
