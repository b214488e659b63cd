import { err, ok, type Result } from '../../base/result.ts'
import { patiently } from '../patiently.ts'
import type { Database, Tx } from '../postgres.ts'
import type { Endpoint } from './endpoint.contract.ts'
import { answeredBefore, keepAnswer, type Repeated } from './idempotency.store.ts'
import type { Refusal } from './problem.contract.ts'
import { route, type Caller, type ReplyOf, type RequestOf, type Route } from './route.ts'

const OTHER_REQUEST: Refusal = {
  kind: 'unprocessable',
  says: 'This Idempotency-Key was sent before with another request. Take a new key for a new request.',
}

type Acting = { readonly caller: Caller; readonly repeatable: Repeated['repeatable'] | null }

/**
 * A route that reads or changes one company's data: its work is one transaction, taken back whole when it is refused. An Idempotency-Key
 * is honoured in the same transaction: the second of two equal requests waits for the first and gets its answer.
 */
export function act<E extends Endpoint>(
  endpoint: E,
  database: Database,
  work: (tx: Tx, request: RequestOf<E>) => Promise<Result<ReplyOf<E>, Refusal>>,
): Route {
  if (endpoint.roles === 'public') throw new Error(`${endpoint.path} has no company to act in`)
  return route(endpoint, (request) => {
    // `roles` is not public, so there is a caller; the conditional type cannot see it.
    return actAs(database, request as Acting, (tx) => work(tx, request))
  })
}

/** The transaction of `act` for a route that has something to do before it, such as to receive a file. */
export const actAs = <T>(
  database: Database,
  acting: Acting,
  work: (tx: Tx) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> =>
  inOneTransaction(database, acting.caller.companyId, (tx) => once(tx, acting, () => work(tx)))

/** Commits what was accepted, takes back what was refused, and does again what somebody else was at in the same moment. */
async function inOneTransaction<T>(
  database: Database,
  companyId: string,
  work: (tx: Tx) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> {
  try {
    return await patiently(() =>
      database.withCompany(companyId, async (tx) => {
        const answer = await work(tx)
        if (!answer.ok) throw new Refused(answer.refusal)
        return answer
      }),
    )
  } catch (error) {
    if (error instanceof Refused) return err(error.refusal)
    throw error
  }
}

class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.says)
    this.refusal = refusal
  }
}

async function once<T>(
  tx: Tx,
  { caller, repeatable }: Acting,
  work: () => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> {
  if (!repeatable) return work()
  const repeated: Repeated = { callerId: caller.userId ?? caller.keyId ?? caller.companyId, repeatable }
  const before = await answeredBefore(tx, repeated)
  if (before.kind === 'other') return err(OTHER_REQUEST)
  // Replies are plain JSON by their schemas, so what was stored is what would have been said.
  if (before.kind === 'same') return ok(before.reply as T)
  const answer = await work()
  if (answer.ok) await keepAnswer(tx, repeated, answer.value)
  return answer
}
