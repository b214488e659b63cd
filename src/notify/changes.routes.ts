import { err, ok } from '../base/result.ts'
import type { Refusal } from '../platform/http/problem.contract.ts'
import { route, type Caller, type Route } from '../platform/http/route.ts'
import { changeStream } from './change-stream.ts'
import { GetChanges } from './changes.contract.ts'
import type { Hub } from './hub.ts'

// A browser needs one, whatever it has open; a person has a few of them.
const MOST_EACH = 20

const TOO_MANY: Refusal = { kind: 'too-many', says: `You read ${String(MOST_EACH)} streams already. Close one first.` }

/** The stream of changes, read by whoever may read the company. */
export function changeRoutes({ hub }: { readonly hub: Hub }): readonly Route[] {
  const open = new Map<string, number>()
  const count = (who: string, by: 1 | -1): void => {
    const left = (open.get(who) ?? 0) + by
    if (left > 0) open.set(who, left)
    else open.delete(who)
  }
  return [
    route(GetChanges, ({ caller, headers, stillAdmitted }) => {
      const who = nameOf(caller)
      if ((open.get(who) ?? 0) >= MOST_EACH) return Promise.resolve(err(TOO_MANY))
      count(who, 1)
      return Promise.resolve(
        ok(
          changeStream({
            hub,
            companyId: caller.companyId,
            resumed: headers['last-event-id'] !== undefined,
            stillAdmitted,
            onEnd: () => count(who, -1),
          }),
        ),
      )
    }),
  ]
}

const nameOf = ({ companyId, userId, keyId }: Caller): string => `${companyId} ${userId ?? keyId ?? ''}`
