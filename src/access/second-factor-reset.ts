import type { Actor } from '../base/actor.ts'
import { err, ok, type Result } from '../base/result.ts'
import type { Refusal } from '../platform/http/problem.contract.ts'
import { queueMail } from '../platform/mails.store.ts'
import type { Tx } from '../platform/postgres.ts'
import type { Company } from './company.contract.ts'
import type { Identities } from './identities.ts'
import { secondFactorLetter } from './letters.ts'
import { auditOfIdentity, identityOf, membershipsOf } from './memberships.store.ts'
import type { User } from './user.contract.ts'

export type ResetDeps = {
  readonly identities: Identities
  /** Whether mails can be sent. */
  readonly mail: boolean
  readonly secret: string
  readonly publicUrl: string
}

type Resetting = { readonly user: User; readonly company: Pick<Company, 'name'>; readonly actor: Actor }

const NOT_ACTIVE: Refusal = { kind: 'conflict', says: 'This person is deactivated. Let them in again first.' }
const NONE: Refusal = { kind: 'conflict', says: 'This person has no second factor.' }
// It guards the other company's data, too, and no company decides over another one's.
const ELSEWHERE: Refusal = {
  kind: 'conflict',
  says: 'This person signs in to another company with the same account. Ask whoever runs the server: renubu user reset-second-factor.',
}

/**
 * Takes somebody's second factor away: all sessions end, the trail knows of it, and where mails can be sent the person is told. Refused of
 * who has none, and, unless whoever runs the server asks for it, of who works for another company as well.
 */
export async function resetSecondFactor(
  { identities, mail, secret, publicUrl }: ResetDeps,
  tx: Tx,
  { user, company, actor }: Resetting,
): Promise<Result<null, Refusal>> {
  if (!user.active) return err(NOT_ACTIVE)
  const identityId = await identityOf(tx, user.id)
  const identity = identityId === undefined ? undefined : await identities.byId(identityId)
  if (!identity?.secondFactor) return err(NONE)
  if (actor.kind !== 'system' && (await membershipsOf(tx, identity.id)).length > 1) return err(ELSEWHERE)
  await auditOfIdentity(tx, identity.id, { action: 'reset-second-factor', actor })
  if (mail) {
    const link = `${publicUrl}/settings/profile`
    const by = actor.kind === 'system' ? 'Whoever runs the server' : actor.name
    await queueMail(tx, secondFactorLetter({ to: identity.email, by, company: company.name, link }), secret)
  }
  await identities.removeSecondFactor(identity.id)
  await identities.endSessions(identity.id, null)
  return ok(null)
}
