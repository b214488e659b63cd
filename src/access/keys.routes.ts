import { err, ok } from '../base/result.ts'
import { act } from '../platform/http/act.ts'
import { UNKNOWN } from '../platform/http/problem.contract.ts'
import { actorOf, type Route } from '../platform/http/route.ts'
import type { Database } from '../platform/postgres.ts'
import { listApiKeys, makeApiKey, revokeKey } from './api-keys.store.ts'
import { CreateKey, GetKeys, RevokeKey } from './keys.contract.ts'

/** API keys for programs: made, listed and ended by admins. */
export function keyRoutes({ database }: { readonly database: Database }): readonly Route[] {
  return [
    act(GetKeys, database, async (tx) => ok({ items: await listApiKeys(tx) })),
    act(CreateKey, database, async (tx, { body, caller }) => {
      const expiresAt = body.expiresAt === null ? null : new Date(body.expiresAt)
      return ok(await makeApiKey(tx, { ...body, expiresAt, companyId: caller.companyId }, actorOf(caller)))
    }),
    act(RevokeKey, database, async (tx, { params, caller }) =>
      (await revokeKey(tx, params.id, actorOf(caller))) ? ok({ revoked: true as const }) : err(UNKNOWN),
    ),
  ]
}
