import type { Clock } from '../base/clock.ts'
import { dayIn, isoDay } from '../base/day.ts'
import { ok, type Result } from '../base/result.ts'
import type { Refusal } from '../platform/http/problem.contract.ts'
import { route, type Caller, type ReplyOf, type Route } from '../platform/http/route.ts'
import type { Database } from '../platform/postgres.ts'
import { companyOf, hasNoCustomers } from './day.store.ts'
import { personCalled } from './person-called.store.ts'
import { GetTriedOrder } from './order.contract.ts'
import { triedOrder, weightsOf } from './order.ts'
import { GetQueue, GetQueueOfCsm } from './queue.contract.ts'
import { orderedLeads, readQueue } from './read-queue.store.ts'

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
      return ok({
        workflows: workflows.slice(0, limit),
        stats,
        day: isoDay(today),
        isEmpty: await hasNoCustomers(tx),
      })
    })
  return [
    route(GetQueue, ({ caller, query }) => answer({ caller, ...query, csm: query.csm })),
    route(GetTriedOrder, ({ caller, query }) =>
      database.withCompany(caller.companyId, async (tx) => {
        const person = query.csm === undefined ? ok(null) : await personCalled(tx, query.csm)
        if (!person.ok) return person
        const today = dayIn((await companyOf(tx)).time_zone, clock.now())
        const leads = await orderedLeads(tx, { personId: person.value, today })
        const cards = leads.map(({ executionId, customerName, score, factors }) => ({
          executionId,
          customer: customerName,
          priority: { value: score, factors },
        }))
        return ok(triedOrder(cards, weightsOf(query.weights)))
      }),
    ),
    route(GetQueueOfCsm, ({ caller, params, query }) => answer({ caller, ...query, csm: params.csm })),
  ]
}
