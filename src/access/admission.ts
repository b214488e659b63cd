import type { Clock } from '../base/clock.ts'
import type { Endpoint } from '../platform/http/endpoint.contract.ts'
import { actorOf, type Caller, type SessionClaims } from '../platform/http/route.ts'
import type { Database } from '../platform/postgres.ts'
import { verifyApiKey } from './api-keys.store.ts'
import { recordAudit } from './audit.store.ts'
import { SESSION_SECONDS } from './password.contract.ts'
import { openSession, sealSession } from './session-token.ts'
import { personOf } from './session.store.ts'

export type AdmissionDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly secret: string
  /** RENUBU_SAMPLE=on: people of sample companies sign in with one click. */
  readonly sample: boolean
}

/** Who stands behind a cookie or a key, read anew for each request; and the note of what was denied to whom. */
export function admissionOf({ database, clock, secret, sample }: AdmissionDeps) {
  return {
    lastsSeconds: SESSION_SECONDS,
    seal: (claims: SessionClaims): string =>
      sealSession({ ...claims, until: Math.floor(clock.now().getTime() / 1000) + SESSION_SECONDS }, secret),
    callerOfSession: async (sealed: string): Promise<Caller | null> => {
      const claims = openSession(sealed, secret, clock.now())
      const person = claims && (await personOf(database, claims))
      // Without the sample sign-in, nobody stays in who came by it.
      if (!person || (person.company.sample && !sample)) return null
      const { id, name, role, company } = person
      return {
        companyId: company.id,
        userId: id,
        keyId: null,
        sessionId: claims.sessionId ?? null,
        name,
        role,
        scopes: [],
      }
    },
    callerOfKey: async (text: string): Promise<Caller | null> => {
      const key = await verifyApiKey({ database }, text)
      if (!key) return null
      const { companyId, id, name, role, scopes } = key
      return { companyId, userId: null, keyId: id, sessionId: null, name, role, scopes }
    },
    noteDenied: (caller: Caller, { method, path }: Endpoint): Promise<void> =>
      database.withCompany(caller.companyId, (tx) =>
        recordAudit(tx, {
          actor: actorOf(caller),
          action: 'deny',
          object: 'endpoint',
          detail: { endpoint: `${method} ${path}`, role: caller.role },
        }),
      ),
  }
}
