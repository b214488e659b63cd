import type { Actor } from '../base/actor.ts'
import type { Tx } from '../platform/postgres.ts'
import { recordAudit } from './audit.store.ts'
import { enterCompany } from './companies.store.ts'

export type Membership = {
  readonly companyId: string
  readonly company: string
  readonly userId: string
}

/** Makes an identity the person of the transaction's company; asked twice it is done once. */
export async function joinCompany(
  tx: Tx,
  { identityId, userId }: { readonly identityId: string; readonly userId: string },
): Promise<void> {
  await tx.run(
    `insert into memberships (identity_id, company_id, user_id) values ($1, app.company_id(), $2)
     on conflict (identity_id, company_id) do nothing`,
    [identityId, userId],
  )
}

/** Where an identity may go in, the company last used first. */
export const membershipsOf = (tx: Tx, identityId: string): Promise<Membership[]> =>
  tx.rows<Membership>(
    `select m.company_id as "companyId", c.name as company, m.user_id as "userId"
       from memberships m join companies c on c.id = m.company_id
      where m.identity_id = $1 and m.active order by m.last_seen_at desc nulls last, m.created_at desc`,
    [identityId],
  )

/** The identity that a person of the transaction's company signs in with; undefined: none yet. */
export async function identityOf(tx: Tx, userId: string): Promise<string | undefined> {
  const found = await tx.row<{ identity: string }>(
    'select identity_id as identity from memberships where company_id = app.company_id() and user_id = $1',
    [userId],
  )
  return found?.identity
}

/** Whose a session is; null: it was ended, or its time has passed. */
export async function identityOfSession(tx: Tx, sessionId: string): Promise<string | null> {
  const found = await tx.row<{ identity: string | null }>('select app.identity_of_session($1) as identity', [sessionId])
  return found?.identity ?? null
}

export const belongsSomewhere = async (tx: Tx, identityId: string): Promise<boolean> =>
  (await tx.row('select from memberships where identity_id = $1 limit 1', [identityId])) !== undefined

type Noted = {
  /** What was done to how he signs in, or in vain. */
  readonly action: string
  readonly detail?: Readonly<Record<string, unknown>>
  /** Left out: the person himself. */
  readonly actor?: Actor
}

/** Notes in every company that an identity works for what was done with it: it concerns each of them. */
export async function auditOfIdentity(tx: Tx, identityId: string, { action, detail, actor }: Noted): Promise<void> {
  const own = await tx.row<{ company: string | null }>('select app.company_id() as company')
  for (const { companyId, userId } of await membershipsOf(tx, identityId)) {
    await enterCompany(tx, companyId)
    const by = actor ?? (await himself(tx, userId))
    await recordAudit(tx, { actor: by, action, object: 'user', objectId: userId, ...(detail ? { detail } : {}) })
  }
  await enterCompany(tx, own?.company ?? '')
}

/** Notes that somebody has come into a company; the transaction has it from then on. */
export async function auditEntering(
  tx: Tx,
  { companyId, userId }: Pick<Membership, 'companyId' | 'userId'>,
): Promise<void> {
  await enterCompany(tx, companyId)
  await recordAudit(tx, { actor: await himself(tx, userId), action: 'sign-in', object: 'user', objectId: userId })
}

async function himself(tx: Tx, userId: string): Promise<Actor> {
  const person = await tx.row<{ name: string }>('select name from users where id = $1', [userId])
  return { kind: 'person', id: userId, name: person?.name ?? 'somebody' }
}

/** Notes that a person is here. */
export async function noteSeen(tx: Tx, userId: string): Promise<void> {
  await tx.run('update memberships set last_seen_at = app.now() where company_id = app.company_id() and user_id = $1', [
    userId,
  ])
}
