import type { Clock } from '../base/clock.ts'
import { dayIn } from '../base/day.ts'
import { ok, type Result } from '../base/result.ts'
import type { Refusal } from '../platform/http/problem.contract.ts'
import { route, type Caller, type ReplyOf, type Route } from '../platform/http/route.ts'
import type { Database } from '../platform/postgres.ts'
import { companyOf, hasNoCustomers } from './day.store.ts'
import { personCalled } from './person-called.store.ts'
import { GetQueue, GetQueueOfCsm } from './queue.contract.ts'
import { readQueue } from './read-queue.store.ts'

type Deps = { readonly database: Database; readonly clock: Clock }
type Asked = { readonly caller: Caller; readonly csm: string | undefined; readonly limit: number }

/** The queue for machines and lists. Everybody of the company may read everybody's. */
export function queueRoutes({ database, clock }: Deps): readonly Route[] {
  const answer = ({ caller, csm, limit }: Asked): Promise<Result<ReplyOf<typeof GetQueue>, Refusal>> =>
    database.withCompany(caller.companyId, async (tx) => {
      const person = csm === undefined ? ok(null) : await personCalled(tx, csm)
      if (!person.ok) return person
      const { time_zone, locale } = await companyOf(tx)
      const today = dayIn(time_zone, clock.now())
      const { workflows, stats } = await readQueue(tx, { personId: person.value, today, locale })
      return ok({ workflows: workflows.slice(0, limit), stats, isEmpty: await hasNoCustomers(tx) })
    })
  return [
    route(GetQueue, ({ caller, query }) => answer({ caller, ...query, csm: query.csm })),
    route(GetQueueOfCsm, ({ caller, params, query }) => answer({ caller, ...query, csm: params.csm })),
  ]
}
