import type { Clock } from '../base/clock.ts'
import { err, ok } from '../base/result.ts'
import { act } from '../platform/http/act.ts'
import { UNKNOWN, type Refusal } from '../platform/http/problem.contract.ts'
import { actorOf, type Route } from '../platform/http/route.ts'
import type { Database } from '../platform/postgres.ts'
import { listApiKeys, makeApiKey, revokeKey } from './api-keys.store.ts'
import { CreateKey, GetKeys, RevokeKey } from './keys.contract.ts'

type Deps = { readonly database: Database; readonly clock: Clock }

const OVER: Refusal = { kind: 'unprocessable', says: 'The key would be over before it is made. Choose a time to come.' }

/** API keys for programs: made, listed and ended by admins. */
export function keyRoutes({ database, clock }: Deps): readonly Route[] {
  return [
    act(GetKeys, database, async (tx) => ok({ items: await listApiKeys(tx) })),
    act(CreateKey, database, async (tx, { body, caller }) => {
      const expiresAt = body.expiresAt === null ? null : new Date(body.expiresAt)
      if (expiresAt !== null && expiresAt <= clock.now()) return err(OVER)
      return ok(await makeApiKey(tx, { ...body, expiresAt, companyId: caller.companyId }, actorOf(caller)))
    }),
    act(RevokeKey, database, async (tx, { params, caller }) =>
      (await revokeKey(tx, params.id, actorOf(caller))) ? ok({ revoked: true as const }) : err(UNKNOWN),
    ),
  ]
}
