import { err, ok } from '../base/result.ts'
import type { Clock } from '../base/clock.ts'
import type { Database } from '../platform/postgres.ts'
import { UNKNOWN } from '../platform/http/problem.contract.ts'
import { route, type Caller, type Route, type SessionClaims } from '../platform/http/route.ts'
import { openSession, sealSession } from './session-token.ts'
import { GetSession, SignInAsSamplePerson, SignOut, type SessionState } from './session.contract.ts'
import { personOf, type Person } from './session.store.ts'

type SessionDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly secret: string
  /** RENUBU_SAMPLE=on: people of sample companies sign in with one click. */
  readonly sample: boolean
}

// A working week and its weekend; the cookie is renewed at each sign-in only.
const LASTS_SECONDS = 7 * 86_400

/** Seals and opens session cookies. A person is read anew for each request. */
export function sessionsOf({ database, clock, secret, sample }: SessionDeps) {
  return {
    lastsSeconds: LASTS_SECONDS,
    seal: (claims: SessionClaims): string =>
      sealSession({ ...claims, until: Math.floor(clock.now().getTime() / 1000) + LASTS_SECONDS }, secret),
    callerOf: async (sealed: string): Promise<Caller | null> => {
      const claims = openSession(sealed, secret, clock.now())
      const person = claims && (await personOf(database, claims))
      // Without the sample sign-in, nobody stays in who came by it.
      if (!person || (person.company.sample && !sample)) return null
      return { companyId: person.company.id, userId: person.id, name: person.name, role: person.role }
    },
  }
}

/** Who is signed in, the one-click sign-in of sample companies, and signing out. */
export function sessionRoutes({ database, sample }: SessionDeps): readonly Route[] {
  const stateOf = (person: Person | undefined): SessionState => ({
    signedIn: person
      ? { person: { id: person.id, name: person.name, role: person.role }, company: person.company }
      : null,
    sampleSignIn: sample,
  })
  return [
    route(GetSession, async ({ caller }) => ok(stateOf(caller ? await personOf(database, caller) : undefined))),
    route(SignInAsSamplePerson, async ({ body, session }) => {
      const person = sample ? await personOf(database, body) : undefined
      if (!person?.company.sample) return err(UNKNOWN)
      session.open(body)
      return ok(stateOf(person))
    }),
    route(SignOut, ({ session }) => {
      session.close()
      return Promise.resolve(ok(stateOf(undefined)))
    }),
  ]
}
