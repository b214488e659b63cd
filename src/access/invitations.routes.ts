import { err, ok, type Result } from '../base/result.ts'
import { act } from '../platform/http/act.ts'
import { UNKNOWN, type Refusal } from '../platform/http/problem.contract.ts'
import { actorOf, route, type Caller, type RequestOf, type Route, type SessionClaims } from '../platform/http/route.ts'
import { queueMail } from '../platform/mails.store.ts'
import type { Tx } from '../platform/postgres.ts'
import { companyById } from './companies.store.ts'
import {
  AcceptInvitation,
  InviteMember,
  LookAtInvitation,
  SendInvitation,
  TakeBackInvitation,
} from './invitations.contract.ts'
import {
  acceptInvitation,
  companyOfInvitation,
  endInvitations,
  invite,
  noteInvitationMailed,
  openInvitation,
  type OpenInvitation,
} from './invitations.store.ts'
import { invitationLetter } from './letters.ts'
import { shownMember } from './members.routes.ts'
import { changeMember, changeMembersAlone } from './members.store.ts'
import { auditEntering, belongsSomewhere, identityOf, joinCompany } from './memberships.store.ts'
import { recordAudit } from './audit.store.ts'
import { NewPassword } from './password.contract.ts'
import { deviceOf, identityFor, REFUSALS, stateOf, type SessionDeps } from './session.routes.ts'
import { NewUser, type User } from './user.contract.ts'
import { addUser, userById } from './users.store.ts'

export type InvitationDeps = SessionDeps & { readonly secret: string; readonly publicUrl: string }

const GONE: Refusal = {
  kind: 'unknown',
  says: 'This invitation does not hold any more. Ask whoever sent it for a new one.',
}
const NO_ADDRESS: Refusal = { kind: 'unprocessable', says: 'Give this person an e-mail address first.' }
const IN_ALREADY: Refusal = { kind: 'conflict', says: 'This person has signed in before and needs no invitation.' }
const NOT_ACTIVE: Refusal = { kind: 'conflict', says: 'This person is deactivated. Let them in again first.' }

/** Inviting people, and accepting. */
export function invitationRoutes(deps: InvitationDeps): readonly Route[] {
  const { database } = deps
  return [
    act(InviteMember, database, async (tx, { body, caller }) => {
      await changeMembersAlone(tx)
      const [before = ''] = body.email.split('@')
      const wanted = NewUser.omit({ companyId: true }).parse({ ...body, name: body.name ?? before })
      const made = await addUser(tx, wanted, actorOf(caller))
      if (!made.ok) return made
      const invitation = await send(deps, tx, { user: made.value, email: body.email, caller })
      return ok({ member: await shownMember(tx, made.value, { ...deps, caller }), invitation })
    }),
    act(SendInvitation, database, async (tx, { params, caller }) => {
      await changeMembersAlone(tx)
      const user = await userById(tx, params.id)
      if (!user) return err(UNKNOWN)
      if (user.email === null) return err(NO_ADDRESS)
      if (!user.active) return err(NOT_ACTIVE)
      if ((await identityOf(tx, user.id)) !== undefined) return err(IN_ALREADY)
      return ok(await send(deps, tx, { user, email: user.email, caller }))
    }),
    act(TakeBackInvitation, database, async (tx, { params, caller }) => {
      if (!(await userById(tx, params.id)) || !(await endInvitations(tx, params.id))) return err(UNKNOWN)
      const entry = { actor: actorOf(caller), action: 'take-back-invitation', object: 'user', objectId: params.id }
      await recordAudit(tx, entry)
      return ok({ deleted: true as const })
    }),
    route(LookAtInvitation, async ({ body }) => {
      const found = await inCompanyOf(deps, body.token, async (tx, invitation) => {
        const identity = await deps.identities.byEmail(invitation.email)
        const known = identity !== undefined && (await belongsSomewhere(tx, identity.id))
        return { company: invitation.company, email: invitation.email, name: invitation.name, known }
      })
      return found ? ok(found) : err(GONE)
    }),
    route(AcceptInvitation, async (request) => {
      const accepted = await inCompanyOf(deps, request.body.token, (tx, invitation) =>
        accept(deps, tx, { invitation, request }),
      )
      if (!accepted) return err(GONE)
      if (!accepted.ok) return accepted
      if (accepted.value.kind === 'second-factor') return ok(accepted.value)
      const { claims } = accepted.value
      request.session.open(claims)
      return ok({ kind: 'signed-in' as const, session: await stateOf(deps, claims) })
    }),
  ]
}

type Sending = { readonly user: User; readonly email: string; readonly caller: Caller }

/** The link, and where mails can be sent the mail with it, handed over in the same transaction. */
async function send({ mail, secret, publicUrl }: InvitationDeps, tx: Tx, { user, email, caller }: Sending) {
  const { companyId } = caller
  const made = await invite(tx, { userId: user.id, email }, { companyId, actor: actorOf(caller) })
  // Behind the #, so that it stands in no log of a server or proxy.
  const link = `${publicUrl}/invitation#${made.token}`
  if (mail) {
    const company = (await companyById(tx, companyId))?.name ?? ''
    const letter = invitationLetter({ to: email, company, by: caller.name, link })
    await noteInvitationMailed(tx, made.id, await queueMail(tx, letter, secret))
  }
  return { link, expiresAt: made.expiresAt.toISOString(), mailed: mail }
}

async function inCompanyOf<T>(
  { database }: InvitationDeps,
  token: string,
  work: (tx: Tx, invitation: OpenInvitation) => Promise<T>,
): Promise<T | undefined> {
  const companyId = companyOfInvitation(token)
  if (companyId === undefined) return undefined
  return database.withCompany(companyId, async (tx) => {
    const found = await openInvitation(tx, token)
    return found && work(tx, found)
  })
}

type Accepting = { readonly invitation: OpenInvitation; readonly request: RequestOf<typeof AcceptInvitation> }
type Accepted =
  | { readonly kind: 'in'; readonly claims: SessionClaims }
  | { readonly kind: 'second-factor'; readonly challenge: string }

async function accept(
  { identities }: InvitationDeps,
  tx: Tx,
  { invitation, request }: Accepting,
): Promise<Result<Accepted, Refusal>> {
  const { userId, email } = invitation
  const { name, password } = request.body
  const companyId = companyOfInvitation(request.body.token) ?? ''
  const identity = await identities.byEmail(email)
  // Whoever has an account proves that it is his: the link alone makes nobody another company's person.
  const known = identity !== undefined && (await belongsSomewhere(tx, identity.id))
  const entered = known
    ? await identities.signIn({ email, password, device: deviceOf(request) })
    : await newIdentity(identities, tx, { email, name, password, device: deviceOf(request) })
  if (!entered.ok) return typeof entered.refusal === 'string' ? err(REFUSALS[entered.refusal]) : err(entered.refusal)
  const identityId = entered.value.kind === 'in' ? entered.value.identityId : (identity?.id ?? '')
  await joinCompany(tx, { identityId, userId })
  await acceptInvitation(tx, invitation)
  if (name !== invitation.name) await rename(tx, userId, name)
  if (entered.value.kind === 'second-factor') return ok(entered.value)
  await auditEntering(tx, { companyId, userId })
  return ok({ kind: 'in', claims: { companyId, userId, sessionId: entered.value.sessionId } })
}

type NewAccount = { readonly email: string; readonly name: string; readonly password: string; readonly device: string }

async function newIdentity(identities: InvitationDeps['identities'], tx: Tx, { device, ...wanted }: NewAccount) {
  const chosen = NewPassword.safeParse(wanted.password)
  if (!chosen.success)
    return err({ kind: 'unprocessable', says: chosen.error.issues[0]?.message ?? '' } satisfies Refusal)
  const made = await identityFor(tx, identities, wanted)
  return made.ok ? ok({ kind: 'in' as const, ...(await identities.openSession(made.value, device)) }) : made
}

async function rename(tx: Tx, userId: string, name: string): Promise<void> {
  const user = await userById(tx, userId)
  if (user) await changeMember(tx, user, { change: { name }, actor: { kind: 'person', id: userId, name } })
}
