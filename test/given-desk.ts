import { createApiKey } from '../src/access/api-keys.store.ts'
import type { Role } from '../src/access/role.ts'
import { createUser } from '../src/access/users.store.ts'
import { cookieOf, testApp, type TestApp } from './app.ts'
import type { TestDatabase } from './database.ts'
import { runsOf } from './given-acts.ts'
import { givenExecutions } from './given-executions.ts'

/** Who asks: a member's id, or an API key. */
export type Asking = string | { readonly key: string }

type Body = Readonly<Record<string, unknown>>
type Reply<T = Body> = { readonly status: number; readonly body: T }

type More = { readonly who?: Asking; readonly headers?: Readonly<Record<string, string>> }

/** Asks the application as somebody of a company; as `usual` where nobody is named. */
export function askingIn(app: TestApp, companyId: string, usual: Asking) {
  const send = async <T>(
    method: 'GET' | 'POST',
    url: string,
    { who = usual, headers, body }: More & { body?: object },
  ) => {
    const admits =
      typeof who === 'string'
        ? { cookie: cookieOf({ companyId, userId: who }) }
        : { authorization: `Bearer ${who.key}` }
    const payload = body === undefined ? {} : { payload: body }
    const reply = await app.inject({ method, url, headers: { ...admits, ...headers }, ...payload })
    return { status: reply.statusCode, body: reply.json<T>() }
  }
  return {
    get: <T = Body>(url: string, who: Asking = usual): Promise<Reply<T>> => send('GET', url, { who }),
    post: (url: string, body?: object, more: More = {}): Promise<Reply> =>
      send('POST', url, body === undefined ? more : { ...more, body }),
  }
}

type Known = { readonly team?: string; readonly leadId?: string; readonly timeZone?: string }

/** A company whose executions are asked for and acted on over HTTP. */
export async function givenDesk(db: TestDatabase) {
  const app = await testApp(db)
  const given = await givenExecutions(db)
  const { companyId } = given
  return {
    ...askingIn(app, companyId, given.csm),
    app,
    given,
    runs: runsOf(given, db.clock),
    key: async (role: Role, scopes: readonly string[] = []): Promise<Asking> => ({
      key: (await createApiKey(db, { companyId, role, scopes })).key,
    }),
    person: async (name: string, role: Role, known: Known = {}) =>
      (await createUser(db, { companyId, name, role, ...known })).id,
    rows: <T>(sql: string, values: readonly unknown[] = []): Promise<T[]> =>
      given.inTx((tx) => tx.rows<T>(sql, values)),
  }
}
