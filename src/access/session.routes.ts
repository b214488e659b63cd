import { systemActor } from '../base/actor.ts'
import { err, ok, type Result } from '../base/result.ts'
import { UNKNOWN, type Refusal } from '../platform/http/problem.contract.ts'
import { route, type RequestOf, type Route, type SessionClaims } from '../platform/http/route.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import { hasRealCompany, makeCompany, makeFirstCompanyAlone } from './companies.store.ts'
import { NewCompany } from './company.contract.ts'
import type { Identities, Opened, SignInRefusal } from './identities.ts'
import { auditEntering, auditOfIdentity, belongsSomewhere, joinCompany, membershipsOf } from './memberships.store.ts'
import {
  ChooseCompany,
  GetSession,
  GiveSecondFactor,
  MakeFirstAdmin,
  SignIn,
  SignInAsSamplePerson,
  SignOut,
  type SessionState,
} from './session.contract.ts'
import { companiesOfSession, personOf, type Person } from './session.store.ts'
import { NewUser } from './user.contract.ts'
import { addUser } from './users.store.ts'

export type SessionDeps = {
  readonly database: Database
  readonly identities: Identities
  /** RENUBU_SAMPLE=on: people of sample companies sign in with one click. */
  readonly sample: boolean
  /** Whether mails can be sent. */
  readonly mail: boolean
}

const TOO_OFTEN: Refusal = {
  kind: 'too-many',
  says: 'This was tried too often. Wait a quarter of an hour, or set a new password.',
}
export const REFUSALS: Readonly<Record<SignInRefusal, Refusal>> = {
  // The same for an address that nobody has: whoever tries addresses learns nothing.
  wrong: { kind: 'not-signed-in', says: 'This address and this password do not belong together.' },
  'too-often': TOO_OFTEN,
  over: {
    kind: 'not-signed-in',
    says: 'This took too long, or was tried too often. Sign in with your password again.',
  },
}
const WRONG_CODE: Refusal = {
  kind: 'not-signed-in',
  says: 'This code is not right. Each one is valid for half a minute.',
}
const NOWHERE: Refusal = {
  kind: 'forbidden',
  says: 'You belong to no company here any more. Ask an admin of yours to let you in again.',
}
const NOT_THE_FIRST: Refusal = { kind: 'conflict', says: 'There is an admin already. Ask for an invitation.' }
const NAME_TAKEN: Refusal = { kind: 'conflict', says: 'A sample company has this name. Choose another one.' }
const ADDRESS_TAKEN: Refusal = {
  kind: 'conflict',
  says: 'Somebody signs in with this address already. Sign in with its password.',
}

/** What a browser says of itself. */
export const deviceOf = ({ headers }: Pick<RequestOf<typeof SignIn>, 'headers'>): string =>
  String(headers['user-agent'] ?? '').slice(0, 300)

type Opening = { readonly open: (claims: SessionClaims) => void }

/** The company and person that a new session begins with: where he was last. Refused where nobody lets him in. */
export async function enter(
  { database, identities }: Pick<SessionDeps, 'database' | 'identities'>,
  { sessionId, identityId }: Opened,
  session: Opening,
): Promise<Result<SessionClaims, Refusal>> {
  const claims = await database.platform(async (tx) => {
    const [last] = await membershipsOf(tx, identityId)
    if (!last) return undefined
    await auditEntering(tx, last)
    return { companyId: last.companyId, userId: last.userId, sessionId }
  })
  if (!claims) {
    await identities.endSession(sessionId, identityId)
    return err(NOWHERE)
  }
  session.open(claims)
  return ok(claims)
}

/** Who is signed in, and how one may sign in. */
export async function stateOf(
  { database, sample, mail }: Omit<SessionDeps, 'identities'>,
  claims: SessionClaims | undefined,
): Promise<SessionState> {
  const person = claims && (await personOf(database, claims))
  const signedIn = claims && person ? await shown(database, person, claims) : null
  const firstAdmin = !sample && !signedIn && !(await database.platform(hasRealCompany))
  return { signedIn, sampleSignIn: sample, firstAdmin, mail }
}

async function shown(database: Database, person: Person, { sessionId }: SessionClaims) {
  const { id, name, role, company } = person
  const all = sessionId === undefined ? [] : await database.platform((tx) => companiesOfSession(tx, sessionId))
  const companies = all.length > 0 ? all : [{ id: company.id, name: company.name }]
  return { person: { id, name, role }, company, companies }
}

/** Who is signed in; signing in with a password, with one click in sample companies, and as the first admin; and signing out. */
export function sessionRoutes(deps: SessionDeps): readonly Route[] {
  const { database, identities, sample } = deps
  return [
    route(GetSession, async ({ caller }) => ok(await stateOf(deps, claimsOf(caller)))),
    route(SignInAsSamplePerson, async ({ body, session }) => {
      const person = sample ? await personOf(database, body) : undefined
      if (!person?.company.sample) return err(UNKNOWN)
      session.open(body)
      return ok(await stateOf(deps, body))
    }),
    route(SignIn, async (request) => {
      const answer = await identities.signIn({ ...request.body, device: deviceOf(request) })
      if (!answer.ok) {
        await noteFailure(deps, request.body.email)
        return err(REFUSALS[answer.refusal])
      }
      if (answer.value.kind === 'second-factor') return ok(answer.value)
      const entered = await enter(deps, answer.value, request.session)
      return entered.ok ? ok({ kind: 'signed-in' as const, session: await stateOf(deps, entered.value) }) : entered
    }),
    route(GiveSecondFactor, async (request) => {
      const { challenge, code } = request.body
      const answer = await identities.secondFactor(challenge, code, deviceOf(request))
      if (!answer.ok) return err(answer.refusal === 'wrong' ? WRONG_CODE : REFUSALS[answer.refusal])
      const entered = await enter(deps, answer.value, request.session)
      return entered.ok ? ok(await stateOf(deps, entered.value)) : entered
    }),
    route(MakeFirstAdmin, async (request) => {
      const made = await makeFirstAdmin(deps, request)
      if (!made.ok) return made
      const entered = await enter(deps, made.value, request.session)
      return entered.ok ? ok(await stateOf(deps, entered.value)) : entered
    }),
    route(ChooseCompany, async ({ caller, body, session }) => {
      const { sessionId } = caller
      const wanted =
        sessionId === null ? undefined : await database.platform((tx) => chosen(tx, sessionId, body.companyId))
      if (!wanted) return err(UNKNOWN)
      session.open(wanted)
      return ok(await stateOf(deps, wanted))
    }),
    route(SignOut, async ({ caller, session }) => {
      await endOwnSession(deps, caller)
      session.close()
      return ok(await stateOf(deps, undefined))
    }),
  ]
}

type Caller = RequestOf<typeof SignOut>['caller']

const claimsOf = (caller: Caller): SessionClaims | undefined =>
  caller?.userId == null
    ? undefined
    : { companyId: caller.companyId, userId: caller.userId, sessionId: caller.sessionId ?? undefined }

async function noteFailure({ database, identities }: SessionDeps, email: string): Promise<void> {
  const identity = await identities.byEmail(email)
  if (!identity) return
  await database.platform((tx) =>
    auditOfIdentity(tx, identity.id, { action: 'sign-in-failed', actor: systemActor('sign-in') }),
  )
}

/** Once for all: those who ask at the same time wait for each other, and the second one finds a company. */
function makeFirstAdmin(
  { database, identities, sample }: SessionDeps,
  request: RequestOf<typeof MakeFirstAdmin>,
): Promise<Result<Opened, Refusal>> {
  const { company, name, email, password } = request.body
  const actor = systemActor('first start')
  return database.platform(async (tx) => {
    await makeFirstCompanyAlone(tx)
    if (sample || (await hasRealCompany(tx))) return err(NOT_THE_FIRST)
    const identity = await identityFor(tx, identities, { email, name, password })
    if (!identity.ok) return identity
    const made = await makeCompany(tx, NewCompany.parse(company), actor)
    if (!made) return err(NAME_TAKEN)
    const wanted = NewUser.omit({ companyId: true }).parse({ name, email, role: 'admin' })
    const user = await addUser(tx, wanted, actor)
    if (!user.ok) return user
    await joinCompany(tx, { identityId: identity.value, userId: user.value.id })
    return ok(await identities.openSession(identity.value, deviceOf(request)))
  })
}

type Wanted = { readonly email: string; readonly name: string; readonly password: string }

/** A new identity; one of this address that works nowhere yet was left behind by an attempt that broke off, and is taken over. */
export async function identityFor(tx: Tx, identities: Identities, wanted: Wanted): Promise<Result<string, Refusal>> {
  const made = await identities.create(wanted)
  if (made.ok) return made
  const left = await identities.byEmail(wanted.email)
  if (!left || (await belongsSomewhere(tx, left.id))) return err(ADDRESS_TAKEN)
  await identities.setPassword(left.id, wanted.password)
  return ok(left.id)
}

async function chosen(tx: Tx, sessionId: string, companyId: string): Promise<SessionClaims | undefined> {
  const companies = await companiesOfSession(tx, sessionId)
  const found = companies.find(({ id }) => id === companyId)
  if (!found) return undefined
  await auditEntering(tx, { companyId: found.id, userId: found.userId })
  return { companyId: found.id, userId: found.userId, sessionId }
}

async function endOwnSession({ database, identities }: SessionDeps, caller: Caller): Promise<void> {
  if (caller?.sessionId == null) return
  const { sessionId } = caller
  const [own] = await database.platform((tx) => companiesOfSession(tx, sessionId))
  if (own) await identities.endSession(sessionId, own.identityId)
}
