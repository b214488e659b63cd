import { z } from 'zod'
import { err, ok } from '../base/result.ts'
import { act } from '../platform/http/act.ts'
import { cut, NO_CURSOR, positionOf } from '../platform/http/cursor.ts'
import { UNKNOWN, type Refusal } from '../platform/http/problem.contract.ts'
import { actorOf, type Caller, type Route } from '../platform/http/route.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import { changeCompany, companyById } from './companies.store.ts'
import { accessOf, type Access } from './invitations.store.ts'
import type { Company } from './company.contract.ts'
import {
  AddMember,
  ChangeCompany,
  ChangeMember,
  DeactivateMember,
  GetCompany,
  GetMember,
  GetMembers,
  ReactivateMember,
  ResetSecondFactor,
  type Member,
} from './members.contract.ts'
import { changeMember, changeMembersAlone, ownedBy, switchMember } from './members.store.ts'
import { can, may, type Asker } from './policies.ts'
import { resetSecondFactor, type ResetDeps } from './second-factor-reset.ts'
import type { User } from './user.contract.ts'
import { addUser, userById, usersAfter } from './users.store.ts'

type Deps = ResetDeps & { readonly database: Database }

const NAME_TAKEN: Refusal = {
  kind: 'conflict',
  says: 'This name cannot be taken; another company of this server has it.',
}

const NOT_YOUR_OWN: Refusal = {
  kind: 'forbidden',
  says: 'This is for people, of somebody else. Your own second factor you switch off in your profile.',
}

/** The id behind a cursor of a list by id; null: from the start; undefined: no cursor of ours. */
export const idBehind = (cursor: string | undefined): string | null | undefined =>
  cursor === undefined ? null : z.uuid().safeParse(positionOf(cursor)?.[0]).data

/** What the sentences about members and the company need of who asks. */
export const askerOf = ({ userId, role }: Caller): Asker => ({ id: userId, role, teamId: null, covers: [] })

/** The people of a company, and the company itself. */
export function memberRoutes(deps: Deps): readonly Route[] {
  return [...readingMembers(deps), ...changingMembers(deps), ...lettingIn(deps), ...company(deps.database)]
}

const readingMembers = ({ database, identities }: Deps): readonly Route[] => [
  act(GetMembers, database, async (tx, { query, caller }) => {
    const after = idBehind(query.cursor)
    if (after === undefined) return err(NO_CURSOR)
    const { items, nextCursor } = cut(await usersAfter(tx, after, query.limit + 1), query.limit, ({ id }) => [id])
    return ok({ items: await shownMembers(tx, items, { identities, caller }), nextCursor })
  }),
  act(GetMember, database, async (tx, { params, caller }) => {
    const user = await userById(tx, params.id)
    return user ? ok(await shownMember(tx, user, { identities, caller })) : err(UNKNOWN)
  }),
]

const changingMembers = ({ database, identities }: Deps): readonly Route[] => [
  act(AddMember, database, async (tx, { body, caller }) => {
    await changeMembersAlone(tx)
    const made = await addUser(tx, body, actorOf(caller))
    return made.ok ? ok(await shownMember(tx, made.value, { identities, caller })) : made
  }),
  act(ChangeMember, database, async (tx, { params, body, caller }) => {
    await changeMembersAlone(tx)
    const user = await userById(tx, params.id)
    if (!user) return err(UNKNOWN)
    if (Object.keys(body).length === 0) return ok(await shownMember(tx, user, { identities, caller }))
    const changed = await changeMember(tx, user, { change: body, actor: actorOf(caller) })
    return changed.ok ? ok(await shownMember(tx, changed.value, { identities, caller })) : changed
  }),
]

const lettingIn = ({ database, ...deps }: Deps): readonly Route[] => [
  act(DeactivateMember, database, async (tx, { params, caller }) => {
    await changeMembersAlone(tx)
    const user = await userById(tx, params.id)
    if (!user) return err(UNKNOWN)
    const gone = await switchMember(tx, user, { active: false, actor: actorOf(caller) })
    return gone.ok
      ? ok({ member: await shownMember(tx, gone.value, { ...deps, caller }), owns: await ownedBy(tx, user.id) })
      : gone
  }),
  act(ReactivateMember, database, async (tx, { params, caller }) => {
    await changeMembersAlone(tx)
    const user = await userById(tx, params.id)
    if (!user) return err(UNKNOWN)
    const back = await switchMember(tx, user, { active: true, actor: actorOf(caller) })
    return back.ok ? ok(await shownMember(tx, back.value, { ...deps, caller })) : back
  }),
  act(ResetSecondFactor, database, async (tx, { params, caller }) => {
    await changeMembersAlone(tx)
    const user = await userById(tx, params.id)
    if (!user) return err(UNKNOWN)
    if (!may(askerOf(caller), 'reset-second-factor', 'member', user)) return err(NOT_YOUR_OWN)
    const reset = await resetSecondFactor(deps, tx, {
      user,
      actor: actorOf(caller),
      company: await ownCompany(tx, caller),
    })
    return reset.ok ? ok({ member: await shownMember(tx, user, { ...deps, caller }), mailed: deps.mail }) : reset
  }),
]

const company = (database: Database): readonly Route[] => [
  act(GetCompany, database, async (tx, { caller }) => ok(companyShown(await ownCompany(tx, caller), caller))),
  act(ChangeCompany, database, async (tx, { body, caller }) => {
    const own = await ownCompany(tx, caller)
    if (Object.keys(body).length === 0) return ok(companyShown(own, caller))
    const changed = await changeCompany(tx, body, { company: own, actor: actorOf(caller) })
    return changed.ok ? ok(companyShown(changed.value, caller)) : err(NAME_TAKEN)
  }),
]

async function ownCompany(tx: Tx, { companyId }: Caller): Promise<Company> {
  const found = await companyById(tx, companyId)
  if (!found) throw new Error('The company of this transaction is gone')
  return found
}

type Showing = Pick<Deps, 'identities'> & { readonly caller: Caller }

/** A member as the API tells of him. */
export async function shownMember(tx: Tx, user: User, showing: Showing): Promise<z.input<typeof Member>> {
  const [member] = await shownMembers(tx, [user], showing)
  if (!member) throw new Error('The member cannot be shown')
  return member
}

async function shownMembers(
  tx: Tx,
  users: readonly User[],
  { identities, caller }: Showing,
): Promise<z.input<typeof Member>[]> {
  const ways = await accessOf(
    tx,
    users.map(({ id }) => id),
  )
  const known = [...ways.values()].flatMap(({ identityId }) => identityId ?? [])
  const told = caller.role === 'admin'
  const guarded = told && known.length > 0 ? await identities.withSecondFactor(known) : new Set<string>()
  return users.map((user) => {
    const { teamId, team, workingDays, ...rest } = user
    const access = ways.get(user.id)
    return {
      ...rest,
      team: teamId === null || team === null ? null : { id: teamId, name: team },
      workingDays: [...workingDays],
      access: { ...shownAccess(user, access), secondFactor: told ? guarded.has(access?.identityId ?? '') : null },
      can: [...can(askerOf(caller), 'member', user)],
    }
  })
}

const shownAccess = ({ active }: User, access: Access | undefined) => ({
  state: stateOf(active, access),
  lastSeenAt: access?.lastSeenAt?.toISOString() ?? null,
  mail: access?.mail ?? null,
})

function stateOf(active: boolean, access: Access | undefined): z.input<typeof Member>['access']['state'] {
  if (!active) return 'deactivated'
  if (access?.identityId != null) return 'active'
  if (access?.lapsed) return 'lapsed'
  return access?.expiresAt ? 'invited' : 'none'
}

const companyShown = (own: Company, caller: Caller) => ({ ...own, can: [...can(askerOf(caller), 'company', own)] })
