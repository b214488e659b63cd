import { type Actor, systemActor } from '../base/actor.ts'
import type { Database } from '../platform/postgres.ts'
import type { Identities } from './identities.ts'
import { invite } from './invitations.store.ts'
import { auditOfIdentity, identityOf, joinCompany } from './memberships.store.ts'
import { identityFor } from './session.routes.ts'
import type { User } from './user.contract.ts'

type Deps = { readonly database: Database; readonly identities: Identities }
type Letting = { readonly companyId: string; readonly user: User; readonly password: string }

const BY: Actor = systemActor('command line')

/**
 * Gives a person a password from the server's own command line: the first one, or another one where it is forgotten; open sessions end.
 * Throws in plain words where the person has no address, or somebody else signs in with it.
 */
export async function givePassword(
  { database, identities }: Deps,
  { companyId, user, password }: Letting,
): Promise<void> {
  const { email } = user
  if (email === null) throw new Error(`${user.name} has no e-mail address to sign in with`)
  await database.withCompany(companyId, async (tx) => {
    const known = await identityOf(tx, user.id)
    if (known !== undefined) {
      await auditOfIdentity(tx, known, { action: 'reset-password', actor: BY })
      await identities.setPassword(known, password)
      await identities.endSessions(known, null)
      return
    }
    const made = await identityFor(tx, identities, { email, name: user.name, password })
    if (!made.ok) throw new Error(made.refusal.says)
    await joinCompany(tx, { identityId: made.value, userId: user.id })
    await auditOfIdentity(tx, made.value, { action: 'set-password', actor: BY })
  })
}

/** The link by which a person comes in; for whoever has the command line to hand it on. */
export async function invitationLink(
  { database }: Pick<Deps, 'database'>,
  { companyId, user, publicUrl }: Omit<Letting, 'password'> & { readonly publicUrl: string },
): Promise<string> {
  const { email } = user
  if (email === null) throw new Error(`${user.name} has no e-mail address to sign in with`)
  const made = await database.withCompany(companyId, (tx) =>
    invite(tx, { userId: user.id, email }, { companyId, actor: BY }),
  )
  return `${publicUrl}/invitation#${made.token}`
}
