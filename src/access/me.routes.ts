import { err, ok, type Result } from '../base/result.ts'
import { act } from '../platform/http/act.ts'
import { UNKNOWN, type Refusal } from '../platform/http/problem.contract.ts'
import { actorOf, type Caller, type Route } from '../platform/http/route.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import type { Identities } from './identities.ts'
import {
  BeginSecondFactor,
  ChangePassword,
  ChangeProfile,
  ConfirmSecondFactor,
  EndSecondFactor,
  EndSession,
  GetProfile,
  GetSessions,
  RenewBackupCodes,
} from './me.contract.ts'
import { changeMember, changeMembersAlone } from './members.store.ts'
import { auditOfIdentity, identityOfSession } from './memberships.store.ts'
import type { User } from './user.contract.ts'
import { userById } from './users.store.ts'

type Deps = { readonly database: Database; readonly identities: Identities }

const FOR_PEOPLE: Refusal = { kind: 'forbidden', says: 'This is for people; a key has no profile.' }
const NO_ACCOUNT: Refusal = { kind: 'conflict', says: 'You came in by one click and have no account of your own here.' }
const WRONG_PASSWORD: Refusal = { kind: 'unprocessable', says: 'This is not your password.' }
const WRONG_CODE: Refusal = {
  kind: 'unprocessable',
  says: 'This code is not right. Each one is valid for half a minute.',
}

const NO_SECOND_FACTOR: Refusal = { kind: 'conflict', says: 'You have no second factor. Switch it on first.' }

/** What everybody may see and change of himself. */
export function meRoutes(deps: Deps): readonly Route[] {
  return [...profile(deps), ...account(deps), ...secondFactor(deps)]
}

const profile = (deps: Deps): readonly Route[] => [
  act(GetProfile, deps.database, async (tx, { caller }) => {
    const me = await myself(tx, caller)
    return me ? ok(await shown(deps, tx, { me, caller })) : err(FOR_PEOPLE)
  }),
  act(ChangeProfile, deps.database, async (tx, { body, caller }) => {
    await changeMembersAlone(tx)
    const me = await myself(tx, caller)
    if (!me) return err(FOR_PEOPLE)
    if (Object.keys(body).length === 0) return ok(await shown(deps, tx, { me, caller }))
    const changed = await changeMember(tx, me, { change: body, actor: actorOf(caller) })
    return changed.ok ? ok(await shown(deps, tx, { me: changed.value, caller })) : changed
  }),
]

const account = ({ database, identities }: Deps): readonly Route[] => [
  act(ChangePassword, database, async (tx, { body, caller }) => {
    const own = await ownAccount(tx, caller)
    if (!own.ok) return own
    const { sessionId, identityId } = own.value
    if (!(await identities.isPassword(sessionId, body.current))) return err(WRONG_PASSWORD)
    await auditOfIdentity(tx, identityId, { action: 'change-password' })
    await identities.setPassword(identityId, body.next)
    await identities.endSessions(identityId, sessionId)
    return ok({ done: true as const })
  }),
  act(GetSessions, database, async (tx, { caller }) => {
    if (caller.userId === null) return err(FOR_PEOPLE)
    const own = await ownAccount(tx, caller)
    const sessions = own.ok ? await identities.sessionsOf(own.value.identityId) : []
    const items = sessions.map(({ id, startedAt, device }) => ({
      id,
      startedAt: startedAt.toISOString(),
      device,
      current: id === caller.sessionId,
    }))
    return ok({ items })
  }),
  act(EndSession, database, async (tx, { params, caller }) => {
    const own = await ownAccount(tx, caller)
    if (!own.ok) return err(UNKNOWN)
    await auditOfIdentity(tx, own.value.identityId, { action: 'end-session' })
    return (await identities.endSession(params.id, own.value.identityId)) ? ok({ done: true as const }) : err(UNKNOWN)
  }),
]

const secondFactor = ({ database, identities }: Deps): readonly Route[] => [
  act(BeginSecondFactor, database, async (tx, { body, caller }) => {
    const own = await ownAccount(tx, caller)
    if (!own.ok) return own
    const begun = await identities.beginSecondFactor(own.value.sessionId, body.password)
    return begun ? ok({ uri: begun.uri, backupCodes: [...begun.backupCodes] }) : err(WRONG_PASSWORD)
  }),
  act(ConfirmSecondFactor, database, async (tx, { body, caller, session }) => {
    const own = await ownAccount(tx, caller)
    if (!own.ok) return own
    await auditOfIdentity(tx, own.value.identityId, { action: 'switch-on-second-factor' })
    const anew = await identities.confirmSecondFactor(own.value.sessionId, body.code)
    if (!anew) return err(WRONG_CODE)
    session.open({ companyId: caller.companyId, userId: own.value.userId, sessionId: anew })
    return ok({ done: true as const })
  }),
  act(RenewBackupCodes, database, async (tx, { body, caller }) => {
    const own = await ownAccount(tx, caller)
    if (!own.ok) return own
    const { sessionId, identityId } = own.value
    if (!(await identities.byId(identityId))?.secondFactor) return err(NO_SECOND_FACTOR)
    await auditOfIdentity(tx, identityId, { action: 'renew-backup-codes' })
    const backupCodes = await identities.renewBackupCodes(sessionId, body.password)
    return backupCodes ? ok({ backupCodes: [...backupCodes] }) : err(WRONG_PASSWORD)
  }),
  act(EndSecondFactor, database, async (tx, { body, caller, session }) => {
    const own = await ownAccount(tx, caller)
    if (!own.ok) return own
    await auditOfIdentity(tx, own.value.identityId, { action: 'switch-off-second-factor' })
    const anew = await identities.endSecondFactor(own.value.sessionId, body.password)
    if (!anew) return err(WRONG_PASSWORD)
    session.open({ companyId: caller.companyId, userId: own.value.userId, sessionId: anew })
    return ok({ done: true as const })
  }),
]

const myself = async (tx: Tx, { userId }: Caller): Promise<User | undefined> =>
  userId === null ? undefined : userById(tx, userId)

type Own = { readonly userId: string; readonly sessionId: string; readonly identityId: string }

async function ownAccount(tx: Tx, { userId, sessionId }: Caller): Promise<Result<Own, Refusal>> {
  if (userId === null) return err(FOR_PEOPLE)
  const identityId = sessionId === null ? null : await identityOfSession(tx, sessionId)
  return sessionId === null || identityId === null ? err(NO_ACCOUNT) : ok({ userId, sessionId, identityId })
}

type Showing = { readonly me: User; readonly caller: Caller }

async function shown({ identities }: Deps, tx: Tx, { me, caller }: Showing) {
  const { id, name, role, timeZone } = me
  const own = await ownAccount(tx, caller)
  const identity = own.ok ? await identities.byId(own.value.identityId) : undefined
  const account = identity ? { email: identity.email, secondFactor: identity.secondFactor } : null
  return { id, name, role, timeZone, account }
}
