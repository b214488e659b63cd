import { createApiKey } from '../src/access/api-keys.store.ts'
import type { ApiProcess } from './api-process.ts'
import { runsOf } from './given-acts.ts'
import { givenExecutions } from './given-executions.ts'
import type { OwnServer } from './own-server.ts'

export const WORKS = ['making an API key', 'completing a step', 'sending records'] as const

/** A change that is asked for with an Idempotency-Key. */
export type Work = {
  readonly name: (typeof WORKS)[number]
  readonly path: string
  readonly body: object
  /** The same address, asked for something else. */
  readonly other: object
  /** How often it is done, by every row that one doing writes. */
  readonly done: () => Promise<readonly number[]>
}

export const NOT_DONE = [0, 0]
export const DONE_ONCE = [1, 1]

/** A company in which things are asked for, and an admin's key to ask with. */
export async function givenWorks(server: OwnServer) {
  const given = await givenExecutions(server)
  const runs = runsOf(given, server.clock)
  const { key } = await createApiKey(server, { companyId: given.companyId, role: 'admin' })
  let made = 0
  return {
    /** Something new to do of each kind. */
    newWorks: async (): Promise<readonly Work[]> => {
      made += 1
      const executionId = await runs.inState('in_progress', { started: true })
      return worksOf(server, `made ${String(made)}`, executionId)
    },
    send: (work: Pick<Work, 'path' | 'body'>, sending: Sending) => send(key, work, sending),
  }
}

function worksOf({ owner }: OwnServer, name: string, executionId: string): readonly Work[] {
  const counts = async (sql: string, ...values: readonly string[]): Promise<readonly number[]> => {
    const { rows } = await owner.query<{ counts: number[] }>(`select array[${sql}]::int[] as counts`, [...values])
    return rows[0]?.counts ?? []
  }
  return [
    {
      name: 'making an API key',
      path: '/api/keys',
      body: { name, role: 'viewer' },
      other: { name: `${name} otherwise`, role: 'viewer' },
      done: () =>
        counts(
          `(select count(*) from api_keys where name like $1 || '%'),
           (select count(*) from audit_log where object = 'api-key' and detail ->> 'name' like $1 || '%')`,
          name,
        ),
    },
    {
      name: 'completing a step',
      path: `/api/workflows/${executionId}/steps/find-cause/complete`,
      body: { duration: 60 },
      other: { duration: 61 },
      done: () =>
        counts(
          `(select count(*) from workflow_step_actions where execution_id = $1 and action = 'complete'),
           (select count(*) from audit_log where object_id = $1::uuid and action = 'complete')`,
          executionId,
        ),
    },
    {
      name: 'sending records',
      path: '/api/customers/bulk',
      body: { records: [{ externalId: name, name, arr: 1000 }] },
      other: { records: [{ externalId: name, name, arr: 2000 }] },
      done: () =>
        counts(
          `(select count(*) from customers where external_id = $1),
           (select count(*) from arr_history h join customers c on c.id = h.customer_id where c.external_id = $1)`,
          name,
        ),
    },
  ]
}

/** `again` and the address together are the Idempotency-Key. */
type Sending = { readonly to: ApiProcess; readonly again: string; readonly headers?: Readonly<Record<string, string>> }

async function send(key: string, { path, body }: Pick<Work, 'path' | 'body'>, { to, again, headers = {} }: Sending) {
  for (;;) {
    const answer = await fetch(`${to.address}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'idempotency-key': `${again} ${path}`,
        ...headers,
      },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    // Too much to do for a moment, on a machine that runs other tests as well: a client asks again.
    if (answer.status !== 503) return { status: answer.status, text }
  }
}
