import type { Clock } from '../base/clock.ts'
import { dayIn } from '../base/day.ts'
import { err, ok } from '../base/result.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import { UNKNOWN } from '../platform/http/problem.contract.ts'
import { route, type Route } from '../platform/http/route.ts'
import { companyOf } from './day.store.ts'
import { GetWhyFigure, GetWhyScore, type Why } from './why.contract.ts'
import { whyFigure } from './why-figure.ts'
import { contractsOf, progressOf, scoredExecutions, sourceDaysOf, standingOf } from './why.store.ts'
import { comparisonOf, rowsOf } from './why.ts'

type Deps = { readonly database: Database; readonly clock: Clock }

/** Every figure answers “why?”. Everybody of the company may ask. */
export function whyRoutes({ database, clock }: Deps): readonly Route[] {
  const todayOf = async (tx: Tx) => dayIn((await companyOf(tx)).time_zone, clock.now())
  return [
    route(GetWhyScore, ({ caller, params, query }) =>
      database.withCompany(caller.companyId, async (tx) => {
        const today = await todayOf(tx)
        const found = await scoredExecutions(tx, [params.id, ...(query.against ? [query.against] : [])], today)
        const ours = found.get(params.id)
        const theirs = query.against ? found.get(query.against) : undefined
        if (!ours || (query.against && !theirs)) return err(UNKNOWN)
        const days = await sourceDaysOf(tx, ours.customer_id)
        const trend = (await standingOf(tx, ours.customer_id))?.analysis?.usage ?? null
        const why: Why = {
          customer: ours.customer,
          figure: 'score',
          total: ours.priority.value,
          unit: 'points',
          totalLabel: 'Priority',
          currency: ours.currency,
          readAt: ours.read_at?.toISOString() ?? null,
          configurationVersion: ours.configuration_version,
          rows: rowsOf(ours.priority.factors, { today, currency: ours.currency, days, trend }),
          facts: [],
          remark: null,
          against: theirs
            ? comparisonOf(ours.priority, {
                executionId: theirs.id,
                customer: theirs.customer,
                priority: theirs.priority,
              })
            : null,
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
