import { err, ok } from '../base/result.ts'
import type { Database } from '../platform/postgres.ts'
import { UNKNOWN } from '../platform/http/problem.contract.ts'
import { route, type Route } from '../platform/http/route.ts'
import { GetSession, SignInAsSamplePerson, SignOut, type SessionState } from './session.contract.ts'
import { personOf, type Person } from './session.store.ts'

type SessionDeps = {
  readonly database: Database
  /** RENUBU_SAMPLE=on: people of sample companies sign in with one click. */
  readonly sample: boolean
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
    route(GetSession, async ({ caller }) => {
      const person =
        caller?.userId == null
          ? undefined
          : await personOf(database, { companyId: caller.companyId, userId: caller.userId })
      return ok(stateOf(person))
    }),
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
