import type { Clock } from '../base/clock.ts'
import { dayIn, type Day } from '../base/day.ts'
import { err, ok } from '../base/result.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import { UNKNOWN } from '../platform/http/problem.contract.ts'
import { route, type Route } from '../platform/http/route.ts'
import type { Score } from '../spine/factor.ts'
import { teamScore } from '../stages/prioritize/score.ts'
import { companyOf } from './day.store.ts'
import { GetWhyFigure, GetWhyScore, type Why } from './why.contract.ts'
import { whyFigure } from './why-figure.ts'
import { orderedLeads } from './read-queue.store.ts'
import {
  contractsOf,
  progressOf,
  scoredExecutions,
  sourceDaysOf,
  standingOf,
  type ScoredExecution,
} from './why.store.ts'
import { comparisonOf, rowsOf } from './why.ts'

type Deps = { readonly database: Database; readonly clock: Clock }

/** Every figure answers “why?”. Everybody of the company may ask. */
export function whyRoutes({ database, clock }: Deps): readonly Route[] {
  const todayOf = async (tx: Tx) => dayIn((await companyOf(tx)).time_zone, clock.now())
  return [
    route(GetWhyScore, ({ caller, params, query }) =>
      database.withCompany(caller.companyId, async (tx) => {
        const today = await todayOf(tx)
        const [ours] = (await scoredExecutions(tx, [params.id], today)).values()
        if (!ours) return err(UNKNOWN)
        const against = query.against === 'first' ? await firstBeside(tx, ours, today) : query.against
        const theirs = against === undefined ? undefined : (await scoredExecutions(tx, [against], today)).get(against)
        if (against !== undefined && !theirs) return err(UNKNOWN)
        const counted = (priority: Score): Score => (query.among === 'everybody' ? teamScore(priority) : priority)
        const priority = counted(ours.priority)
        const days = await sourceDaysOf(tx, ours.customer_id)
        const trend = (await standingOf(tx, ours.customer_id))?.analysis?.usage ?? null
        const why: Why = {
          customer: ours.customer,
          figure: 'score',
          total: priority.value,
          unit: 'points',
          totalLabel: 'Priority',
          currency: ours.currency,
          readAt: ours.read_at?.toISOString() ?? null,
          configurationVersion: ours.configuration_version,
          rows: rowsOf(priority.factors, { today, currency: ours.currency, days, trend }),
          facts: [],
          remark: null,
          against: theirs
            ? comparisonOf(priority, {
                executionId: theirs.id,
                customer: theirs.customer,
                priority: counted(theirs.priority),
              })
            : null,
          csm: ours.owner,
        }
        return ok(why)
      }),
    ),
    route(GetWhyFigure, ({ caller, params }) =>
      database.withCompany(caller.companyId, async (tx) => {
        const standing = await standingOf(tx, params.id)
        if (!standing) return err(UNKNOWN)
        const today = await todayOf(tx)
        const contracts = await contractsOf(tx, params.id, today)
        const progress = await progressOf(tx, standing.next_renewal_id)
        return ok(whyFigure(params.figure, { standing, contracts, progress, today }))
      }),
    ),
  ]
}

/** What stands first in the queue of whoever has it, of another customer; undefined: nothing else does. */
async function firstBeside(tx: Tx, ours: ScoredExecution, today: Day): Promise<string | undefined> {
  if (!ours.owner) return undefined
  const leads = await orderedLeads(tx, { personId: ours.owner.id, today })
  return leads.find(({ customerId }) => customerId !== ours.customer_id)?.executionId
}
